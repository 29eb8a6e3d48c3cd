public import Foundation
public import TenantStore

extension TenantQuerying {
  /// Answers since a moment that nobody graded, drawn by lot: which ones does not change while somebody reads.
  public func answersToGrade(since moment: Date, limit: Int = 5) async throws -> [SampledAnswer] {
    try await all(
      """
      SELECT a.conversation_id, a.position, q.body, a.body,
        coalesce(a.payload -> 'citations' -> 0 ->> 'entry', '')
      FROM service.message a
      JOIN service.message q ON q.tenant_id = \(tenant) AND q.conversation_id = a.conversation_id
        AND q.position = a.position - 1 AND q.author = 'customer'
      WHERE a.tenant_id = \(tenant) AND a.author = 'bot' AND a.payload ->> 'action' = 'answer'
        AND a.written_at >= \(moment)
        AND NOT EXISTS (SELECT FROM service.answer_grade g WHERE g.tenant_id = \(tenant)
          AND g.conversation_id = a.conversation_id AND g.position = a.position)
      ORDER BY md5(a.conversation_id::text || ':' || a.position::text) LIMIT \(limit)
      """
    )
  }

  /// What experts said since a moment.
  public func answerGrades(since moment: Date) async throws -> AnswerGrades {
    let found: AnswerGrades? = try await optional(
      """
      SELECT count(*), count(*) FILTER (WHERE verdict = 'right'),
        count(*) FILTER (WHERE verdict = 'dangerous')
      FROM service.answer_grade WHERE tenant_id = \(tenant) AND graded_at >= \(moment)
      """
    )
    guard let found else { throw TenantStoreError.emptyAnswer }
    return found
  }
}

extension TenantTransaction {
  func isAnswer(at position: Int, of conversation: ConversationID) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM service.message WHERE tenant_id = \(tenant)
        AND conversation_id = \(conversation) AND position = \(position) AND author = 'bot'
        AND payload ->> 'action' = 'answer')
      """
    ) ?? false
  }

  func keepGrade(
    _ verdict: AnswerVerdict,
    at position: Int,
    of conversation: ConversationID,
    _ login: String
  ) async throws {
    try await execute(
      """
      INSERT INTO service.answer_grade
        (tenant_id, conversation_id, position, verdict, login, graded_at)
      VALUES (\(tenant), \(conversation), \(position), \(verdict.rawValue), \(login),
        \(environment.now()))
      ON CONFLICT (tenant_id, conversation_id, position) DO UPDATE
      SET verdict = excluded.verdict, login = excluded.login, graded_at = excluded.graded_at
      """
    )
  }
}
