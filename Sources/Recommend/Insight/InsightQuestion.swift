internal import TenantStore

/// What a brand asks: a question of the same words is answered with the same table.
public struct InsightQuestion: Hashable, Sendable, Codable {
  /// Which table.
  public enum Kind: String, CaseIterable, Sendable, Codable {
    /// People by the age of the child and the category in which they bought.
    case cohorts
    /// People by month and category, from which trends follow.
    case trends
  }

  /// In how many cells a person counts, in a report that says nothing of it.
  public static let usualCap = 12
  /// In how many cells a person may count.
  public static let caps = 1...200
  /// What a report may cost, as ε.
  public static let epsilons = 0.1...4

  /// Which table.
  public let kind: Kind
  /// Of which months.
  public let months: InsightMonths
  /// What it costs each person in it.
  public let cost: PrivacyCost
  /// In how many cells a person counts at most.
  public let cap: Int

  /// Asks.
  ///
  /// - Parameters:
  ///   - kind: Which table.
  ///   - months: Of which months; trends need three.
  ///   - epsilon: The bound on what the report tells of anybody, ``epsilons``.
  ///   - cap: In how many cells a person counts at most, ``caps``.
  /// - Throws: ``RecommendRefusal`` with the code `insight_question_invalid`, which names what is wrong.
  public init(
    _ kind: Kind,
    _ months: InsightMonths,
    epsilon: Double = 1,
    cap: Int = usualCap
  ) throws(RecommendRefusal) {
    guard Self.epsilons.contains(epsilon) else { throw Self.wrong("epsilon", "0.1 to 4") }
    guard Self.caps.contains(cap) else { throw Self.wrong("cap", "1 to 200") }
    guard kind == .cohorts || months.count >= 3 else { throw Self.wrong("months", "3 to 24") }
    self.kind = kind
    self.months = months
    self.cost = PrivacyCost(epsilon: epsilon)
    self.cap = cap
  }

  /// A question as it was kept.
  init(kept kind: Kind, _ months: InsightMonths, cost: PrivacyCost, cap: Int) {
    self.kind = kind
    self.months = months
    self.cost = cost
    self.cap = cap
  }

  static func wrong(_ field: String, _ bounds: String) -> RecommendRefusal {
    RecommendRefusal(
      .insightQuestionInvalid,
      details: ["field": .string(field), "bounds": .string(bounds)]
    )
  }
}

extension PrivacyCost: Codable {
  /// Reads millionths.
  public init(from decoder: any Decoder) throws {
    self.init(millionths: try decoder.singleValueContainer().decode(Int.self))
  }

  /// Writes millionths.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(millionths)
  }
}
