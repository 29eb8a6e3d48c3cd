public import Foundation
internal import TenantStore

/// Why a person is asked for.
public enum HandOffReason: String, CaseIterable, Sendable {
  /// The customer wants one.
  case asked
  /// The customer complains.
  case complaint
  /// The service does not know.
  case unsure
  /// A sign of danger was noticed.
  case redFlag = "red_flag"
  /// A picture of a symptom, which only a person may look at.
  case picture

  /// How soon it is due compared with others; the smaller the sooner.
  public var priority: Int {
    switch self {
    case .redFlag: 0
    case .complaint, .picture: 1
    case .asked: 2
    case .unsure: 3
    }
  }
}

/// A conversation that waits for a person, or has had one.
public struct HandOff: Hashable, Sendable {
  /// The hand-off.
  public let id: HandOffID
  /// The conversation.
  public let conversation: ConversationID
  /// Why.
  public let reason: HandOffReason
  /// What a person has to know before answering.
  public let summary: String
  /// When it was asked for, in UTC.
  public let askedAt: Date
  /// By when a person has to have answered, in UTC; nothing when nobody ever works.
  public let dueAt: Date?
  /// When a person answered first, in UTC.
  public let answeredAt: Date?
  /// When somebody was told that no answer came in time, in UTC.
  public let overdueAt: Date?
  /// Who of the staff is wanted, by login; others may take it too.
  public let agent: String?
  /// By how many minutes it stands further ahead among those that wait for the same reason, 0 to 240.
  public let minutesAhead: Int
}

extension HandOff {
  /// By which instant it stands among those that wait for the same reason; danger knows no favour.
  var placedAt: Date? {
    reason == .redFlag ? dueAt : dueAt?.addingTimeInterval(-60 * Double(minutesAhead))
  }
}

/// What whoever takes a conversation over reads first.
///
/// Nothing is left to a model here: it quotes.
public enum HandOffSummaryRule {
  /// The most characters of a summary.
  public static let limit = 1_000
  private static let quoted = 3
  private static let quoteLimit = 160

  /// Sums a conversation up: how long it is, what the customer wrote last, what was answered last.
  ///
  /// - Parameters:
  ///   - messages: In order.
  ///   - facts: What was understood, by name, in the order in which it is shown: age, temperature.
  /// - Returns: Lines of text, at most ``limit`` characters.
  public static func summary(of messages: [Message], facts: [(String, String)] = []) -> String {
    var lines = facts.map { "\($0): \($1)" }
    let asked = messages.filter { $0.author == .customer }
    lines += asked.suffix(quoted).map { "> " + quote($0.text) }
    if let answer = messages.last(where: { $0.author == .bot || $0.author == .agent }) {
      lines.append("< " + quote(answer.text))
    }
    if asked.count > quoted { lines.append("… \(asked.count - quoted)") }
    return cut(lines.joined(separator: "\n"), limit)
  }

  private static func quote(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let short = cut(line, quoteLimit)
    return short == line ? line : short + "…"
  }

  /// The beginning of a text by code points, as the database counts; no character is cut in two.
  private static func cut(_ text: String, _ limit: Int) -> String {
    var left = limit
    let end = text.indices.first { index in
      left -= text[index].unicodeScalars.count
      return left < 0
    }
    return end.map { String(text[..<$0]) } ?? text
  }
}
