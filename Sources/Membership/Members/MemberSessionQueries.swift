public import TenantStore

extension TenantQuerying {
  /// Who is signed in on a session; the account that stays when several were merged.
  public func member(on session: SessionID) async throws -> MemberID? {
    try await value(
      """
      SELECT coalesce(m.merged_into, m.id) FROM membership.member_session s
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = s.member_id
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session) AND m.erased_at IS NULL
      """
    )
  }
}

extension TenantTransaction {
  /// Notes who is signed in on a session.
  func insertMemberSession(_ session: SessionID, of member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.member_session AS s (tenant_id, session_id, member_id, signed_in_at)
      VALUES (\(tenant), \(session), \(member), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE
      SET member_id = excluded.member_id, signed_in_at = excluded.signed_in_at,
        coupon_id = NULL, points = NULL
      WHERE s.member_id <> excluded.member_id
      """
    )
  }

  /// Notes that nobody is signed in on a session.
  func removeMemberSession(_ session: SessionID) async throws {
    try await execute(
      """
      DELETE FROM membership.member_session
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}
