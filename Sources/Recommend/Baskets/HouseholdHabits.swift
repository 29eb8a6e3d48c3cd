internal import Foundation

/// How regularly each household buys each product.
///
/// A product's rate is the share of the household's baskets that hold it, recent baskets counting
/// more and a few empty baskets added, so that one basket makes no habit.
public struct HouseholdHabits: Hashable, Sendable, Codable {
  /// How habits are measured.
  public struct Settings: Hashable, Sendable, Codable {
    /// The days after which a basket counts half, above 0.
    public var halfLifeDays: Double
    /// Empty baskets that each household is taken to have bought besides, 0 or more.
    public var emptyBaskets: Float

    /// Sets how habits are measured.
    public init(halfLifeDays: Double = 120, emptyBaskets: Float = 4) {
      self.halfLifeDays = halfLifeDays
      self.emptyBaskets = emptyBaskets
    }
  }

  /// One product that a household buys.
  public struct Habit: Hashable, Sendable, Codable {
    /// The product's number.
    public let product: Int
    /// The share of baskets that hold it, 0 ..< 1.
    public let rate: Float
  }

  private let habits: [Int: [Habit]]

  /// Measures the habits of all households up to the last day of the log; O(products of baskets).
  public init(_ log: BasketLog, settings: Settings = Settings()) {
    let last = log.days.max() ?? 0
    var sums: [Int: [Int32: Float]] = [:]
    var totals: [Int: Float] = [:]
    for (basket, household) in log.households.enumerated() {
      guard let household else { continue }
      let age = Double(last - log.days[basket])
      let weight = Float(exp2(-age / settings.halfLifeDays))
      totals[household, default: 0] += weight
      for product in log.products[basket] {
        sums[household, default: [:]][product, default: 0] += weight
      }
    }
    var habits: [Int: [Habit]] = [:]
    for (household, products) in sums {
      let total = (totals[household] ?? 0) + settings.emptyBaskets
      habits[household] = products.map { Habit(product: Int($0.key), rate: $0.value / total) }
        .sorted { ($0.rate, $1.product) > ($1.rate, $0.product) }
    }
    self.habits = habits
  }

  /// What a household buys, the most regular first; nothing for one without baskets.
  public func habits(of household: Int) -> [Habit] { habits[household] ?? [] }
}
