internal import Foundation
internal import TenantStore

/// A pack with what was paid for it, as an export has it.
struct ExportedPack: TenantRow {
  let id: ServicePackID
  let plan: String
  let paid: Int64
  let openedAt: Date
  let endsAt: Date
  let closedAt: Date?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    plan = try row.next()
    paid = try row.next()
    openedAt = try row.next()
    endsAt = try row.next()
    closedAt = try row.next()
  }
}

/// A use of a service of a pack.
struct ExportedUse: TenantRow {
  let pack: ServicePackID
  let service: String
  let appointment: String
  let at: Date

  init(row: inout ColumnReader) throws {
    pack = try row.next()
    service = try row.next()
    appointment = try row.next()
    at = try row.next()
  }
}

/// A benefit that was given or counted in a period.
struct ExportedBenefit: TenantRow {
  let benefit: String
  let period: String
  let at: Date

  init(row: inout ColumnReader) throws {
    benefit = try row.next()
    period = try row.next()
    at = try row.next()
  }
}

/// A member's part in a campaign, what it said to her, and the talk that it asked for.
struct ExportedCampaign: TenantRow {
  let campaign: String
  let part: String
  let enrolledAt: Date
  let steps: Int
  let handed: [Date]
  let askedAt: Date?
  let outcome: String?

  init(row: inout ColumnReader) throws {
    campaign = try row.next()
    part = try row.next()
    enrolledAt = try row.next()
    steps = Int(try row.next(Int32.self))
    handed = try row.next([Date].self)
    askedAt = try row.next()
    outcome = try row.next()
  }
}

extension TenantTransaction {
  /// All packs of a member, the first first; at most 1,000.
  func exportedPacks(of member: Member) async throws -> [ExportedPack] {
    try await all(
      """
      SELECT id, plan, paid, opened_at, ends_at, closed_at FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY opened_at, id LIMIT 1000
      """
    )
  }

  /// All uses of services of a member's packs, the first first; at most 10,000.
  func exportedUses(of member: Member) async throws -> [ExportedUse] {
    try await all(
      """
      SELECT u.pack_id, u.service, u.key, u.used_at FROM membership.service_use u
      JOIN membership.service_pack p ON p.tenant_id = \(tenant) AND p.id = u.pack_id
      WHERE u.tenant_id = \(tenant) AND p.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY u.used_at, u.service, u.key LIMIT 10000
      """
    )
  }

  /// All spans of paid membership of a member, the first first; at most 1,000.
  func exportedTerms(of member: Member) async throws -> [PaidTerm] {
    try await all(
      """
      SELECT plan, starts_at, ends_at FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND revoked_at IS NULL
      ORDER BY starts_at, key LIMIT 1000
      """
    )
  }

  /// All benefits that a member was given or that were counted, the first first; at most 10,000.
  func exportedBenefits(of member: Member) async throws -> [ExportedBenefit] {
    try await all(
      """
      SELECT benefit, period, created_at FROM membership.benefit_use
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY created_at, benefit, key LIMIT 10000
      """
    )
  }

  /// All campaigns that a member is in, the first first; at most 10,000.
  func exportedCampaigns(of member: Member) async throws -> [ExportedCampaign] {
    try await all(
      """
      SELECT e.campaign, e.arm, e.enrolled_at, e.steps,
        ARRAY(SELECT g.handed_at FROM membership.campaign_message g
          WHERE g.tenant_id = \(tenant) AND g.campaign = e.campaign AND g.member_id = e.member_id
          ORDER BY g.step), t.opened_at, t.outcome
      FROM membership.campaign_member e
      LEFT JOIN membership.contact_task t
        ON t.tenant_id = \(tenant) AND t.campaign = e.campaign AND t.member_id = e.member_id
      WHERE e.tenant_id = \(tenant) AND e.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY e.enrolled_at, e.campaign LIMIT 10000
      """
    )
  }
}
