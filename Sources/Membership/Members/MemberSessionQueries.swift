internal import Foundation
public import TenantStore

/// How long somebody stays signed in on a device, 180 days.
let signedInFor: TimeInterval = 180 * 86_400

extension TenantQuerying {
  /// The account that is signed in on a session, the one that stays when several were merged; nothing
  /// when nobody is, or it was erased.
  public func memberSignedIn(on session: SessionID) async throws -> MemberID? {
    try await value(
      """
      SELECT m.id FROM membership.member_session s
      JOIN membership.member o ON o.tenant_id = \(tenant) AND o.id = s.member_id
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = coalesce(o.merged_into, o.id)
      WHERE s.tenant_id = \(tenant) AND s.session_id = \(session) AND m.erased_at IS NULL
        AND s.ended_at IS NULL AND s.signed_in_at > \(environment.now() - signedInFor)
      """
    )
  }
}

extension TenantQuerying {
  /// When a member signed in on each device on which the member still is, the latest first.
  func memberSessions(of member: Member) async throws -> [Date] {
    try await values(
      """
      SELECT signed_in_at FROM membership.member_session
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND ended_at IS NULL AND signed_in_at > \(environment.now() - signedInFor)
      ORDER BY signed_in_at DESC LIMIT 1000
      """
    )
  }
}

extension TenantTransaction {
  /// Makes a session a member's, whoever's it was; what somebody else wanted to use at the checkout is
  /// forgotten.
  func keepMemberSession(_ session: SessionID, of member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.member_session AS s (tenant_id, session_id, member_id, signed_in_at)
      VALUES (\(tenant), \(session), \(member), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE
      SET member_id = excluded.member_id, signed_in_at = excluded.signed_in_at, ended_at = NULL,
        coupon_id = CASE WHEN s.member_id = excluded.member_id THEN s.coupon_id END,
        points = CASE WHEN s.member_id = excluded.member_id THEN s.points END
      """
    )
  }

  /// Makes a session nobody's; whose it was is kept, so that an erasure finds what was said on it.
  func endMemberSession(_ session: SessionID) async throws {
    try await execute(
      """
      UPDATE membership.member_session
      SET ended_at = \(environment.now()), coupon_id = NULL, points = NULL
      WHERE tenant_id = \(tenant) AND session_id = \(session) AND ended_at IS NULL
      """
    )
  }

  /// Forgets which sessions were of some accounts, and says which they were.
  func takeMemberSessions(of accounts: [MemberID]) async throws -> [UUID] {
    try await values(
      """
      DELETE FROM membership.member_session
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      RETURNING session_id
      """
    )
  }
}
