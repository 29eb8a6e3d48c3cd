public import Foundation
public import TenantStore

/// What a merchant knows of buying an article; what is nil is as the shop usually has it.
public struct SupplyTerms: Hashable, Sendable, TenantRow {
  /// The merchant's own number of the article.
  public var article: String
  /// Days from an order to its goods, 1 to 365.
  public var leadDays: Int?
  /// Pieces in the smallest quantity that the supplier sends, 1 to 10,000.
  public var pack: Int?
  /// Days that the article can be sold after it came, 1 to 3,650.
  public var shelfLifeDays: Int?
  /// What a piece costs, in minor units, 0 to 10^12.
  public var unitCost: Int64?

  /// Terms of an article.
  public init(
    article: String,
    leadDays: Int? = nil,
    pack: Int? = nil,
    shelfLifeDays: Int? = nil,
    unitCost: Int64? = nil
  ) {
    self.article = article
    self.leadDays = leadDays
    self.pack = pack
    self.shelfLifeDays = shelfLifeDays
    self.unitCost = unitCost
  }

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    article = try row.next()
    leadDays = try row.next()
    pack = try row.next()
    shelfLifeDays = try row.next()
    unitCost = try row.next()
  }

  /// The first field that is out of its range.
  var wrongField: String? {
    let checks = [
      ("article", (1...80).contains(article.unicodeScalars.count)),
      ("lead_days", (1...365).contains(leadDays ?? 1)), ("pack", (1...10_000).contains(pack ?? 1)),
      ("shelf_life_days", (1...3_650).contains(shelfLifeDays ?? 1)),
      ("unit_cost", (0...1_000_000_000_000).contains(unitCost ?? 0)),
    ]
    return checks.first { !$0.1 }?.0
  }
}

/// An order with a supplier whose goods have not come yet.
public struct GoodsOnWayID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "gow"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the order with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Goods that were ordered and are on their way.
public struct GoodsOnWay: Hashable, Sendable, TenantRow {
  /// The order with the supplier.
  public let id: GoodsOnWayID
  /// The merchant's own number of the article.
  public let article: String
  /// The short name of the place that they go to.
  public let place: String
  /// Pieces, 1 or more.
  public let units: Int
  /// The day on which they should come, since 1970-01-01 on the merchant's calendar.
  public let dueDay: Int

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    article = try row.next()
    place = try row.next()
    units = try row.next()
    dueDay = try row.next()
  }
}
