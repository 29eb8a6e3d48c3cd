internal import Foundation
public import TenantStore

/// What rewards of a period have taken.
public struct TakenReferralBudget: Hashable, Sendable, TenantRow {
  /// The calendar month, or `whole`.
  public let period: String
  /// How many referrals were rewarded.
  public let referrals: Int64
  /// What their rewards cost, in minor units.
  public let money: Int64

  /// Reads the columns `period, referrals, money`.
  public init(row: inout ColumnReader) throws {
    period = try row.next()
    referrals = try row.next()
    money = try row.next()
  }
}

extension TenantQuerying {
  /// What rewards took in each period, the latest first; at most 12.
  public func referralBudgets() async throws -> [TakenReferralBudget] {
    try await all(
      """
      SELECT period, referrals, money FROM membership.referral_budget
      WHERE tenant_id = \(tenant) ORDER BY period DESC LIMIT 12
      """
    )
  }

  /// What rewards took in a period.
  func referralBudget(of period: String) async throws -> TakenReferralBudget? {
    try await optional(
      """
      SELECT period, referrals, money FROM membership.referral_budget
      WHERE tenant_id = \(tenant) AND period = \(period)
      """
    )
  }
}

extension TenantTransaction {
  /// Takes what one referral costs out of a budget, where there is as much left; false where there is not.
  func takeReferralBudget(_ budget: ReferralBudget, for id: ReferralID) async throws -> Bool {
    let (count, money) = (budget.maximumReferrals, budget.maximumMoney)
    return try await execute(
      """
      WITH taken AS (
        INSERT INTO membership.referral_budget AS b
          (tenant_id, period, referrals, money, max_referrals, max_money)
        SELECT \(tenant), \(budget.period), 1, \(budget.each)::bigint, \(count)::bigint,
          \(money)::bigint
        WHERE coalesce(\(budget.each)::bigint <= \(money)::bigint, true)
        ON CONFLICT (tenant_id, period) DO UPDATE
        SET referrals = b.referrals + 1, money = b.money + excluded.money,
          max_referrals = excluded.max_referrals, max_money = excluded.max_money
        WHERE coalesce(b.referrals < excluded.max_referrals, true)
          AND coalesce(b.money + excluded.money <= excluded.max_money, true)
        RETURNING period
      )
      INSERT INTO membership.referral_spend (tenant_id, referral_id, period, money, taken_at)
      SELECT \(tenant), \(id), period, \(budget.each), \(environment.now()) FROM taken
      """
    ) == 1
  }

  /// Gives back what a referral took, once; nothing where it took nothing.
  func returnReferralBudget(of id: ReferralID) async throws {
    try await execute(
      """
      WITH back AS (
        UPDATE membership.referral_spend SET returned_at = \(environment.now())
        WHERE tenant_id = \(tenant) AND referral_id = \(id) AND returned_at IS NULL
        RETURNING period, money
      )
      UPDATE membership.referral_budget b
      SET referrals = b.referrals - 1, money = b.money - back.money
      FROM back WHERE b.tenant_id = \(tenant) AND b.period = back.period
      """
    )
  }
}
