internal import TenantStore

/// What becomes of referrals when one of the two is no member any more.
enum ReferralExit {
  /// Ends what accounts have a part in and is not decided.
  static func leave(_ accounts: [MemberID], in transaction: TenantTransaction) async throws {
    for referral in try await transaction.openReferrals(of: accounts) {
      try await transaction.lockInviter(referral.inviter)
      guard let fresh = try await transaction.referral(referral.id),
        [.invited, .waiting, .flagged].contains(fresh.state)
      else { continue }
      let isMoved = try await transaction.moveReferral(
        fresh,
        to: .void,
        reasons: ["member_left"],
        by: .system
      )
      guard isMoved else { throw ValueRefusal(.changedMeanwhile) }
    }
  }
}
