internal import TenantStore

/// By which way a customer writes.
public enum ChatChannel: String, CaseIterable, Sendable {
  /// On the shop's page.
  case page
  /// Aloud, on the shop's page or in an app.
  case voice
  /// By the API of apps.
  case app
}

/// How long answers took on one way, from the message to the answer that is kept.
public struct AnswerTimes: Hashable, Sendable {
  /// The way.
  public let channel: ChatChannel
  /// How many were answered.
  public let answers: Int
  /// The milliseconds within which half of them were.
  public let median: Double
  /// The milliseconds within which 95 of 100 were.
  public let ninetyFifth: Double
  /// The milliseconds within which 99 of 100 were.
  public let ninetyNinth: Double
  /// How many took longer than the merchant allows.
  public let late: Int
}

/// Measures one answer, from the customer's message on.
struct AnswerWatch {
  let channel: ChatChannel
  /// How many milliseconds an answer may take.
  let budget: Int
  private let began = ContinuousClock.now

  init(channel: ChatChannel, budget: Int) {
    self.channel = channel
    self.budget = budget
  }

  /// The milliseconds so far.
  var took: Int {
    let parts = (ContinuousClock.now - began).components
    return Int(parts.seconds) * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000)
  }

  /// What stands beside an answer, with how long it took.
  func noted(_ payload: ChatPayload) -> JSONValue {
    guard case .object(var fields) = payload.json else { return payload.json }
    let took = took
    fields["took"] = .integer(Int64(took))
    fields["late"] = .bool(took > budget)
    fields["channel"] = .string(channel.rawValue)
    return .object(fields)
  }
}
