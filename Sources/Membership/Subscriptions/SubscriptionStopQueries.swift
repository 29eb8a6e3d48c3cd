internal import Foundation
internal import TenantStore

/// A contract with the child that it is for.
struct OpenSubscription: TenantRow {
  let id: SubscriptionID
  let child: UUID?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    child = try row.next()
  }
}

extension TenantTransaction {
  /// Contracts of some accounts that have not ended, in the order of their ids.
  func openSubscriptions(of accounts: [MemberID]) async throws -> [OpenSubscription] {
    try await all(
      """
      SELECT id, child_id FROM membership.subscription
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND state NOT IN ('cancelled', 'ended')
      ORDER BY id
      """
    )
  }

  /// Whether the family of a contract wants silence about the child that it is for, or about all.
  func isSilent(_ stored: StoredSubscription) async throws -> Bool {
    let accounts = try await accounts(of: stored.member)
    return try await value(
      """
      SELECT coalesce(bool_and(c.quiet_since IS NOT NULL), false) FROM membership.child c
      WHERE c.tenant_id = \(tenant)
        AND CASE WHEN \(stored.child)::uuid IS NULL THEN c.member_id = ANY (\(accounts.map(\.uuid)))
          ELSE c.id = \(stored.child)::uuid END
      """
    ) ?? false
  }

  /// Takes a child's id out of contracts.
  func forgetChild(_ child: UUID, inSubscriptionsOf accounts: [MemberID]) async throws {
    try await execute(
      """
      UPDATE membership.subscription SET child_id = NULL, changes = changes + 1
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND child_id = \(child)
      """
    )
  }

  /// Takes addresses and children out of contracts.
  func eraseSubscriptions(of accounts: [MemberID]) async throws {
    try await execute(
      """
      UPDATE membership.subscription SET child_id = NULL, address = '-', changes = changes + 1
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      """
    )
  }
}
