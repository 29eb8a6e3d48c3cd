internal import Foundation
public import TenantStore

extension StockLot: TenantRow {
  /// Reads a lot with the names of its SKU and location.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    sku = try row.next()
    location = try row.next()
    code = try row.next()
    expiresOn = try row.next()
    sellUntil = try row.next()
    available = try row.next()
    recalledAt = try row.next()
  }
}

extension LotRecipient: TenantRow {
  /// Reads an order that got pieces of a lot.
  public init(row: inout ColumnReader) throws {
    order = try row.next()
    orderNumber = try row.next()
    name = try row.next()
    phone = try row.next()
    quantity = try row.next()
  }
}

extension TenantQuerying {
  /// Lots, the first to expire first; at most 500.
  ///
  /// - Parameters:
  ///   - sku: Only of this SKU.
  ///   - id: Only this lot.
  ///   - code: Only lots with this code.
  ///   - withStock: Only what has pieces left.
  ///   - day: Only what is good until this day at most.
  /// - Returns: The lots.
  /// - Throws: What the database throws.
  public func stockLots(
    of sku: String? = nil,
    id: LotID? = nil,
    code: String? = nil,
    withStock: Bool = false,
    until day: CalendarDate? = nil
  ) async throws -> [StockLot] {
    try await all(
      """
      SELECT t.id, k.code, l.code, t.code, to_char(t.expires_on, 'YYYY-MM-DD'), t.sell_until,
        t.available, t.recalled_at
      FROM storefront.stock_lot t
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = t.sku_id
      JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.id = t.location_id
      WHERE t.tenant_id = \(tenant) AND (\(sku)::text IS NULL OR k.code = \(sku))
        AND (\(id)::uuid IS NULL OR t.id = \(id)) AND (\(code)::text IS NULL OR t.code = \(code))
        AND (NOT \(withStock) OR t.available > 0)
        AND (\(day?.description)::text IS NULL OR t.expires_on <= \(day?.description)::date)
      ORDER BY t.expires_on, t.id LIMIT 500
      """
    )
  }

  /// Who got pieces of a lot of a SKU, at whichever location it lay: the recall list.
  public func lotRecipients(of sku: String, lot: String) async throws -> [LotRecipient] {
    try await all(
      """
      SELECT o.id, o.number, o.contact_name, o.contact_phone, -sum(m.quantity)::bigint
      FROM storefront.stock_lot t
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = t.sku_id AND k.code = \(sku)
      JOIN storefront.lot_movement m ON m.tenant_id = \(tenant) AND m.lot_id = t.id
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = m.order_id
      WHERE t.tenant_id = \(tenant) AND t.code = \(lot)
      GROUP BY o.id, o.number, o.contact_name, o.contact_phone HAVING sum(m.quantity) < 0
      ORDER BY o.id
      """
    )
  }

  /// Lots that have pieces and may not be sold, being too old or recalled; at most 500.
  func outdatedLots() async throws -> [LotID] {
    try await values(
      """
      SELECT id FROM storefront.stock_lot
      WHERE tenant_id = \(tenant) AND available > 0
        AND (sell_until <= \(environment.now()) OR recalled_at IS NOT NULL)
      ORDER BY sell_until, id LIMIT 500
      """
    )
  }

  /// Which of some SKUs are kept by lot.
  func lotKeptSKUs(_ codes: [String]) async throws -> [String] {
    try await values(
      """
      SELECT k.code FROM storefront.sku k
      WHERE k.tenant_id = \(tenant) AND k.code = ANY (\(codes))
        AND EXISTS (SELECT FROM storefront.stock_lot t
          WHERE t.tenant_id = \(tenant) AND t.sku_id = k.id)
      """
    )
  }

  /// The categories of a SKU: short names from the top.
  func categories(of sku: SKUID) async throws -> [String] {
    try await value(
      """
      SELECT array_remove(ARRAY[above.slug, own.slug], NULL)
      FROM storefront.sku k
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      LEFT JOIN storefront.category above
        ON above.tenant_id = \(tenant) AND above.id = own.parent_id
      WHERE k.tenant_id = \(tenant) AND k.id = \(sku)
      """
    ) ?? []
  }

  /// How many pieces of a level belong to no lot.
  func pieces(outsideLotsOf sku: SKUID, at location: LocationID) async throws -> Int64 {
    try await value(
      """
      SELECT s.available - coalesce((SELECT sum(t.available) FROM storefront.stock_lot t
        WHERE t.tenant_id = \(tenant) AND t.sku_id = s.sku_id
          AND t.location_id = s.location_id), 0)::bigint
      FROM storefront.stock_level s
      WHERE s.tenant_id = \(tenant) AND s.sku_id = \(sku) AND s.location_id = \(location)
      """
    ) ?? 0
  }
}
