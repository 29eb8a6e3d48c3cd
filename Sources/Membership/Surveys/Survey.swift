public import Foundation
public import TenantStore

/// A question of a survey.
public struct SurveyQuestion: Hashable, Sendable {
  /// How it is answered.
  public enum Kind: String, CaseIterable, Sendable {
    /// By one of the options.
    case choice
    /// By a number from 1 to 5.
    case scale
    /// In the member's own words.
    case words
  }

  /// How it is answered.
  public var kind: Kind
  /// What is asked, 1 to 200 characters.
  public var words: String
  /// What can be chosen, 2 to 8 different ones of 1 to 60 characters; none for other kinds.
  public var options: [String]

  /// Describes a question.
  public init(_ kind: Kind, _ words: String, options: [String] = []) {
    self.kind = kind
    self.words = words
    self.options = options
  }

  /// The numbers that answer it: places of options from 0, or 1 to 5; none where words do.
  public var choices: ClosedRange<Int>? {
    switch kind {
    case .choice: options.isEmpty ? nil : 0...(options.count - 1)
    case .scale: 1...5
    case .words: nil
    }
  }

  var isRight: Bool {
    guard (1...200).contains(words.unicodeScalars.count) else { return false }
    guard kind == .choice else { return options.isEmpty }
    return (2...8).contains(options.count) && Set(options).count == options.count
      && options.allSatisfy { (1...60).contains($0.unicodeScalars.count) && !$0.contains("\n") }
  }
}

/// A merchant's questionnaire: what is asked, and when.
public struct SurveyPlan: Hashable, Sendable {
  /// After what it is asked.
  public enum Occasion: Hashable, Sendable {
    /// Days after a member paid an order, 0 to 365.
    case order(days: Int)
    /// Days after a child entered a stage, 0 to 365.
    case stage(ChildStage, days: Int)
    /// Days after a member joined, 0 to 365.
    case joining(days: Int)
  }

  /// The short name, 2 to 40 of a-z, 0-9 and hyphens.
  public var code: String
  /// What members read, 1 to 80 characters.
  public var title: String
  /// When it is asked.
  public var occasion: Occasion
  /// What is asked, 1 to 5 questions.
  public var questions: [SurveyQuestion]

  /// Describes a survey.
  public init(code: String, title: String, after occasion: Occasion, questions: [SurveyQuestion]) {
    self.code = code
    self.title = title
    self.occasion = occasion
    self.questions = questions
  }

  var wrongFields: [String] {
    var fields: [String] = []
    if code.wholeMatch(of: /[a-z0-9-]{2,40}/) == nil { fields.append("code") }
    if !(1...80).contains(title.unicodeScalars.count) { fields.append("title") }
    if !(0...365).contains(occasion.days) { fields.append("days") }
    if !(1...5).contains(questions.count) || !questions.allSatisfy(\.isRight) {
      fields.append("questions")
    }
    return fields
  }
}

extension SurveyPlan.Occasion {
  /// How many days after it the survey is asked.
  public var days: Int {
    switch self {
    case .order(let days), .stage(_, let days), .joining(let days): days
    }
  }

  /// The word for it.
  public var name: String {
    switch self {
    case .order: "order"
    case .stage: "stage"
    case .joining: "joining"
    }
  }

  /// The words that there are.
  public static let names = ["order", "stage", "joining"]

  /// Reads a word with its days and, for a stage, which; nothing where they do not fit.
  public init?(_ name: String, stage: ChildStage?, days: Int) {
    switch (name, stage) {
    case ("order", _): self = .order(days: days)
    case ("stage", let stage?): self = .stage(stage, days: days)
    case ("joining", _): self = .joining(days: days)
    default: return nil
    }
  }
}

/// A survey as it runs.
public struct Survey: Hashable, Sendable {
  /// What is asked, and when.
  public let plan: SurveyPlan
  /// When it began, in UTC.
  public let startedAt: Date
  /// When it was ended, in UTC; nothing while it runs.
  public let endedAt: Date?
}

/// An answer to one question.
public struct SurveyAnswer: Hashable, Sendable {
  /// The question, from 1.
  public let number: Int
  /// The number that was chosen, as ``SurveyQuestion/choices`` has them.
  public let choice: Int?
  /// What was written, up to 1,000 characters.
  public let words: String

  /// Answers a question.
  public init(_ number: Int, choice: Int? = nil, words: String = "") {
    self.number = number
    self.choice = choice
    self.words = words
  }
}

/// How often a question was answered by a number.
public struct SurveyCount: Hashable, Sendable {
  /// The question, from 1.
  public let number: Int
  /// The number.
  public let choice: Int
  /// How often.
  public let count: Int64
}

/// A merchant's surveys.
///
/// A member is asked where the occasion lies far enough back, once, while it runs; orders and joinings count
/// from its beginning on, stages while a child is in them. A family that wants silence about a child is
/// asked nothing, and nobody has to answer.
public struct SurveyProgram: Sendable {
  /// Creates the program.
  public init() {}

  /// Starts a survey.
  ///
  /// - Throws: ``ValueRefusal`` with the code `survey_invalid` (`fields`); also where the short name is
  ///   taken.
  public func start(_ plan: SurveyPlan, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    var wrong = plan.wrongFields
    if wrong.isEmpty, try await !transaction.insertSurvey(plan) { wrong.append("code") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.surveyInvalid, details: ["fields": .array(wrong.map(JSONValue.string))])
    }
    try await transaction.audit("membership.survey_started", of: plan.code, by: actor)
  }

  /// Ends a survey; what was answered stays, and again changes nothing.
  ///
  /// - Throws: ``ValueRefusal`` with the code `survey_not_found`.
  public func end(_ code: String, by actor: Actor, in transaction: TenantTransaction) async throws {
    guard try await transaction.survey(code) != nil else { throw ValueRefusal(.surveyNotFound) }
    guard try await transaction.endSurvey(code) else { return }
    try await transaction.audit("membership.survey_ended", of: code, by: actor)
  }

  /// Keeps what a member answers, in the place of what was answered before; questions that are left out
  /// are not answered.
  ///
  /// - Throws: ``ValueRefusal`` with the code `survey_not_found` where the member is not asked it and has
  ///   not answered it, or it ended; `survey_invalid` for an answer that is none.
  public func answer(
    _ code: String,
    _ answers: [SurveyAnswer],
    by id: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    guard let staying = try await transaction.member(id) else {
      throw ValueRefusal(.surveyNotFound)
    }
    // What is sent twice at once comes one after the other.
    try await transaction.lockMembers([staying.id])
    guard let member = try await transaction.member(staying.id), member.erasedAt == nil,
      let survey = try await transaction.survey(code), survey.endedAt == nil
    else { throw ValueRefusal(.surveyNotFound) }
    let asked = try await transaction.surveysAsked(of: member).map(\.plan.code)
    let known = try await transaction.surveyAnswers(of: member)
    guard asked.contains(code) || known[code] != nil else { throw ValueRefusal(.surveyNotFound) }
    let given = answers.map {
      SurveyAnswer(
        $0.number,
        choice: $0.choice,
        words: $0.words.trimmingCharacters(in: .whitespacesAndNewlines)
      )
    }.filter { $0.choice != nil || !$0.words.isEmpty }
    guard !given.isEmpty, SurveyRule.areRight(given, to: survey.plan.questions) else {
      throw ValueRefusal(.surveyInvalid, details: ["fields": ["answers"]])
    }
    // Under the account that answered first, also where it was merged since.
    try await transaction.keepSurveyAnswers(given, to: code, of: member)
  }
}

/// What answers a question.
public enum SurveyRule {
  /// Whether answers fit their questions: each question once, a number that it has, words only where
  /// words are asked for and not too many.
  public static func areRight(_ answers: [SurveyAnswer], to questions: [SurveyQuestion]) -> Bool {
    Set(answers.map(\.number)).count == answers.count
      && answers.allSatisfy { answer in
        guard questions.indices.contains(answer.number - 1) else { return false }
        let question = questions[answer.number - 1]
        guard let choices = question.choices else {
          return answer.choice == nil && answer.words.unicodeScalars.count <= 1_000
        }
        return answer.words.isEmpty && answer.choice.map(choices.contains) == true
      }
  }
}
