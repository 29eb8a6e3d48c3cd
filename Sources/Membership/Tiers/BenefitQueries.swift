internal import Foundation
internal import TenantStore

extension TenantQuerying {
  /// The plans that a member has paid for and that hold now.
  func activePlans(of member: MemberID) async throws -> [String] {
    let accounts = try await accounts(of: member)
    let now = environment.now()
    return try await values(
      """
      SELECT DISTINCT plan FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND starts_at <= \(now)
        AND ends_at > \(now)
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

  /// When the last term of a plan ends.
  func lastPaidTermEnd(of member: MemberID, plan: String) async throws -> Date? {
    let accounts = try await accounts(of: member)
    return try await value(
      """
      SELECT ends_at FROM membership.paid_term
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND plan = \(plan)
      ORDER BY ends_at DESC LIMIT 1
      """
    )
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
    amount: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.paid_term
        (tenant_id, key, member_id, plan, starts_at, ends_at, amount)
      VALUES (\(tenant), \(key), \(member), \(plan), \(start), \(end), \(amount))
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
}
