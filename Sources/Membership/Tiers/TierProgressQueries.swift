internal import Foundation
public import TenantStore

extension TierProgram {
  /// Where a member stands now, for pages: periods that have ended count, but nothing is noted.
  public func progress(of member: MemberID, seenIn rows: some TenantQuerying) async throws
    -> TierProgress
  {
    let member = try await rows.staying(member)
    let growth = try await rows.growthChanges(of: member)
    let noted = try await rows.tierStanding(of: member)
    var standing = noted ?? .beginning(at: Date(timeIntervalSince1970: 0))
    let now = rows.environment.now()
    _ = rule.advance(&standing, to: now, growth)
    return rule.progress(of: standing, at: now, growth, levels: settings.levels)
  }
}

extension TenantQuerying {
  /// Where a member stands as it was noted last.
  fileprivate func tierStanding(of member: MemberID) async throws -> TierStanding? {
    let row: StandingRow? = try await optional(
      """
      SELECT level, since, until, base_level, base_since, base_until, changes
      FROM membership.tier_standing WHERE tenant_id = \(tenant) AND member_id = \(member)
      """
    )
    return row?.standing
  }

  /// A member's growth as it was counted, the first first.
  fileprivate func growthChanges(of member: MemberID) async throws -> [GrowthChange] {
    try await all(
      """
      SELECT counted_at, amount FROM membership.tier_growth_entry
      WHERE tenant_id = \(tenant) AND member_id = \(member) ORDER BY sequence
      """
    )
  }
}
