internal import Foundation
public import TenantStore

extension Survey: TenantRow {
  /// Reads the columns of `QueryPart.survey`, in their order.
  public init(row: inout ColumnReader) throws {
    let (code, title): (String, String) = (try row.next(), try row.next())
    let after: String = try row.next()
    let stage = try row.next(String?.self).flatMap { ChildStage(rawValue: $0) }
    let days = Int(try row.next(Int32.self))
    guard let occasion = SurveyPlan.Occasion(after, stage: stage, days: days) else {
      throw TenantStoreError.emptyAnswer
    }
    let kinds = try row.next([String].self)
    let words = try row.next([String].self)
    // The options of all questions in one list, a line feed between those of one question.
    let options = try row.next([String].self)
    let questions = zip(kinds, zip(words, options)).compactMap { kind, rest in
      SurveyQuestion.Kind(rawValue: kind).map { kind in
        SurveyQuestion(
          kind,
          rest.0,
          options: rest.1.split(separator: "\n").map(String.init)
        )
      }
    }
    plan = SurveyPlan(code: code, title: title, after: occasion, questions: questions)
    startedAt = try row.next()
    endedAt = try row.next()
  }
}

extension SurveyCount: TenantRow {
  /// Reads the columns `number, choice, count`.
  public init(row: inout ColumnReader) throws {
    number = Int(try row.next(Int32.self))
    choice = Int(try row.next(Int32.self))
    count = try row.next()
  }
}

private struct AnswerRow: TenantRow {
  let survey: String
  let answer: SurveyAnswer

  init(row: inout ColumnReader) throws {
    survey = try row.next()
    answer = SurveyAnswer(
      Int(try row.next(Int32.self)),
      choice: try row.next(Int32?.self).map { Int($0) },
      words: try row.next()
    )
  }
}

extension QueryPart {
  /// Columns of `survey v`; $1 is the tenant wherever the part stands.
  fileprivate static let survey: QueryPart = """
    v.code, v.title, v.asked_after, v.stage, v.after_days,
    ARRAY(SELECT q.kind FROM membership.survey_question q
      WHERE q.tenant_id = $1 AND q.survey = v.code ORDER BY q.number),
    ARRAY(SELECT q.words FROM membership.survey_question q
      WHERE q.tenant_id = $1 AND q.survey = v.code ORDER BY q.number),
    ARRAY(SELECT array_to_string(q.options, E'\\n') FROM membership.survey_question q
      WHERE q.tenant_id = $1 AND q.survey = v.code ORDER BY q.number),
    v.started_at, v.ended_at
    """
}

extension TenantQuerying {
  /// Surveys, the latest first; at most 100.
  public func surveys() async throws -> [Survey] {
    try await all(
      """
      SELECT \(QueryPart.survey) FROM membership.survey v
      WHERE v.tenant_id = \(tenant) ORDER BY v.started_at DESC, v.code LIMIT 100
      """
    )
  }

  /// A survey.
  public func survey(_ code: String) async throws -> Survey? {
    try await optional(
      """
      SELECT \(QueryPart.survey) FROM membership.survey v
      WHERE v.tenant_id = \(tenant) AND v.code = \(code)
      """
    )
  }

  /// The surveys that a member is asked now, the oldest first; at most 3.
  ///
  /// None while the family wants silence about a child.
  public func surveysAsked(of member: Member) async throws -> [Survey] {
    let accounts = member.accounts.map(\.uuid)
    let now = environment.now()
    return try await all(
      """
      SELECT \(QueryPart.survey) FROM membership.survey v
      WHERE v.tenant_id = \(tenant) AND v.ended_at IS NULL
        AND NOT EXISTS (SELECT FROM membership.survey_answer a
          WHERE a.tenant_id = \(tenant) AND a.survey = v.code
            AND a.member_id = ANY (\(accounts)))
        AND NOT EXISTS (SELECT FROM membership.child c
          WHERE c.tenant_id = \(tenant) AND c.member_id = ANY (\(accounts))
            AND c.quiet_since IS NOT NULL)
        AND CASE v.asked_after
          WHEN 'order' THEN EXISTS (SELECT FROM membership.paid_order p
            WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (\(accounts))
              AND p.paid_at >= v.started_at
              AND p.paid_at + make_interval(days => v.after_days) <= \(now))
          WHEN 'stage' THEN EXISTS (SELECT FROM membership.stage_turn t
            JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = t.child_id
            WHERE t.tenant_id = \(tenant) AND c.member_id = ANY (\(accounts))
              AND t.stage = v.stage AND c.told_stage = v.stage
              AND t.turned_on + v.after_days <= \(now)::date)
          ELSE \(member.joinedAt)::timestamptz >= v.started_at
            AND \(member.joinedAt)::timestamptz + make_interval(days => v.after_days) <= \(now)
          END
      ORDER BY v.started_at, v.code LIMIT 3
      """
    )
  }

  /// What a member answered, by the survey's short name.
  public func surveyAnswers(of member: Member) async throws -> [String: [SurveyAnswer]] {
    let rows: [AnswerRow] = try await all(
      """
      SELECT survey, number, choice, words FROM membership.survey_answer
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY survey, number LIMIT 1000
      """
    )
    return Dictionary(grouping: rows, by: \.survey).mapValues { $0.map(\.answer) }
  }

  /// How often each number was given to each question of a survey.
  public func surveyCounts(of code: String) async throws -> [SurveyCount] {
    try await all(
      """
      SELECT number, choice, count(*) FROM membership.survey_answer
      WHERE tenant_id = \(tenant) AND survey = \(code) AND choice IS NOT NULL
      GROUP BY number, choice ORDER BY number, choice
      """
    )
  }

  /// What members wrote to a survey, the latest first; at most 50.
  public func surveyWords(of code: String) async throws -> [String] {
    try await values(
      """
      SELECT words FROM membership.survey_answer
      WHERE tenant_id = \(tenant) AND survey = \(code) AND words <> ''
      ORDER BY answered_at DESC, member_id, number LIMIT 50
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a survey that begins now; false where the short name is taken.
  func insertSurvey(_ plan: SurveyPlan) async throws -> Bool {
    var stage: String?
    if case .stage(let named, _) = plan.occasion { stage = named.rawValue }
    let written = try await execute(
      """
      INSERT INTO membership.survey
        (tenant_id, code, title, asked_after, stage, after_days, started_at)
      VALUES (\(tenant), \(plan.code), \(plan.title), \(plan.occasion.name), \(stage),
        \(Int32(plan.occasion.days)), \(environment.now()))
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    )
    guard written == 1 else { return false }
    let questions = plan.questions
    try await execute(
      """
      INSERT INTO membership.survey_question (tenant_id, survey, number, kind, words, options)
      SELECT \(tenant), \(plan.code), q.number, q.kind, q.words,
        coalesce(string_to_array(nullif(q.options, ''), E'\\n'), '{}')
      FROM unnest(\(questions.map(\.kind.rawValue)), \(questions.map(\.words)),
        \(questions.map { $0.options.joined(separator: "\n") }))
        WITH ORDINALITY AS q (kind, words, options, number)
      """
    )
    return true
  }

  /// Ends a survey; false where it had ended.
  func endSurvey(_ code: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.survey SET ended_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND code = \(code) AND ended_at IS NULL
      """
    ) == 1
  }

  /// Keeps what a member answered in the place of what any of the member's accounts answered before.
  func keepSurveyAnswers(_ answers: [SurveyAnswer], to code: String, of member: Member) async throws
  {
    _ = try await batch([
      """
      DELETE FROM membership.survey_answer
      WHERE tenant_id = \(tenant) AND survey = \(code)
        AND member_id = ANY (\(member.accounts.map(\.uuid)))
      """,
      """
      INSERT INTO membership.survey_answer
        (tenant_id, survey, member_id, number, choice, words, answered_at)
      SELECT \(tenant), \(code), \(member.id), a.number, a.choice, a.words, \(environment.now())
      FROM unnest(\(answers.map { Int32($0.number) }), \(answers.map { $0.choice.map { Int32($0) } }),
        \(answers.map(\.words))) AS a (number, choice, words)
      """,
    ])
  }
}
