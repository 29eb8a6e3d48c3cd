internal import TenantStore

extension TenantTransaction {
  /// Takes away the coupons of accounts, from orders that have them when these let them go.
  func revokeCoupons(of accounts: [MemberID]) async throws {
    let now = environment.now()
    try await execute(
      """
      WITH moved AS (
        UPDATE membership.coupon
        SET state = CASE state WHEN 'claimed' THEN 'revoked' ELSE state END,
          revoked_at = \(now), changes = changes + 1
        WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
          AND revoked_at IS NULL AND state IN ('claimed', 'held', 'used')
        RETURNING id, changes
      )
      INSERT INTO membership.coupon_entry (tenant_id, coupon_id, sequence, event, created_at)
      SELECT \(tenant), id, changes, 'revoke', \(now) FROM moved
      """
    )
  }

  /// Deletes what is personal of a member's accounts; their rows stay for the ledgers, without a name.
  func eraseMember(_ member: Member) async throws {
    let accounts = member.accounts.map(\.uuid)
    _ = try await batch([
      "DELETE FROM membership.child WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))",
      """
      DELETE FROM membership.sign_in_code s USING membership.contact c
      WHERE s.tenant_id = \(tenant) AND c.tenant_id = \(tenant)
        AND c.member_id = ANY (\(accounts)) AND s.channel = c.channel AND s.address = c.address
      """,
      "DELETE FROM membership.contact WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))",
      """
      DELETE FROM membership.restock_purchase
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      DELETE FROM membership.feedback
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      DELETE FROM membership.interview
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      DELETE FROM membership.contact_group_member
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      DELETE FROM membership.survey_answer
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      DELETE FROM membership.member_tag
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
      """,
      """
      UPDATE membership.member SET display_name = '', erased_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = ANY (\(accounts)) AND erased_at IS NULL
      """,
    ])
  }
}
