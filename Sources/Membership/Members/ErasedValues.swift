internal import TenantStore

/// What an erasure does to what a member holds: nothing is left to spend, and nothing recurs.
///
/// Entries of the ledgers stay under an account without a name, as books of account have to.
struct ErasedValues: Sendable {
  let member: Member

  func erase(in transaction: TenantTransaction) async throws {
    try await SubscriptionStops().erase(member, in: transaction)
    for account in member.accounts {
      try await PointsLedger.change(account: account, "erase:\(account)", in: transaction) {
        $0.forfeit()
      }
    }
    try await PackStops().forget(of: member, in: transaction)
    try await transaction.revokeCoupons(of: member.accounts)
    try await ReferralExit.leave(member.accounts, in: transaction)
    try await transaction.eraseReferralTraces(of: member.accounts)
  }
}
