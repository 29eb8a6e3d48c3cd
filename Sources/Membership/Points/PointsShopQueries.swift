internal import Foundation
public import TenantStore

extension PointsReward: TenantRow {
  /// Reads the columns `code, name::text, points, stock, member_limit, coupon`.
  public init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try JSONDecoder().decode(
      LocalizedText.self,
      from: Data(try row.next(String.self).utf8)
    )
    points = try row.next()
    stock = try row.next()
    memberLimit = try row.next()
    coupon = try row.next()
  }
}

extension TenantQuerying {
  /// What points buy and is not gone, cheapest first; at most 100.
  public func pointsRewards() async throws -> [PointsReward] {
    try await all(
      """
      SELECT code, name::text, points, stock, member_limit, coupon FROM membership.points_reward
      WHERE tenant_id = \(tenant) AND is_active AND (stock IS NULL OR redeemed < stock)
      ORDER BY points, code LIMIT 100
      """
    )
  }

  /// A reward of the shop.
  func pointsReward(_ code: String) async throws -> PointsReward? {
    try await optional(
      """
      SELECT code, name::text, points, stock, member_limit, coupon FROM membership.points_reward
      WHERE tenant_id = \(tenant) AND code = \(code) AND is_active
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a reward; its stock never falls below what is gone.
  func savePointsReward(_ reward: PointsReward) async throws -> Bool {
    let name = try JSONValue(encoding: reward.name).canonicalText
    return try await execute(
      """
      INSERT INTO membership.points_reward AS r
        (tenant_id, code, name, points, stock, member_limit, coupon, is_active)
      VALUES (\(tenant), \(reward.code), \(name)::text::jsonb, \(reward.points), \(reward.stock),
        \(reward.memberLimit), \(reward.coupon), true)
      ON CONFLICT (tenant_id, code) DO UPDATE
      SET name = excluded.name, points = excluded.points, stock = excluded.stock,
        member_limit = excluded.member_limit, coupon = excluded.coupon, is_active = true
      WHERE excluded.stock IS NULL OR excluded.stock >= r.redeemed
      """
    ) == 1
  }

  /// Counts a redemption against the stock and the member's share, each conditionally.
  func countRedemption(of reward: PointsReward, by member: MemberID) async throws -> Bool {
    // The share is the person's, whichever account redeemed before; the reward's row is the lock.
    let accounts = try await accounts(of: member).map(\.uuid)
    return try await batch([
      """
      UPDATE membership.points_reward SET redeemed = redeemed + 1
      WHERE tenant_id = \(tenant) AND code = \(reward.code) AND is_active
        AND points = \(reward.points) AND (stock IS NULL OR redeemed < stock)
      """,
      """
      INSERT INTO membership.points_reward_member AS m
        (tenant_id, reward, member_id, redeemed, member_limit)
      SELECT \(tenant), \(reward.code), \(member), 1, \(reward.memberLimit)
      WHERE \(reward.memberLimit)::bigint IS NULL OR \(reward.memberLimit)::bigint > (
        SELECT coalesce(sum(o.redeemed), 0) FROM membership.points_reward_member o
        WHERE o.tenant_id = \(tenant) AND o.reward = \(reward.code)
          AND o.member_id = ANY (\(accounts)))
      ON CONFLICT (tenant_id, reward, member_id) DO UPDATE
      SET redeemed = m.redeemed + 1, member_limit = excluded.member_limit
      WHERE excluded.member_limit IS NULL OR m.redeemed < excluded.member_limit
      """,
      """
      INSERT INTO membership.points_redemption
        (tenant_id, id, member_id, reward, points, created_at)
      VALUES (\(tenant), \(environment.makeID()), \(member), \(reward.code), \(reward.points),
        \(environment.now()))
      """,
    ]).allSatisfy { $0.affected == 1 }
  }
}
