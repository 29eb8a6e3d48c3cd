public import TenantStore

/// What a channel brought in some months, and for how much.
public struct ChannelFigures: Hashable, Sendable, TenantRow {
  /// The channel.
  public let channel: String
  /// Arrivals by it, once an hour for a visitor at most.
  public let visits: Int
  /// Visitors who arrived by it.
  public let people: Int
  /// Orders before which it was the last.
  public let orders: Int
  /// What was kept of their money, in minor units.
  public let amount: Int64
  /// Orders by position, in millionths.
  public let shares: Int64
  /// What was kept of their money by position, in minor units.
  public let sharedAmount: Int64
  /// What the merchant was billed for it, in minor units; nil where nothing is known.
  public let cost: Int64?

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    channel = try row.next()
    visits = try row.next()
    people = try row.next()
    orders = try row.next()
    amount = try row.next()
    shares = try row.next()
    sharedAmount = try row.next()
    cost = try row.next()
  }

  /// Counts a channel.
  public init(
    channel: String,
    visits: Int,
    people: Int,
    orders: Int,
    amount: Int64,
    shares: Int64,
    sharedAmount: Int64,
    cost: Int64?
  ) {
    self.channel = channel
    self.visits = visits
    self.people = people
    self.orders = orders
    self.amount = amount
    self.shares = shares
    self.sharedAmount = sharedAmount
    self.cost = cost
  }

  /// Orders by visits; nil without visits.
  public var conversion: Double? { visits == 0 ? nil : Double(orders) / Double(visits) }

  /// What an order cost, in minor units, rounded; nil without a cost or an order.
  public var costPerOrder: Int64? {
    guard let cost, orders > 0 else { return nil }
    return (cost + Int64(orders) / 2) / Int64(orders)
  }

  /// Whether visits are too few for a conversion that says something.
  public var isThin: Bool { visits < Self.fewestVisits }
  /// Below so many visits a conversion says little.
  public static let fewestVisits = 100
}

/// What a channel cost in a month.
public struct ChannelCost: Hashable, Sendable, TenantRow {
  /// The channel.
  public let channel: String
  /// The month, ``BirthMonth/number(of:in:)``.
  public let month: Int
  /// In minor units.
  public let amount: Int64

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    channel = try row.next()
    month = try row.next()
    amount = try row.next()
  }
}
