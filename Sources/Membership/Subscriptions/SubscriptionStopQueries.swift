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

  /// Takes a child's id out of contracts, and the ages that tell when it was born.
  func forgetChild(_ child: UUID, inSubscriptionsOf accounts: [MemberID]) async throws {
    try await forgetAges(ofSubscriptionsFor: child, of: accounts)
    try await execute(
      """
      UPDATE membership.subscription SET child_id = NULL, changes = changes + 1
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND child_id = \(child)
      """
    )
  }

  /// Takes addresses and children out of contracts, and the ages of these.
  func eraseSubscriptions(of accounts: [MemberID]) async throws {
    try await forgetAges(ofSubscriptionsFor: nil, of: accounts)
    try await execute(
      """
      UPDATE membership.subscription SET child_id = NULL, address = '-', changes = changes + 1
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      """
    )
  }

  /// Of one child's contracts, or of all.
  private func forgetAges(ofSubscriptionsFor child: UUID?, of accounts: [MemberID]) async throws {
    let ids = try await values(
      """
      SELECT id FROM membership.subscription
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND (\(child)::uuid IS NULL OR child_id = \(child))
      """,
      as: UUID.self
    )
    try await execute(
      """
      DELETE FROM membership.subscription_guide
      WHERE tenant_id = \(tenant) AND subscription_id = ANY (\(ids))
      """
    )
    try await execute(
      """
      UPDATE membership.subscription_cycle SET guide_months = NULL
      WHERE tenant_id = \(tenant) AND subscription_id = ANY (\(ids)) AND guide_months IS NOT NULL
      """
    )
  }
}
