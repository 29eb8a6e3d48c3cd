public import TenantStore

extension TenantQuerying {
  /// The code with which a member invites; nothing before it is first asked for.
  public func referralCode(of member: MemberID) async throws -> String? {
    try await value(
      """
      SELECT code FROM membership.referral_code
      WHERE tenant_id = \(tenant) AND member_id = \(member)
      """
    )
  }
}
