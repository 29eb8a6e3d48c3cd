internal import Foundation
internal import TenantStore

/// Carries talks from the customer's first message to their end.
///
/// Every operation locks its conversation first, so that whatever happens at the same time happens
/// one after the other. A hand-off is one transaction: message, place in the queue, and clock.
public struct ConversationDesk: Sendable {
  /// When people answer.
  public let hours: WorkingHours
  /// Within how many working minutes a person answers first.
  public let answerMinutes: Int

  /// Creates a desk.
  public init(hours: WorkingHours, answerMinutes: Int = 10) {
    self.hours = hours
    self.answerMinutes = answerMinutes
  }

  func held(_ id: ConversationID, in transaction: TenantTransaction) async throws -> Conversation {
    guard let conversation = try await transaction.lockConversation(id) else {
      throw ConversationRefusal(.notFound)
    }
    return conversation
  }

  /// Puts a held conversation into the queue, with its clock.
  func queue(
    _ id: ConversationID,
    _ reason: HandOffReason,
    facts: [(String, String)] = [],
    agent: String? = nil,
    minutesAhead: Int = 0,
    in transaction: TenantTransaction
  ) async throws {
    let messages = try await transaction.messages(of: id)
    try await transaction.insertHandOff(
      .make(in: transaction.environment),
      of: id,
      reason,
      summary: HandOffSummaryRule.summary(of: messages, facts: facts),
      dueAt: dueMoment(transaction.environment.now()),
      agent: agent,
      minutesAhead: minutesAhead
    )
  }

  /// By when a person answers what is asked for now; nothing when nobody works within a year.
  func dueMoment(_ now: Date) -> Date? {
    WorkingHoursRule.moment(after: answerMinutes, from: now, in: hours)
  }

  static func checked(_ text: String) throws(ConversationRefusal) -> String {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...Message.textLimit).contains(text.unicodeScalars.count),
      !text.unicodeScalars.contains("\0")
    else {
      throw ConversationRefusal(
        .messageInvalid,
        details: ["limit": .integer(Int64(Message.textLimit))]
      )
    }
    return text
  }
}
