internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// How many messages of a campaign were handed over.
  public func messagesHanded(of campaign: String) async throws -> Int64 {
    try await value(
      """
      SELECT count(*) FROM membership.campaign_message
      WHERE tenant_id = \(tenant) AND campaign = \(campaign)
      """
    ) ?? 0
  }
}

extension TenantTransaction {
  /// When offers of any campaign were handed over for a member since an instant, the latest first.
  func handedOffers(of member: Member, since instant: Date) async throws -> [Date] {
    try await values(
      """
      SELECT handed_at FROM membership.campaign_message
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND handed_at > \(instant)
      ORDER BY handed_at DESC LIMIT 100
      """
    )
  }

  /// Notes that a message of a campaign is handed over, for the account that is in it; false where it was
  /// before.
  func handOver(_ address: CampaignAddress, of member: Member) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.campaign_message (tenant_id, campaign, member_id, step, handed_at)
      SELECT \(tenant), e.campaign, e.member_id, \(Int32(address.step)), \(environment.now())
      FROM membership.campaign_member e
      WHERE e.tenant_id = \(tenant) AND e.campaign = \(address.campaign)
        AND e.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY e.enrolled_at LIMIT 1
      ON CONFLICT (tenant_id, campaign, member_id, step) DO NOTHING
      """
    ) == 1
  }

  /// Notes that a message of a campaign certainly did not go out.
  func takeBack(_ address: CampaignAddress) async throws {
    let accounts = try await accounts(of: address.member).map(\.uuid)
    try await execute(
      """
      DELETE FROM membership.campaign_message
      WHERE tenant_id = \(tenant) AND campaign = \(address.campaign)
        AND member_id = ANY (\(accounts)) AND step = \(Int32(address.step))
      """
    )
  }
}
