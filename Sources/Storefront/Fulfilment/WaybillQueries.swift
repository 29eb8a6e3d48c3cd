public import Foundation
public import TenantStore

/// An order that has pieces to ship.
public struct OrderToShip: Hashable, TenantRow {
  /// The order.
  public let id: OrderID
  /// The number.
  public let number: String
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// To whom and where it goes.
  public let contact: OrderContact
  /// The code of the province or city; empty when none was asked for.
  public let region: String
  /// What the shopper wrote beside it.
  public let note: String
  /// What is left to ship, `SOAP-1×2; TEE-80-R×1`.
  public let pieces: String
  /// What that weighs in grams, as far as it is known.
  public let weightGrams: Int64
  /// What is collected at the door, in minor units; zero when it is paid.
  public let dueAtDoor: Int64

  /// Reads the columns of `ordersToShip(after:limit:collecting:)`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    number = try row.next()
    placedAt = try row.next()
    contact = OrderContact(name: try row.next(), phone: try row.next(), address: try row.next())
    region = try row.next()
    note = try row.next()
    pieces = try row.next()
    weightGrams = try row.next()
    dueAtDoor = try row.next()
  }
}

extension TenantQuerying {
  /// Orders that have pieces to ship, the oldest first.
  ///
  /// - Parameters:
  ///   - last: The last order of the page before.
  ///   - limit: How many at most.
  ///   - providers: The codes of the ways to pay whose money comes at the door.
  /// - Returns: The orders.
  /// - Throws: What the database throws.
  func ordersToShip(after last: OrderID?, limit: Int, collecting providers: [String])
    async throws -> [OrderToShip]
  {
    try await all(
      """
      SELECT o.id, o.number, o.placed_at, o.contact_name, o.contact_phone, o.contact_address,
        o.region, o.note, l.pieces, l.grams,
        CASE WHEN o.payment_status = 'unpaid' THEN o.total ELSE 0 END
      FROM storefront.customer_order o
      CROSS JOIN LATERAL (
        SELECT string_agg(r.sku_code || '×' || r.remaining, '; ' ORDER BY r.position) AS pieces,
          coalesce(sum(r.remaining * k.weight_grams), 0)::bigint AS grams
        FROM (
          SELECT l.position, l.sku_code, l.sku_id, l.quantity - coalesce(a.shipped, 0) AS remaining
          FROM storefront.order_line l
          LEFT JOIN storefront.order_line_account a
            ON a.tenant_id = \(tenant) AND a.order_id = l.order_id AND a.position = l.position
          WHERE l.tenant_id = \(tenant) AND l.order_id = o.id
        ) r
        JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = r.sku_id
        WHERE r.remaining > 0
      ) l
      WHERE o.tenant_id = \(tenant) AND o.status = 'placed'
        AND o.fulfilment_status IN ('unfulfilled', 'partially_fulfilled')
        AND (o.payment_status IN ('paid', 'partially_refunded')
          OR o.payment_status = 'unpaid' AND o.provider = ANY (\(providers)))
        AND (\(last)::uuid IS NULL OR o.id > \(last)) AND l.pieces IS NOT NULL
        AND \(QueryPart.isThere(at: environment.now())) AND \(QueryPart.waitsForNoGroup)
        AND NOT EXISTS (SELECT FROM storefront.pickup p
          WHERE p.tenant_id = \(tenant) AND p.order_id = o.id)
      ORDER BY o.id LIMIT \(limit)
      """
    )
  }
}
