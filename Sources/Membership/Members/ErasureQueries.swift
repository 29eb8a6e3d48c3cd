internal import TenantStore

extension TenantTransaction {
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
