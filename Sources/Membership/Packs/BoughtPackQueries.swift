public import Foundation
public import TenantStore

/// A pack that an order bought.
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
  /// Lets nobody else open or close packs that an order bought until the transaction ends.
  public func lockPacks(ofOrder order: UUID) async throws {
    try await execute(
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('packs ' || \(tenant)::uuid || \(order)::uuid, 0))
      """
    )
  }

  /// The packs of a kind that an order ever opened, the first first.
  func boughtPacks(of plan: String, with order: UUID) async throws -> [BoughtPack] {
    try await all(
      """
      SELECT id, closed_at IS NOT NULL FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND plan = \(plan)
      ORDER BY opened_at, id
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
