internal import Foundation
internal import TenantStore

/// How long what members were seen with is kept, one year.
private let traitsKept: TimeInterval = 365 * 86_400

extension TenantTransaction {
  /// Notes what a member was seen with.
  func insertReferralTrait(_ trait: ReferralTrait, _ digest: [UInt8], of member: MemberID)
    async throws
  {
    try await execute(
      """
      INSERT INTO membership.referral_trait (tenant_id, member_id, kind, digest, seen_at)
      VALUES (\(tenant), \(member), \(trait.rawValue), \(digest), \(environment.now()))
      ON CONFLICT (tenant_id, member_id, kind, digest) DO UPDATE SET seen_at = excluded.seen_at
      """
    )
  }

  /// Which device a session is of.
  func referralDevice(of session: SessionID) async throws -> [UInt8]? {
    try await value(
      """
      SELECT digest FROM membership.referral_device
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }

  /// Notes which device a session is of.
  func keepReferralDevice(_ digest: [UInt8], of session: SessionID) async throws {
    try await execute(
      """
      INSERT INTO membership.referral_device (tenant_id, session_id, digest, seen_at)
      VALUES (\(tenant), \(session), \(digest), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE
      SET digest = excluded.digest, seen_at = excluded.seen_at
      """
    )
  }

  /// Forgets what members were seen with a year ago.
  func forgetOldReferralTraits() async throws {
    let before = environment.now() - traitsKept
    _ = try await batch([
      """
      DELETE FROM membership.referral_trait
      WHERE tenant_id = \(tenant) AND seen_at < \(before)
      """,
      """
      DELETE FROM membership.referral_device
      WHERE tenant_id = \(tenant) AND seen_at < \(before)
      """,
    ])
  }

  /// Deletes codes by which accounts invite, what they were seen with, and the devices that no other
  /// member was seen on.
  func eraseReferralTraces(of accounts: [MemberID]) async throws {
    let ids = accounts.map(\.uuid)
    _ = try await batch([
      "DELETE FROM membership.referral_code WHERE tenant_id = \(tenant) AND member_id = ANY (\(ids))",
      """
      DELETE FROM membership.referral_device d
      WHERE d.tenant_id = \(tenant) AND d.digest IN (
        SELECT t.digest FROM membership.referral_trait t
        WHERE t.tenant_id = \(tenant) AND t.member_id = ANY (\(ids)) AND t.kind = 'device')
        AND NOT EXISTS (SELECT FROM membership.referral_trait o
          WHERE o.tenant_id = \(tenant) AND o.kind = 'device' AND o.digest = d.digest
            AND o.member_id <> ALL (\(ids)))
      """,
      "DELETE FROM membership.referral_trait WHERE tenant_id = \(tenant) AND member_id = ANY (\(ids))",
    ])
  }
}
