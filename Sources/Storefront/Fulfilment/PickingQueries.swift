public import TenantStore

/// What a packer takes from the shelf for all orders that wait.
public struct PickingLine: Hashable, TenantRow {
  /// The merchant's number of the SKU.
  public let code: String
  /// The name as it was bought.
  public let name: String
  /// Size, colour and the like; may be empty.
  public let options: String
  /// The number under the bars; may be empty.
  public let barcode: String
  /// How many pieces the orders have left to ship.
  public let pieces: Int64
  /// How many orders want some.
  public let orders: Int64

  /// Reads the columns of `pickingList(collecting:limit:)`.
  public init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try row.next()
    options = try row.next()
    barcode = try row.next()
    pieces = try row.next()
    orders = try row.next()
  }
}

extension TenantQuerying {
  /// The pieces that orders have left to ship, together by SKU, in the order of its number.
  ///
  /// The orders are those of ``WaybillExchange/export(hasMark:delimiter:to:)``.
  /// - Parameters:
  ///   - providers: The codes of the ways to pay whose money comes at the door.
  ///   - limit: How many SKUs at most.
  /// - Returns: A line for each SKU.
  /// - Throws: What the database throws.
  func pickingList(collecting providers: [String], limit: Int) async throws -> [PickingLine] {
    try await all(
      """
      SELECT l.sku_code, min(l.name), min(l.options), coalesce(min(k.barcode), ''),
        sum(l.quantity - coalesce(a.shipped, 0))::bigint, count(DISTINCT l.order_id)
      FROM storefront.customer_order o
      JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id
      LEFT JOIN storefront.order_line_account a
        ON a.tenant_id = \(tenant) AND a.order_id = l.order_id AND a.position = l.position
      WHERE o.tenant_id = \(tenant) AND o.status = 'placed'
        AND o.fulfilment_status IN ('unfulfilled', 'partially_fulfilled')
        AND (o.payment_status <> 'unpaid' OR o.provider = ANY (\(providers)))
        AND l.quantity > coalesce(a.shipped, 0) AND \(QueryPart.isThere(at: environment.now()))
        AND \(QueryPart.waitsForNoGroup)
        AND NOT EXISTS (SELECT FROM storefront.pickup p
          WHERE p.tenant_id = \(tenant) AND p.order_id = o.id)
      GROUP BY l.sku_code ORDER BY l.sku_code LIMIT \(limit)
      """
    )
  }
}

extension Shop {
  /// What a packer takes from the shelf for all orders that can be sent now, by SKU.
  ///
  /// - Parameters:
  ///   - querying: Where it is read.
  ///   - limit: How many SKUs at most.
  /// - Returns: A line for each SKU, in the order of its number.
  /// - Throws: What the database throws.
  public func pickingList(in querying: any TenantQuerying, limit: Int = 1_000) async throws
    -> [PickingLine]
  {
    let providers = providers.filter(\.collectsOnDelivery).map(\.code)
    return try await querying.pickingList(collecting: providers, limit: limit)
  }
}
