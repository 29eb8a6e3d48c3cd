public import Foundation
public import TenantStore

/// Which terms of a plan an order ever opened.
public struct OpenedTerms: Hashable, Sendable, TenantRow {
  /// The plan's short name.
  public let plan: String
  /// The number of the SKU that bought them; nothing where it was not noted.
  public let sku: String?
  /// How many, those that were taken back among them.
  public let count: Int

  /// Reads the columns `plan, sku, count`.
  public init(row: inout ColumnReader) throws {
    plan = try row.next()
    sku = try row.next()
    count = Int(try row.next(Int64.self))
  }
}

extension TenantTransaction {
  /// The terms that an order ever opened, by plan.
  public func termsBought(with order: UUID) async throws -> [OpenedTerms] {
    try await all(
      """
      SELECT plan, max(sku), count(*) FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND order_id = \(order) GROUP BY plan ORDER BY plan
      """
    )
  }

  /// The terms of a plan that an order ever opened, those that begin first first.
  func boughtTerms(of plan: String, with order: UUID) async throws -> [BoughtTerm] {
    try await all(
      """
      SELECT key, revoked_at IS NOT NULL FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND plan = \(plan)
      ORDER BY starts_at, key
      """
    )
  }

  /// Takes a term back; those after it begin as much earlier as it still had to run.
  func revokePaidTerm(_ key: String) async throws {
    let now = environment.now()
    _ = try await batch([
      """
      WITH gone AS (
        SELECT t.member_id, t.plan, t.ends_at,
          greatest(interval '0', t.ends_at - greatest(t.starts_at, \(now))) AS rest
        FROM membership.paid_term t
        WHERE t.tenant_id = \(tenant) AND t.key = \(key) AND t.revoked_at IS NULL
      )
      UPDATE membership.paid_term p
      SET starts_at = p.starts_at - gone.rest, ends_at = p.ends_at - gone.rest
      FROM gone
      WHERE p.tenant_id = \(tenant) AND p.member_id = gone.member_id AND p.plan = gone.plan
        AND p.revoked_at IS NULL AND p.starts_at >= gone.ends_at
      """,
      """
      UPDATE membership.paid_term SET revoked_at = \(now)
      WHERE tenant_id = \(tenant) AND key = \(key) AND revoked_at IS NULL
      """,
    ])
  }
}
