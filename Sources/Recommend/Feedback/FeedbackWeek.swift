public import TenantStore

/// What came of the items that a version of a model showed in a week.
public struct FeedbackWeek: Hashable, Sendable, TenantRow {
  /// The kind of the model.
  public let kind: String
  /// Its version.
  public let version: Int
  /// The week in which they were shown.
  public let week: SalesWeek
  /// Items that were shown, once an hour for a person at most.
  public let shown: Int
  /// Of those, looked at within a day.
  public let clicks: Int
  /// Of those, bought within seven days.
  public let orders: Int
  /// What was paid for them, in minor units.
  public let amount: Int64

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    kind = try row.next()
    version = try row.next()
    week = SalesWeek(try row.next(Int.self))
    shown = try row.next()
    clicks = try row.next()
    orders = try row.next()
    amount = try row.next()
  }

  /// Describes a week.
  public init(
    kind: String,
    version: Int,
    week: SalesWeek,
    shown: Int,
    clicks: Int,
    orders: Int,
    amount: Int64
  ) {
    self.kind = kind
    self.version = version
    self.week = week
    self.shown = shown
    self.clicks = clicks
    self.orders = orders
    self.amount = amount
  }
}
