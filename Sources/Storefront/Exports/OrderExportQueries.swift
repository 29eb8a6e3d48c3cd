internal import Foundation
internal import TenantStore

/// One line of an order as the export of orders shows it.
struct ExportedLine: TenantRow {
  let order: OrderID
  let number: String
  let placedAt: Date
  let states: (String, String, String)
  let provider: String
  let contact: OrderContact
  let region: String
  let note: String
  let freight: Int64
  let total: Int64
  let sku: String
  let name: String
  let options: String
  let quantity: Int
  let unitPrice: Int64
  let lineTotal: Int64

  init(row: inout ColumnReader) throws {
    order = try row.next()
    number = try row.next()
    placedAt = try row.next()
    states = (try row.next(), try row.next(), try row.next())
    provider = try row.next()
    contact = OrderContact(name: try row.next(), phone: try row.next(), address: try row.next())
    region = try row.next()
    note = try row.next()
    freight = try row.next()
    total = try row.next()
    sku = try row.next()
    name = try row.next()
    options = try row.next()
    quantity = try row.next()
    unitPrice = try row.next()
    lineTotal = try row.next()
  }
}

extension TenantQuerying {
  /// The lines of the next orders behind an id and before another, the oldest first.
  func exportedLines(
    after start: UUID,
    before end: UUID,
    of query: OrderListQuery,
    orders: Int
  ) async throws -> [ExportedLine] {
    try await all(
      """
      SELECT o.id, o.number, o.placed_at, o.status, o.payment_status, o.fulfilment_status,
        o.provider, o.contact_name, o.contact_phone, o.contact_address, o.region, o.note,
        o.freight, o.total, l.sku_code, l.name, l.options, l.quantity, l.unit_price, l.line_total
      FROM (
        SELECT o.* FROM storefront.customer_order o
        WHERE o.tenant_id = \(tenant) AND o.id > \(start) AND o.id < \(end)\(query.filter(at: environment.now()))
        ORDER BY o.id LIMIT \(orders)
      ) o
      JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
      ORDER BY o.id, l.position
      """
    )
  }
}
