public import TenantStore

/// What was sold of an article at a place on a day.
public struct SoldUnits: Hashable, Sendable, TenantRow {
  /// The merchant's own number of the article, 1 to 80 characters.
  public let article: String
  /// The short name of the place that it left, 1 to 80 characters.
  public let place: String
  /// Days since 1970-01-01 on the merchant's calendar.
  public let day: Int
  /// Pieces, 1 or more.
  public let units: Int

  /// Names what was sold.
  public init(article: String, place: String, day: Int, units: Int) {
    self.article = article
    self.place = place
    self.day = day
    self.units = units
  }

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    article = try row.next()
    place = try row.next()
    day = try row.next()
    units = try row.next()
  }
}

/// What is known of an article at a place right now.
public struct ShelfItem: Hashable, Sendable {
  /// The merchant's own number of the article.
  public let article: String
  /// The short name of the place.
  public let place: String
  /// The short name of the article's category; empty without one.
  public let category: String
  /// Pieces that can be sold there.
  public let onHand: Int
  /// What a piece sells for, in minor units; nil when nobody said.
  public let price: Int64?

  /// Describes an article at a place.
  public init(article: String, place: String, category: String, onHand: Int, price: Int64?) {
    self.article = article
    self.place = place
    self.category = category
    self.onHand = onHand
    self.price = price
  }
}
