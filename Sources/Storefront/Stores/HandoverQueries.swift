internal import Foundation
public import TenantStore

private struct HandoverRow: TenantRow {
  let code: String
  let location: String
  let expiresAt: Date
  let skus: [String]
  let quantities: [Int]

  init(row: inout ColumnReader) throws {
    code = try row.next()
    location = try row.next()
    expiresAt = try row.next()
    skus = try row.next()
    quantities = try row.next()
  }
}

private struct LineRow: TenantRow {
  let sku: SKUID
  let quantity: Int

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    quantity = try row.next()
  }
}

extension TenantQuerying {
  /// A hand-over by its code, whether it can still be taken or not.
  public func handover(code: String) async throws -> Handover? {
    let row: HandoverRow? = try await optional(
      """
      SELECT h.code, n.code, h.expires_at,
        ARRAY(SELECT k.code FROM storefront.handover_line l
          JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id
          WHERE l.tenant_id = \(tenant) AND l.code = h.code ORDER BY k.code),
        ARRAY(SELECT l.quantity::bigint FROM storefront.handover_line l
          JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id
          WHERE l.tenant_id = \(tenant) AND l.code = h.code ORDER BY k.code)
      FROM storefront.handover h
      JOIN storefront.location n ON n.tenant_id = \(tenant) AND n.id = h.location_id
      WHERE h.tenant_id = \(tenant) AND h.code = \(code)
      """
    )
    return row.map {
      Handover(
        code: $0.code,
        location: $0.location,
        expiresAt: $0.expiresAt,
        pieces: Dictionary(zip($0.skus, $0.quantities)) { first, _ in first }
      )
    }
  }
}

extension TenantTransaction {
  /// Writes a hand-over with its lines; false when its code is taken.
  func insertHandover(
    _ code: String,
    _ lines: [(sku: SKUID, quantity: Int)],
    at location: LocationID,
    by actor: Actor
  ) async throws -> Bool {
    let now = environment.now()
    let end = now.addingTimeInterval(Double(Shop.handoverHours) * 3_600)
    let isNew =
      try await execute(
        """
        INSERT INTO storefront.handover (tenant_id, code, location_id, made_by, made_at, expires_at)
        VALUES (\(tenant), \(code), \(location), \(actor.description), \(now), \(end))
        ON CONFLICT (tenant_id, code) DO NOTHING
        """
      ) == 1
    guard isNew else { return false }
    try await execute(
      """
      INSERT INTO storefront.handover_line (tenant_id, code, sku_id, quantity)
      SELECT \(tenant), \(code), l.sku_id, l.quantity
      FROM unnest(\(lines.map(\.sku.uuid)), \(lines.map(\.quantity))) AS l (sku_id, quantity)
      """
    )
    return true
  }

  /// Notes that a session takes a hand-over; false when it did before.
  func useHandover(_ code: String, session: SessionID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.handover_use (tenant_id, session_id, code, used_at)
      VALUES (\(tenant), \(session), \(code), \(environment.now()))
      ON CONFLICT (tenant_id, session_id, code) DO NOTHING
      """
    ) == 1
  }

  /// The goods of a hand-over that are still on sale.
  func handoverLines(_ code: String) async throws -> [(SKUID, Int)] {
    let now = environment.now()
    let rows: [LineRow] = try await all(
      """
      SELECT l.sku_id, l.quantity FROM storefront.handover_line l
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id AND NOT k.is_withdrawn
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE l.tenant_id = \(tenant) AND l.code = \(code) AND \(QueryPart.onSale(at: now))
      ORDER BY k.code
      """
    )
    return rows.map { ($0.sku, $0.quantity) }
  }
}
