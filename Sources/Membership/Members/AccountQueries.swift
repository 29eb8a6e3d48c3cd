internal import TenantStore

extension TenantQuerying {
  /// The account that stays for a member; the member where nothing was merged or nobody knows it.
  func staying(_ member: MemberID) async throws -> MemberID {
    try await value(
      """
      SELECT coalesce(merged_into, id) FROM membership.member
      WHERE tenant_id = \(tenant) AND id = \(member)
      """
    ) ?? member
  }

  /// All accounts that are one person's, whichever of them is asked for.
  func accounts(of member: MemberID) async throws -> [MemberID] {
    let found: [MemberID] = try await values(
      """
      SELECT a.id FROM membership.member a
      WHERE a.tenant_id = \(tenant) AND coalesce(a.merged_into, a.id) = (
        SELECT coalesce(o.merged_into, o.id) FROM membership.member o
        WHERE o.tenant_id = \(tenant) AND o.id = \(member))
      ORDER BY a.id
      """
    )
    return found.isEmpty ? [member] : found
  }
}

extension TenantTransaction {
  /// The account that stays for a member, which cannot be merged until the transaction ends.
  ///
  /// Whoever changes what a member holds asks first, so that nothing is written to an account whose
  /// value has just been moved away.
  func heldStaying(_ member: MemberID) async throws -> MemberID {
    try await value(
      """
      SELECT coalesce(merged_into, id) FROM membership.member
      WHERE tenant_id = \(tenant) AND id = \(member) FOR KEY SHARE
      """
    ) ?? member
  }
}
