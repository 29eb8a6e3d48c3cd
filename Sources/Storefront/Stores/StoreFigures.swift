public import TenantStore

/// What a store brought on a day.
public struct StoreFigures: Hashable, Sendable {
  /// The short name of the location.
  public let location: String
  /// How many orders of the day that live are collected there.
  public let orders: Int64
  /// What they come to.
  public let total: Money
  /// How many orders of the day that live came from goods that the store handed over by a code, and
  /// are not collected there.
  public let led: Int64
  /// What they come to.
  public let ledTotal: Money
  /// How many orders were handed over there on the day, whenever they were placed.
  public let collected: Int64
  /// How many returns were taken back there on the day.
  public let returns: Int64
  /// What went back for them.
  public let returned: Money
}
