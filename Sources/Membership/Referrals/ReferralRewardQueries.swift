internal import TenantStore

extension ReferralReward: TenantRow {
  /// Reads the columns `referral_id, part, member_id, points, coupon`.
  init(row: inout ColumnReader) throws {
    let id: ReferralID = try row.next()
    guard let part = Part(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(id, part, try row.next(), try row.next(), try row.next())
  }
}

extension TenantTransaction {
  /// Notes what one of the two gets.
  func insertReferralReward(_ reward: ReferralReward, for id: ReferralID) async throws {
    try await execute(
      """
      INSERT INTO membership.referral_reward
        (tenant_id, referral_id, part, member_id, points, coupon, given_at)
      VALUES (\(tenant), \(id), \(reward.part.rawValue), \(reward.member), \(reward.points),
        \(reward.coupon), \(environment.now()))
      """
    )
  }

  /// What both got, in the order in which everybody takes their locks.
  func referralRewards(for id: ReferralID) async throws -> [ReferralReward] {
    try await all(
      """
      SELECT referral_id, part, member_id, points, coupon FROM membership.referral_reward
      WHERE tenant_id = \(tenant) AND referral_id = \(id) ORDER BY member_id
      """
    )
  }
}
