public import Foundation
public import TenantStore

/// What was sold of a SKU from a location on a day.
public struct UnitsSold: Hashable, Sendable, TenantRow {
  /// The merchant's own number of the SKU, as it is now.
  public let sku: String
  /// The short name of the location that the pieces left.
  public let location: String
  /// Days since 1970-01-01 on the merchant's calendar.
  public let day: Int
  /// Pieces, 1 or more.
  public let units: Int

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    sku = try row.next()
    location = try row.next()
    day = try row.next()
    units = try row.next()
  }
}

/// How many pieces of a SKU a location has, with what a piece costs a shopper.
public struct ShelfLevel: Hashable, Sendable, TenantRow {
  /// The merchant's own number of the SKU.
  public let sku: String
  /// The short name of the location.
  public let location: String
  /// The short name of the product's category.
  public let category: String
  /// Pieces that can be sold.
  public let available: Int
  /// What a piece costs now, in minor units.
  public let price: Int64

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    sku = try row.next()
    location = try row.next()
    category = try row.next()
    available = try row.next()
    price = try row.next()
  }
}

extension TenantQuerying {
  /// What orders that were not cancelled took from each location, by SKU, location and day.
  ///
  /// - Parameters:
  ///   - day: The first day, since 1970-01-01 on the merchant's calendar.
  ///   - zone: The zone of that calendar.
  /// - Returns: One for each SKU, location and day with a sale.
  /// - Throws: What the database throws.
  public func unitsSold(from day: Int, in zone: TimeZone) async throws -> [UnitsSold] {
    let epoch = CalendarDate(Date(timeIntervalSince1970: 0), in: .gmt)
    let start = epoch.adding(days: day).start(in: zone)
    // Ids begin with the time, so the primary key finds the orders.
    return try await all(
      """
      SELECT k.code, location.code, sale.day, sum(sale.quantity)::bigint
      FROM (
        SELECT l.sku_id, a.location_id, a.quantity,
          ((o.placed_at AT TIME ZONE \(zone.identifier))::date - DATE '1970-01-01')::bigint AS day
        FROM storefront.customer_order o
        JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
        JOIN storefront.order_line_allocation a
          ON a.tenant_id = \(tenant) AND a.order_id = o.id AND a.position = l.position
        WHERE o.tenant_id = \(tenant) AND o.status <> 'cancelled'
          AND o.id >= \(TimeOrderedIDs.first(at: start)) AND o.placed_at >= \(start)
      ) sale
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = sale.sku_id
      JOIN storefront.location location
        ON location.tenant_id = \(tenant) AND location.id = sale.location_id
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """
    )
  }

  /// What every location has of SKUs that are not withdrawn, by SKU and location.
  ///
  /// - Parameter codes: Of which SKUs; nil for all.
  /// - Returns: The levels.
  /// - Throws: What the database throws.
  public func shelfLevels(of codes: [String]? = nil) async throws -> [ShelfLevel] {
    let chosen: QueryPart = if let codes { "AND k.code = ANY (\(codes))" } else { "" }
    return try await all(
      """
      SELECT k.code, location.code, own.slug, s.available,
        \(QueryPart.price(at: environment.now()))
      FROM storefront.stock_level s
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id AND NOT k.is_withdrawn
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      JOIN storefront.location location
        ON location.tenant_id = \(tenant) AND location.id = s.location_id
      WHERE s.tenant_id = \(tenant) \(chosen)
      ORDER BY k.code, location.code
      """
    )
  }
}
