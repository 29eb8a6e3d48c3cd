public import TenantStore

/// What an expert says of an answer.
public enum AnswerVerdict: String, CaseIterable, Sendable {
  /// It answers what was asked, and is right for that child.
  case right
  /// It is right and misses something.
  case partly
  /// It does not answer what was asked.
  case wrong
  /// Whoever follows it may do harm.
  case dangerous
}

/// An answer of the service that was drawn by lot for an expert.
public struct SampledAnswer: Hashable, Sendable, TenantRow {
  /// The talk.
  public let conversation: ConversationID
  /// Its place in the talk.
  public let position: Int
  /// What was asked right before.
  public let question: String
  /// What was answered.
  public let answer: String
  /// The entry that was quoted.
  public let entry: String

  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    conversation = try row.next()
    position = try row.next()
    question = try row.next()
    answer = try row.next()
    entry = try row.next()
  }
}

/// What experts said of answers in a while.
public struct AnswerGrades: Hashable, Sendable, TenantRow {
  /// How many were graded.
  public let graded: Int
  /// How many of them were right.
  public let right: Int
  /// How many were dangerous.
  public let dangerous: Int

  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    graded = try row.next()
    right = try row.next()
    dangerous = try row.next()
  }

  /// Right ones, of all that were graded.
  public var accuracy: MeasuredShare { MeasuredShare(count: right, total: graded) }
}

extension ServiceDesk {
  /// Keeps what an expert says of an answer that quoted an entry; the last word counts.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found` where there is no such answer.
  public static func grade(
    _ verdict: AnswerVerdict,
    answer position: Int,
    of conversation: ConversationID,
    by login: String,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.isAnswer(at: position, of: conversation) else {
      throw ConversationRefusal(.notFound)
    }
    try await transaction.keepGrade(verdict, at: position, of: conversation, login)
  }
}
