internal import Foundation
public import TenantStore

extension LineAccount: TenantRow {
  /// Reads the columns of an account with the SKU's number.
  public init(row: inout ColumnReader) throws {
    position = try row.next()
    code = try row.next()
    ordered = try row.next()
    shipped = try row.next()
    claimed = try row.next()
    settled = try row.next()
    paid = try row.next()
    refunded = try row.next()
  }
}

private struct ParcelRow: TenantRow {
  let id: ShipmentID
  let carrier: String
  let trackingNumber: String
  let shippedAt: Date
  let line: Shipment.Line

  init(row: inout ColumnReader) throws {
    id = try row.next()
    carrier = try row.next()
    trackingNumber = try row.next()
    shippedAt = try row.next()
    line = Shipment.Line(
      code: try row.next(),
      name: try row.next(),
      quantity: try row.next()
    )
  }
}

extension TenantQuerying {
  /// The parcels of an order, the earliest first.
  public func shipments(of order: OrderID) async throws -> [Shipment] {
    let rows: [ParcelRow] = try await all(
      """
      SELECT s.id, s.carrier, s.tracking_number, s.shipped_at, o.sku_code, o.name, l.quantity
      FROM storefront.shipment s
      JOIN storefront.shipment_line l ON l.tenant_id = \(tenant) AND l.shipment_id = s.id
      JOIN storefront.order_line o
        ON o.tenant_id = \(tenant) AND o.order_id = s.order_id AND o.position = l.position
      WHERE s.tenant_id = \(tenant) AND s.order_id = \(order)
      ORDER BY s.id, l.position
      """
    )
    var shipments: [Shipment] = []
    for row in rows {
      let earlier = shipments.last?.id == row.id ? shipments.removeLast().lines : []
      shipments.append(
        Shipment(
          id: row.id,
          carrier: row.carrier,
          trackingNumber: row.trackingNumber,
          shippedAt: row.shippedAt,
          lines: earlier + [row.line]
        )
      )
    }
    return shipments
  }

  /// What became of an order's lines; empty until the first of them left.
  public func lineAccounts(of order: OrderID) async throws -> [LineAccount] {
    try await all(
      """
      SELECT a.position, l.sku_code, a.ordered, a.shipped, a.claimed, a.settled, a.paid, a.refunded
      FROM storefront.order_line_account a
      JOIN storefront.order_line l
        ON l.tenant_id = \(tenant) AND l.order_id = a.order_id AND l.position = a.position
      WHERE a.tenant_id = \(tenant) AND a.order_id = \(order) ORDER BY a.position
      """
    )
  }
}

extension TenantTransaction {
  /// Whether a parcel with this carrier and number is noted.
  func isNoted(_ draft: ShipmentDraft, of order: OrderID) async throws -> Bool {
    guard !draft.trackingNumber.isEmpty else { return false }
    return try await value(
      """
      SELECT EXISTS (SELECT FROM storefront.shipment
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND carrier = \(draft.carrier)
          AND tracking_number = \(draft.trackingNumber))
      """
    ) ?? false
  }

  /// Opens the accounts of an order's lines with what was paid for each, in the lines' order.
  func openAccounts(of order: OrderID, paid: [Money]) async throws {
    try await execute(
      """
      INSERT INTO storefront.order_line_account (tenant_id, order_id, position, ordered, paid)
      SELECT \(tenant), \(order), l.position, l.quantity, p.paid
      FROM (
        SELECT position, quantity, row_number() OVER (ORDER BY position) AS place
        FROM storefront.order_line WHERE tenant_id = \(tenant) AND order_id = \(order)
      ) l
      JOIN unnest(\(Array(1...max(1, paid.count))), \(paid.map(\.minorUnits))) AS p (place, paid)
        ON p.place = l.place
      ON CONFLICT (tenant_id, order_id, position) DO NOTHING
      """
    )
  }

  /// Counts pieces as shipped unless more would have left than were ordered.
  ///
  /// - Returns: How many lines could be counted.
  func countShipped(_ contents: ShipmentRule.Contents, of order: OrderID) async throws -> Int {
    let lines = contents.sorted { $0.key < $1.key }
    return try await execute(
      """
      UPDATE storefront.order_line_account a SET shipped = a.shipped + c.quantity
      FROM unnest(\(lines.map(\.key)), \(lines.map(\.value))) AS c (position, quantity)
      WHERE a.tenant_id = \(tenant) AND a.order_id = \(order) AND a.position = c.position
        AND a.shipped + c.quantity <= a.ordered
      """
    )
  }

  /// Writes a parcel with what is in it.
  func insertShipment(
    _ id: ShipmentID,
    _ draft: ShipmentDraft,
    _ contents: ShipmentRule.Contents,
    of order: OrderID
  ) async throws {
    let lines = contents.sorted { $0.key < $1.key }
    _ = try await batch([
      """
      INSERT INTO storefront.shipment
        (tenant_id, id, order_id, carrier, tracking_number, shipped_at)
      VALUES (\(tenant), \(id), \(order), \(draft.carrier), \(draft.trackingNumber),
        \(environment.now()))
      """,
      """
      INSERT INTO storefront.shipment_line (tenant_id, shipment_id, order_id, position, quantity)
      SELECT \(tenant), \(id), \(order), c.position, c.quantity
      FROM unnest(\(lines.map(\.key)), \(lines.map(\.value))) AS c (position, quantity)
      """,
    ])
  }
}
