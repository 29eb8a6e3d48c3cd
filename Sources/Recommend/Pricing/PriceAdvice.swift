internal import Foundation
public import TenantStore

/// What is known of an item's price, for a merchant to decide.
public struct PriceAdvice: Hashable, Sendable {
  /// The item.
  public let item: String
  /// What it costs now, in minor units.
  public let price: Int64
  /// The weeks in which it was bought, and the units in all.
  public let weeks: Int
  /// The units of those weeks.
  public let units: Int
  /// How buyers answered to its price.
  public let elasticity: PriceElasticity
  /// A lower price that pays; nil where none does.
  public let proposal: PriceProposal?
}

/// What a shop says of its prices under `modules.recommend.pricing`.
public struct PricingPolicy: Hashable, Sendable, Codable {
  /// The share of a price that is usually margin, from 0 up to but not 1: what an item costs the shop is
  /// worked out by it.
  public var usualMargin: Double
  /// What proposals must keep to.
  public var limits: PriceProposal.Limits

  /// States a policy.
  public init(usualMargin: Double, limits: PriceProposal.Limits = PriceProposal.Limits()) {
    self.usualMargin = usualMargin
    self.limits = limits
  }

  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if !(0..<1).contains(usualMargin) {
      problems.append(
        SettingsProblem(path: ["pricing", "usualMargin"], message: "must be 0 up to but not 1")
      )
    }
    if !limits.areSound {
      problems.append(
        SettingsProblem(
          path: ["pricing", "limits"],
          message: "needs marginFloor below 1, dailyChange 0.01 to 0.3 and step 1 or more"
        )
      )
    }
    return problems
  }
}

extension Recommender {
  /// How many items are looked at, those that sold most.
  static let pricedItems = 60
  /// How many weeks back.
  private static let pricedWeeks = 52

  /// What is known of the prices of what sells most; nothing of items whose price hardly moved.
  ///
  /// - Parameters:
  ///   - tenant: The tenant with its settings; without a pricing policy nothing is proposed.
  ///   - querying: The tenant's scope; it only reads.
  /// - Returns: Those with a proposal first, then by units.
  /// - Throws: What the ports and the database throw.
  public func priceAdvice(_ tenant: TenantSnapshot, _ querying: any TenantQuerying) async throws
    -> [PriceAdvice]
  {
    let policy = try tenant.recommend.pricing
    let now = querying.environment.now()
    let since = now.addingTimeInterval(-Double(Self.pricedWeeks) * 604_800)
    let sales = Dictionary(
      grouping: try await querying.weeklySales(since: since, items: Self.pricedItems),
      by: \.item
    )
    let facts = try await ports.catalogue(sales.keys.sorted(), tenant, querying)
    let advice = facts.compactMap { item -> PriceAdvice? in
      guard let price = item.price, price > 0, let weeks = sales[item.id],
        let elasticity = PriceElasticity(
          weeks.sorted { $0.week < $1.week }.map {
            PriceElasticity.Week(
              units: $0.units,
              price: Double($0.amount) / Double(max(1, $0.units))
            )
          }
        )
      else { return nil }
      let proposal = policy.flatMap { policy in
        PriceProposal(
          for: price,
          cost: Int64((Double(price) * (1 - policy.usualMargin)).rounded()),
          elasticity,
          policy.limits
        )
      }
      return PriceAdvice(
        item: item.id,
        price: price,
        weeks: weeks.count,
        units: weeks.reduce(0) { $0 + $1.units },
        elasticity: elasticity,
        // What the law does not let be promoted gets no promotion price.
        proposal: item.restriction == .none ? proposal : nil
      )
    }
    return advice.sorted {
      ($0.proposal == nil ? 1 : 0, $1.units, $0.item)
        < ($1.proposal == nil ? 1 : 0, $0.units, $1.item)
    }
  }
}

/// What was sold of an item in a week.
struct WeeklySales: Hashable, TenantRow {
  let item: String
  /// Weeks since 1970-01-01.
  let week: Int
  let units: Int
  /// What was paid for them, in minor units.
  let amount: Int

  init(row: inout ColumnReader) throws {
    item = try row.next()
    week = try row.next()
    units = try row.next()
    amount = try row.next()
  }
}
