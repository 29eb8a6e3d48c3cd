internal import Foundation
public import TenantStore

/// What a language model made of one answer of the service.
public struct Wording: Hashable, Sendable {
  /// How far it came.
  public enum Outcome: String, CaseIterable, Sendable {
    /// The model is being asked, or the process that asked it is gone; it is not asked again.
    case asked
    /// Its words are shown, beside the entry's own.
    case served
    /// The guard refused its words.
    case refused
    /// It gave none in time.
    case failed
  }

  /// The place of the answer in its talk.
  public let position: Int
  /// The model's name.
  public let model: String
  /// How far it came.
  public let outcome: Outcome
  /// The model's words, where they are shown.
  public let text: String?
}

extension Wording: TenantRow {
  /// Reads place, model, outcome and words.
  public init(row: inout ColumnReader) throws {
    position = try row.next()
    model = try row.next()
    guard let outcome = Outcome(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.outcome = outcome
    text = try row.next()
  }
}

/// Which answer may be given to a language model.
public enum WordingRule {
  /// Whether an answer may be said anew: the words of a cited entry, where nothing calls for a person,
  /// while nobody but the service answers.
  public static func allows(_ payload: ChatPayload, in state: ConversationState) -> Bool {
    state == .bot && payload.action == .answer && !payload.citations.isEmpty
      && payload.level < .urgent
  }

  /// The newest answer that may be said anew, with the question before it.
  static func candidate(in messages: [Message], state: ConversationState) -> (
    answer: Message, question: String
  )? {
    guard let answer = messages.last, answer.author == .bot,
      let payload = ChatPayload(answer.payload), allows(payload, in: state),
      let question = messages.last(where: { $0.author == .customer })
    else { return nil }
    return (answer, question.text)
  }
}
