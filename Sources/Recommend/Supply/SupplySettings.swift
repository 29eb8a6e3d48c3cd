/// How a shop usually buys, under `modules.recommend.supply`.
public struct SupplySettings: Hashable, Sendable, Codable {
  /// Days from an order to its goods, 1 to 365.
  ///
  /// Defaults to 14.
  public var leadTimeDays: Int?
  /// How rarely an article of usual price and speed may be out of stock: the least share of weeks
  /// without a lack, 0.5 to 0.999.
  ///
  /// Defaults to 0.95.
  public var service: Double?

  /// The terms of a shop that says nothing.
  public init(leadTimeDays: Int? = nil, service: Double? = nil) {
    self.leadTimeDays = leadTimeDays
    self.service = service
  }

  /// Days from an order to its goods.
  var leadDays: Int { leadTimeDays ?? 14 }
  /// The same in whole weeks, rounded up.
  var leadWeeks: Int { (leadDays + 6) / 7 }
  /// The service that is aimed at.
  var aim: Double { service ?? 0.95 }
}

extension RecommendSettings {
  /// The least share of weeks without a lack that a shop aims at, 0.5 to 0.999.
  public var service: Double { (supply ?? SupplySettings()).aim }
}
