internal import Foundation
internal import TenantStore

/// How far a member is in a campaign.
struct CampaignStand: TenantRow {
  let steps: Int
  let enrolledAt: Date
  let orderedAt: Date?
  /// Whether the family wanted silence about a child after that.
  let isQuiet: Bool

  /// Reads the columns `steps, enrolled_at`, when the member paid an order after that first, and whether
  /// a child fell quiet since.
  init(row: inout ColumnReader) throws {
    steps = Int(try row.next(Int32.self))
    enrolledAt = try row.next()
    orderedAt = try row.next()
    isQuiet = try row.next()
  }
}

extension TenantQuerying {
  /// Members who were reached by a campaign, paid nothing since, and have a step to come by now, by their
  /// ids; at most 500.
  func membersWithDueStep(in campaign: String, after last: MemberID?) async throws -> [MemberID] {
    let now = environment.now()
    return try await values(
      """
      SELECT e.member_id FROM membership.campaign_member e
      WHERE e.tenant_id = \(tenant) AND e.campaign = \(campaign) AND e.arm = 'reached'
        AND (\(last)::uuid IS NULL OR e.member_id > \(last)::uuid)
        AND e.steps < (SELECT count(*) FROM membership.campaign_step s
          WHERE s.tenant_id = \(tenant) AND s.campaign = e.campaign
            AND e.enrolled_at + make_interval(days => s.after_days) <= \(now))
        AND NOT EXISTS (SELECT FROM membership.paid_order p
          WHERE p.tenant_id = \(tenant) AND p.member_id = e.member_id AND p.paid_at > e.enrolled_at)
        AND NOT EXISTS (SELECT FROM membership.child q
          WHERE q.tenant_id = \(tenant) AND q.member_id = e.member_id
            AND q.quiet_since > e.enrolled_at)
      ORDER BY e.member_id LIMIT 500
      """
    )
  }
}

extension TenantTransaction {
  /// Writes the steps of a campaign that begins.
  func insertCampaignSteps(_ steps: [CampaignStep], of campaign: String) async throws {
    guard !steps.isEmpty else { return }
    try await execute(
      """
      INSERT INTO membership.campaign_step
        (tenant_id, campaign, number, after_days, message, coupon, service)
      SELECT \(tenant), \(campaign), s.number, s.days, s.message, s.coupon,
        s.service
      FROM unnest(\(steps.map { Int32($0.afterDays) }), \(steps.map(\.message)),
        \(steps.map(\.coupon)), \(steps.map(\.service)))
        WITH ORDINALITY AS s (days, message, coupon, service, number)
      """
    )
  }

  /// How far a member is in a campaign that reached her, held until the transaction ends.
  func lockCampaignStand(of member: Member, in campaign: String) async throws -> CampaignStand? {
    let accounts = member.accounts.map(\.uuid)
    return try await optional(
      """
      SELECT e.steps, e.enrolled_at,
        (SELECT min(p.paid_at) FROM membership.paid_order p
          WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (\(accounts))
            AND p.paid_at > e.enrolled_at),
        EXISTS (SELECT FROM membership.child q
          WHERE q.tenant_id = \(tenant) AND q.member_id = ANY (\(accounts))
            AND q.quiet_since > e.enrolled_at)
      FROM membership.campaign_member e
      WHERE e.tenant_id = \(tenant) AND e.campaign = \(campaign) AND e.arm = 'reached'
        AND e.member_id = ANY (\(accounts))
      ORDER BY e.enrolled_at LIMIT 1 FOR UPDATE OF e
      """
    )
  }

  /// Notes how many steps have come for a member.
  func noteCampaignSteps(_ count: Int, of member: Member, in campaign: String) async throws {
    try await execute(
      """
      UPDATE membership.campaign_member SET steps = \(Int32(count))
      WHERE tenant_id = \(tenant) AND campaign = \(campaign) AND arm = 'reached'
        AND member_id = ANY (\(member.accounts.map(\.uuid))) AND steps < \(Int32(count))
      """
    )
  }
}
