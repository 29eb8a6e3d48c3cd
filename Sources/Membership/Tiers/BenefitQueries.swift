public import Foundation
public import TenantStore

/// A span of paid membership.
public struct PaidTerm: Hashable, Sendable, TenantRow {
  /// The plan.
  public let plan: String
  /// When it begins, in UTC.
  public let startsAt: Date
  /// When it ends, in UTC.
  public let endsAt: Date

  /// Reads the columns `plan, starts_at, ends_at`.
  public init(row: inout ColumnReader) throws {
    plan = try row.next()
    startsAt = try row.next()
    endsAt = try row.next()
  }
}

extension TenantQuerying {
  /// The spans of paid membership of a member, the latest first; at most 20.
  public func paidTerms(of member: Member) async throws -> [PaidTerm] {
    try await all(
      """
      SELECT plan, starts_at, ends_at FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND revoked_at IS NULL
      ORDER BY ends_at DESC LIMIT 20
      """
    )
  }

  /// How often a member has used a benefit that is counted, in a calendar year.
  public func uses(of benefit: CountedBenefit, by member: Member, in year: Int) async throws
    -> Int64
  {
    try await value(
      """
      SELECT coalesce(sum(used), 0)::bigint FROM membership.benefit_count
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND benefit = \(benefit.rawValue) AND period = \(String(year))
      """
    ) ?? 0
  }
}

extension TenantQuerying {
  /// The plans that a member has paid for and that hold now.
  func activePlans(of member: MemberID) async throws -> [String] {
    let accounts = try await accounts(of: member)
    let now = environment.now()
    return try await values(
      """
      SELECT DISTINCT plan FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND starts_at <= \(now) AND ends_at > \(now) AND revoked_at IS NULL
      ORDER BY plan
      """
    )
  }

  /// When the term that was paid under one of some keys ends.
  func paidTermEnd(anyOf keys: [String]) async throws -> Date? {
    try await value(
      """
      SELECT ends_at FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND key = ANY (\(keys)) ORDER BY ends_at LIMIT 1
      """
    )
  }

  /// A member's last term of a plan with those that lead up to it.
  func paidChain(of member: MemberID, plan: String) async throws -> PaidChain {
    let accounts = try await accounts(of: member).map(\.uuid)
    return try await optional(
      """
      WITH RECURSIVE term AS (
        SELECT starts_at, ends_at FROM membership.paid_term
        WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts))
          AND plan = \(plan) AND revoked_at IS NULL
      ), chain AS (
        (SELECT starts_at, ends_at FROM term ORDER BY ends_at DESC LIMIT 1)
        UNION
        SELECT term.starts_at, term.ends_at FROM term JOIN chain ON term.ends_at = chain.starts_at
      )
      SELECT min(starts_at), max(ends_at) FROM chain
      """
    ) ?? PaidChain(start: nil, end: nil)
  }
}

extension TenantQuerying {
  /// Members in some tiers or plans who have not had a benefit in a period, by their ids; at most 500.
  func membersWithoutBenefit(
    _ benefit: String,
    _ givers: BenefitGivers,
    in period: String,
    after last: MemberID?
  ) async throws -> [MemberID] {
    try await values(
      """
      SELECT m.id FROM membership.member m
      WHERE m.tenant_id = \(tenant) AND m.merged_into IS NULL AND m.erased_at IS NULL
        AND (\(last)::uuid IS NULL OR m.id > \(last)::uuid)
        \(QueryPart.having(givers, at: environment.now()))
        AND NOT EXISTS (SELECT FROM membership.benefit_use u
          WHERE u.tenant_id = \(tenant) AND u.member_id = m.id AND u.benefit = \(benefit)
            AND u.period = \(period))
      ORDER BY m.id LIMIT 500
      """
    )
  }

  /// Members in some tiers or plans of whom a child has its birthday on a day, and who have not had the
  /// year's gift, by their ids; at most 500.
  ///
  /// A child of 29 February has it on the 28th of other years; a child that is not spoken of has none.
  func membersWithBirthday(
    on day: CalendarDate,
    _ givers: BenefitGivers,
    after last: MemberID?
  ) async throws -> [MemberID] {
    try await values(
      """
      SELECT m.id FROM membership.member m
      WHERE m.tenant_id = \(tenant) AND m.merged_into IS NULL AND m.erased_at IS NULL
        AND (\(last)::uuid IS NULL OR m.id > \(last)::uuid)
        \(QueryPart.having(givers, at: environment.now()))
        AND EXISTS (SELECT FROM membership.child c
          JOIN membership.member a ON a.tenant_id = \(tenant) AND a.id = c.member_id
          WHERE c.tenant_id = \(tenant) AND (a.id = m.id OR a.merged_into = m.id)
            AND c.quiet_since IS NULL AND c.born_on < \(day.description)::date
            AND (c.born_on + make_interval(years => \(Int32(day.year))
              - extract(year FROM c.born_on)::integer))::date = \(day.description)::date)
        AND NOT EXISTS (SELECT FROM membership.benefit_use u
          WHERE u.tenant_id = \(tenant) AND u.member_id = m.id AND u.benefit = 'birthday'
            AND u.period = \(String(day.year)))
      ORDER BY m.id LIMIT 500
      """
    )
  }
}

extension QueryPart {
  /// The condition that `member m` stands in one of some tiers or has paid for one of some plans; $1 is
  /// the tenant wherever the part stands.
  fileprivate static func having(_ givers: BenefitGivers, at now: Date) -> QueryPart {
    """
    AND (coalesce((SELECT t.level FROM membership.tier_standing t
          WHERE t.tenant_id = $1 AND t.member_id = m.id), 0)
            = ANY (\(givers.levels.map { Int32($0) }))
        OR EXISTS (SELECT FROM membership.paid_term p
          JOIN membership.member a ON a.tenant_id = $1 AND a.id = p.member_id
          WHERE p.tenant_id = $1 AND (a.id = m.id OR a.merged_into = m.id)
            AND p.plan = ANY (\(givers.plans)) AND p.starts_at <= \(now) AND p.ends_at > \(now)
            AND p.revoked_at IS NULL))
    """
  }
}

extension TenantTransaction {
  /// Notes a paid term.
  func insertPaidTerm(
    key: String,
    of member: MemberID,
    plan: String,
    from start: Date,
    until end: Date,
    amount: Int64,
    order: UUID? = nil,
    sku: String? = nil
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.paid_term
        (tenant_id, key, member_id, plan, starts_at, ends_at, amount, order_id, sku)
      VALUES (\(tenant), \(key), \(member), \(plan), \(start), \(end), \(amount), \(order),
        \(sku))
      """
    )
  }

  /// Notes that a benefit is given; the account's growth has to be locked.
  ///
  /// - Returns: Whether it had not been before, to any account of the person.
  func insertBenefitUse(
    _ benefit: String,
    of member: MemberID,
    in period: String,
    key: String
  ) async throws -> Bool {
    let accounts = try await accounts(of: member)
    return try await execute(
      """
      INSERT INTO membership.benefit_use
        (tenant_id, member_id, benefit, period, key, created_at)
      SELECT \(tenant), \(member), \(benefit), \(period), \(key), \(environment.now())
      WHERE NOT EXISTS (SELECT FROM membership.benefit_use o
        WHERE o.tenant_id = \(tenant) AND o.member_id = ANY (\(accounts.map(\.uuid)))
          AND o.benefit = \(benefit) AND o.period = \(period) AND o.key = \(key))
      ON CONFLICT (tenant_id, member_id, benefit, period, key) DO NOTHING
      """
    ) == 1
  }

  /// Counts a use of a limited benefit; the account's growth has to be locked.
  ///
  /// - Returns: Whether the person had one left, over all accounts.
  func countBenefit(
    _ benefit: String,
    of member: MemberID,
    in period: String,
    allowed: Int64
  ) async throws -> Bool {
    let accounts = try await accounts(of: member)
    return try await execute(
      """
      INSERT INTO membership.benefit_count AS c
        (tenant_id, member_id, benefit, period, used, allowed)
      SELECT \(tenant), \(member), \(benefit), \(period), 1, \(allowed)::bigint
      WHERE \(allowed)::bigint > (
        SELECT coalesce(sum(o.used), 0) FROM membership.benefit_count o
        WHERE o.tenant_id = \(tenant) AND o.member_id = ANY (\(accounts.map(\.uuid)))
          AND o.benefit = \(benefit) AND o.period = \(period))
      ON CONFLICT (tenant_id, member_id, benefit, period) DO UPDATE
      SET used = c.used + 1, allowed = excluded.allowed
      WHERE c.used < excluded.allowed
      """
    ) == 1
  }

  /// The use of a benefit under a key, by any account of a person.
  func benefitUse(_ benefit: String, of member: MemberID, key: String) async throws -> KeptUse? {
    let accounts = try await accounts(of: member)
    return try await optional(
      """
      SELECT member_id, period FROM membership.benefit_use
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND benefit = \(benefit) AND key = \(key)
      ORDER BY period LIMIT 1
      """
    )
  }

  /// Takes a use of a limited benefit back; a count that comes to nothing goes.
  func uncountBenefit(_ benefit: String, of member: MemberID, in period: String) async throws {
    _ = try await batch([
      """
      DELETE FROM membership.benefit_count
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND benefit = \(benefit)
        AND period = \(period) AND used = 1
      """,
      """
      UPDATE membership.benefit_count SET used = used - 1
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND benefit = \(benefit)
        AND period = \(period) AND used > 1
      """,
    ])
  }
}

/// A use of a benefit that is counted.
struct KeptUse: TenantRow {
  let member: MemberID
  let period: String

  /// Reads the columns `member_id, period`.
  init(row: inout ColumnReader) throws {
    member = try row.next()
    period = try row.next()
  }
}
