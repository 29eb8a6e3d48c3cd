internal import Foundation
public import TenantStore

extension Campaign: TenantRow {
  /// Reads the columns of `QueryPart.campaign`, in their order.
  public init(row: inout ColumnReader) throws {
    let (code, name): (String, String) = (try row.next(), try row.next())
    let segment = MemberSegment(
      stage: try row.next(String?.self).flatMap { ChildStage(rawValue: $0) },
      tag: try row.next(),
      level: try row.next(Int32?.self).map { Int($0) },
      habit: try row.next(String?.self).flatMap { MemberSegment.Habit(rawValue: $0) },
      joinedDays: try row.next(Int32?.self).map { Int($0) },
      group: try row.next()
    )
    plan = CampaignPlan(
      code: code,
      name: name,
      segment: segment,
      coupon: try row.next(),
      message: try row.next(),
      holdoutPercent: Int(try row.next(Int32.self)),
      windowDays: Int(try row.next(Int32.self)),
      steps: try Self.steps(&row),
      sends: try row.next(),
      asks: try row.next()
    )
    startedAt = try row.next()
    endedAt = try row.next()
  }
}

extension Campaign {
  /// Reads the days, messages, coupons and services of the steps, an empty text for none.
  private static func steps(_ row: inout ColumnReader) throws -> [CampaignStep] {
    let days = try row.next([Int32].self)
    let (messages, coupons) = (try row.next([String].self), try row.next([String].self))
    let services = try row.next([String].self)
    return days.indices.map { index in
      CampaignStep(
        afterDays: Int(days[index]),
        message: messages[index],
        coupon: coupons[index].isEmpty ? nil : coupons[index],
        service: services[index].isEmpty ? nil : services[index]
      )
    }
  }
}

extension QueryPart {
  /// Columns of `campaign c`; $1 is the tenant wherever the part stands.
  fileprivate static let campaign: QueryPart = """
    c.code, c.name, c.stage, c.tag, c.level, c.habit, c.joined_days, c.grp, c.coupon,
    c.message, c.holdout_percent, c.window_days,
    ARRAY(SELECT s.after_days FROM membership.campaign_step s
      WHERE s.tenant_id = $1 AND s.campaign = c.code ORDER BY s.number),
    ARRAY(SELECT s.message FROM membership.campaign_step s
      WHERE s.tenant_id = $1 AND s.campaign = c.code ORDER BY s.number),
    ARRAY(SELECT coalesce(s.coupon, '') FROM membership.campaign_step s
      WHERE s.tenant_id = $1 AND s.campaign = c.code ORDER BY s.number),
    ARRAY(SELECT coalesce(s.service, '') FROM membership.campaign_step s
      WHERE s.tenant_id = $1 AND s.campaign = c.code ORDER BY s.number),
    c.sends, c.asks, c.started_at, c.ended_at
    """

  /// The condition that `member m` is of a segment; $1 is the tenant wherever the part stands.
  fileprivate static func inside(_ segment: MemberSegment, at now: Date) -> QueryPart {
    var part: QueryPart = "m.tenant_id = $1 AND m.merged_into IS NULL AND m.erased_at IS NULL"
    if let stage = segment.stage?.rawValue {
      part =
        part + """
           AND EXISTS (SELECT FROM membership.child c
            WHERE c.tenant_id = $1 AND c.member_id = ANY (own.ids) AND c.told_stage = \(stage)
              AND c.quiet_since IS NULL)
          """
    }
    if let tag = segment.tag {
      part =
        part + """
           AND EXISTS (SELECT FROM membership.member_tag t
            WHERE t.tenant_id = $1 AND t.member_id = ANY (own.ids) AND t.tag = \(tag))
          """
    }
    if let level = segment.level {
      part =
        part + """
           AND coalesce((SELECT s.level FROM membership.tier_standing s
            WHERE s.tenant_id = $1 AND s.member_id = m.id), 0) = \(Int32(level))
          """
    }
    if let group = segment.group {
      part =
        part + """
           AND EXISTS (SELECT FROM membership.contact_group_member i
            WHERE i.tenant_id = $1 AND i.member_id = ANY (own.ids) AND i.grp = \(group))
          """
    }
    if let days = segment.joinedDays {
      part = part + " AND m.joined_at > \(now.addingTimeInterval(-Double(days) * 86_400))"
    }
    let recent = now.addingTimeInterval(-90 * 86_400)
    switch segment.habit {
    case .never: part = part + " AND bought.last_at IS NULL"
    case .active: part = part + " AND bought.last_at > \(recent)"
    case .lapsed: part = part + " AND bought.last_at <= \(recent)"
    case nil: break
    }
    return part
  }

  /// All accounts of `member m`, when they paid last, and whether they agree to offers.
  fileprivate static let known: QueryPart =
    """
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT a.id FROM membership.member a
      WHERE a.tenant_id = $1 AND (a.id = m.id OR a.merged_into = m.id)) AS ids) own
    CROSS JOIN LATERAL (SELECT max(p.paid_at) AS last_at FROM membership.paid_order p
      WHERE p.tenant_id = $1 AND p.member_id = ANY (own.ids)) bought
    CROSS JOIN LATERAL
    """ + " (SELECT " + agreesToOffers + " AS agreed) said"
}

extension TenantQuerying {
  /// How many members are of a segment, and how many of them agreed to offers.
  public func size(of segment: MemberSegment) async throws -> SegmentSize {
    let found: SegmentSize? = try await optional(
      """
      SELECT count(*), count(*) FILTER (WHERE said.agreed) FROM membership.member m
      \(QueryPart.known)
      WHERE m.tenant_id = \(tenant) AND \(QueryPart.inside(segment, at: environment.now()))
      """
    )
    guard let found else { throw TenantStoreError.emptyAnswer }
    return found
  }

  /// Campaigns, the latest first; at most 100.
  public func campaigns() async throws -> [Campaign] {
    try await all(
      """
      SELECT \(QueryPart.campaign) FROM membership.campaign c
      WHERE c.tenant_id = \(tenant) ORDER BY c.started_at DESC, c.code LIMIT 100
      """
    )
  }

  /// Campaigns that run, the oldest first; at most 1,000.
  func runningCampaigns() async throws -> [Campaign] {
    try await all(
      """
      SELECT \(QueryPart.campaign) FROM membership.campaign c
      WHERE c.tenant_id = \(tenant) AND c.ended_at IS NULL
      ORDER BY c.started_at, c.code LIMIT 1000
      """
    )
  }

  /// A campaign.
  public func campaign(_ code: String) async throws -> Campaign? {
    try await optional(
      """
      SELECT \(QueryPart.campaign) FROM membership.campaign c
      WHERE c.tenant_id = \(tenant) AND c.code = \(code)
      """
    )
  }

  /// Members of a campaign's segment who agreed to offers and are not in it, by their ids; at most 500.
  func membersToEnrol(in plan: CampaignPlan, after last: MemberID?) async throws -> [MemberID] {
    try await values(
      """
      SELECT m.id FROM membership.member m
      \(QueryPart.known)
      WHERE m.tenant_id = \(tenant) AND \(QueryPart.inside(plan.segment, at: environment.now()))
        AND said.agreed AND (\(last)::uuid IS NULL OR m.id > \(last)::uuid)
        AND NOT EXISTS (SELECT FROM membership.campaign_member o
          WHERE o.tenant_id = \(tenant) AND o.campaign = \(plan.code)
            AND o.member_id = ANY (own.ids))
      ORDER BY m.id LIMIT 500
      """
    )
  }

  /// Whether a member is of a segment.
  func isInside(_ segment: MemberSegment, _ id: MemberID) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.member m
        \(QueryPart.known)
        WHERE m.tenant_id = \(tenant) AND m.id = \(id)
          AND \(QueryPart.inside(segment, at: environment.now())))
      """
    ) ?? false
  }

  /// What campaigns that run say to a member who was reached and has not ordered since, by the last step
  /// that came and says something.
  ///
  /// Nothing without the consent to offers, and nothing of before a child of the family fell quiet.
  public func campaignMessages(to member: Member) async throws -> [String] {
    let agreed = ConsentRule.standing(try await consentEntries(of: member))
    guard agreed.contains(.marketing) else { return [] }
    let accounts = member.accounts.map(\.uuid)
    return try await values(
      """
      SELECT said.message FROM membership.campaign_member e
      JOIN membership.campaign c ON c.tenant_id = \(tenant) AND c.code = e.campaign
      CROSS JOIN LATERAL (SELECT coalesce((SELECT s.message FROM membership.campaign_step s
        WHERE s.tenant_id = \(tenant) AND s.campaign = c.code AND s.number <= e.steps
          AND s.message <> '' ORDER BY s.number DESC LIMIT 1), c.message) AS message) said
      WHERE e.tenant_id = \(tenant) AND e.member_id = ANY (\(accounts)) AND e.arm = 'reached'
        AND c.ended_at IS NULL AND said.message <> ''
        AND e.enrolled_at + make_interval(days => c.window_days) > \(environment.now())
        AND NOT EXISTS (SELECT FROM membership.paid_order p
          WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (\(accounts))
            AND p.paid_at > e.enrolled_at)
        AND NOT EXISTS (SELECT FROM membership.child q
          WHERE q.tenant_id = \(tenant) AND q.member_id = ANY (\(accounts))
            AND q.quiet_since > e.enrolled_at)
      ORDER BY e.enrolled_at DESC, c.code LIMIT 3
      """
    )
  }

  /// What became of both parts of a campaign, as of now.
  public func outcomes(of campaign: String) async throws -> [CampaignArm: CampaignOutcome] {
    let rows: [OutcomeRow] = try await all(
      """
      SELECT e.arm, count(*), count(*) FILTER (WHERE o.is_over),
        count(*) FILTER (WHERE o.is_over AND o.orders > 0),
        coalesce(sum(o.revenue) FILTER (WHERE o.is_over), 0)::bigint
      FROM membership.campaign_member e
      JOIN membership.campaign c ON c.tenant_id = \(tenant) AND c.code = e.campaign
      JOIN membership.member m ON m.tenant_id = \(tenant) AND m.id = e.member_id
      CROSS JOIN LATERAL (SELECT ARRAY(SELECT a.id FROM membership.member a
        WHERE a.tenant_id = \(tenant) AND (a.id = coalesce(m.merged_into, m.id)
          OR a.merged_into = coalesce(m.merged_into, m.id))) AS ids) own
      CROSS JOIN LATERAL (
        SELECT e.enrolled_at + make_interval(days => c.window_days) <= \(environment.now()) AS is_over,
          count(p.order_id) AS orders, coalesce(sum(p.paid - p.refunded), 0) AS revenue
        FROM membership.paid_order p
        WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (own.ids) AND p.paid_at > e.enrolled_at
          AND p.paid_at <= e.enrolled_at + make_interval(days => c.window_days)
          AND (p.refunded < p.paid OR p.paid = 0)
      ) o
      WHERE e.tenant_id = \(tenant) AND e.campaign = \(campaign)
      GROUP BY e.arm
      """
    )
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.arm, $0.outcome) })
  }
}

private struct OutcomeRow: TenantRow {
  let arm: CampaignArm
  let outcome: CampaignOutcome

  init(row: inout ColumnReader) throws {
    guard let arm = CampaignArm(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.arm = arm
    outcome = CampaignOutcome(
      enrolled: try row.next(),
      members: try row.next(),
      converted: try row.next(),
      revenue: try row.next()
    )
  }
}

extension TenantTransaction {
  /// Writes a campaign that begins now; false where the short name is taken.
  func insertCampaign(_ plan: CampaignPlan) async throws -> Bool {
    let segment = plan.segment
    return try await execute(
      """
      INSERT INTO membership.campaign (tenant_id, code, name, stage, tag, level, habit, coupon,
        message, holdout_percent, window_days, joined_days, grp, sends, asks,
        started_at)
      VALUES (\(tenant), \(plan.code), \(plan.name), \(segment.stage?.rawValue), \(segment.tag),
        \(segment.level.map { Int32($0) }), \(segment.habit?.rawValue), \(plan.coupon),
        \(plan.message), \(Int32(plan.holdoutPercent)), \(Int32(plan.windowDays)),
        \(segment.joinedDays.map { Int32($0) }), \(segment.group), \(plan.sends), \(plan.asks),
        \(environment.now()))
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    ) == 1
  }

  /// Keeps a campaign from being ended until the transaction ends; false where it has ended.
  func holdRunning(_ code: String) async throws -> Bool {
    try await value(
      """
      SELECT true FROM membership.campaign
      WHERE tenant_id = \(tenant) AND code = \(code) AND ended_at IS NULL FOR SHARE
      """
    ) ?? false
  }

  /// Ends a campaign; false where it had ended.
  func endCampaign(_ code: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.campaign SET ended_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND code = \(code) AND ended_at IS NULL
      """
    ) == 1
  }

  /// Deletes accounts from all campaigns, with what these said to them and the talks that they asked for.
  func leaveCampaigns(_ accounts: [MemberID]) async throws {
    try await execute(
      """
      DELETE FROM membership.campaign_member
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      """
    )
  }

  /// Notes a member's part in a campaign; false where some account of the member has one.
  func insertCampaignMember(_ member: Member, in campaign: String, _ arm: CampaignArm) async throws
    -> Bool
  {
    try await execute(
      """
      INSERT INTO membership.campaign_member (tenant_id, campaign, member_id, arm, enrolled_at)
      SELECT \(tenant), \(campaign), \(member.id), \(arm.rawValue), \(environment.now())
      WHERE NOT EXISTS (SELECT FROM membership.campaign_member o
        WHERE o.tenant_id = \(tenant) AND o.campaign = \(campaign)
          AND o.member_id = ANY (\(member.accounts.map(\.uuid))))
      ON CONFLICT (tenant_id, campaign, member_id) DO NOTHING
      """
    ) == 1
  }
}
