public import Foundation
public import TenantStore

/// A pack that an order bought, or what it became at a birth.
struct BoughtPack: TenantRow {
  let id: ServicePackID
  let isClosed: Bool

  /// Reads the columns `id` and whether it is closed.
  init(row: inout ColumnReader) throws {
    id = try row.next()
    isClosed = try row.next()
  }
}

extension TenantTransaction {
  /// Lets nobody else open or close packs and terms that an order bought until the transaction ends.
  public func lockBought(with order: UUID) async throws {
    try await execute(
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('bought ' || \(tenant)::uuid || \(order)::uuid, 0))
      """
    )
  }

  /// The packs of a kind that an order ever opened, the first first; for one that a birth turned, what it
  /// became.
  func boughtPacks(of plan: String, with order: UUID) async throws -> [BoughtPack] {
    let opened: [ServicePackID] = try await values(
      """
      SELECT id FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND plan = \(plan)
      ORDER BY opened_at, id
      """
    )
    return try await all(
      """
      SELECT coalesce(n.id, p.id),
        CASE WHEN n.id IS NULL THEN p.closed_at ELSE n.closed_at END IS NOT NULL
      FROM unnest(\(opened.map(\.uuid)), \(opened.map(\.birthKey))) WITH ORDINALITY
        AS o (id, key, place)
      JOIN membership.service_pack p ON p.tenant_id = \(tenant) AND p.id = o.id
      LEFT JOIN membership.service_pack n ON n.tenant_id = \(tenant) AND n.key = o.key
      ORDER BY o.place
      """
    )
  }

  /// Notes which order bought a pack.
  func noteOrder(_ order: UUID, _ sku: String?, of pack: ServicePackID) async throws {
    try await execute(
      """
      UPDATE membership.service_pack SET order_id = \(order), sku = \(sku)
      WHERE tenant_id = \(tenant) AND id = \(pack) AND order_id IS NULL
      """
    )
  }

  /// The packs that an order ever opened, by kind.
  public func packsBought(with order: UUID) async throws -> [OpenedTerms] {
    try await all(
      """
      SELECT plan, max(sku), count(*) FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND order_id = \(order) GROUP BY plan ORDER BY plan
      """
    )
  }
}
