internal import Foundation
internal import TenantStore

/// The way home for points that an order of one account had when it was told apart from another, whose
/// they are: they go there as soon as the order lets them go.
struct PointsHome {
  private let account: MemberID
  private let owners: [MemberID]

  /// Looks whose points an account may have, and takes the locks of all of them; of most, nobody's.
  init(of member: MemberID, in transaction: TenantTransaction) async throws {
    account = try await transaction.heldStaying(member)
    let strays = try await transaction.pointsOwners(in: account)
    guard !strays.isEmpty else {
      owners = []
      return
    }
    let staying = try await transaction.holdStaying(strays)
    owners = strays
    try await transaction.lockPoints(ofAccounts: Set(staying.values).union([account]))
  }

  /// Sends what came back on its way.
  ///
  /// - `key`: What let it go.
  func send(_ key: String, in transaction: TenantTransaction) async throws {
    for owner in owners {
      let home = try await transaction.heldStaying(owner)
      guard home != account else { continue }
      var load = PointsLoad()
      try await PointsLedger.change(account: account, "away:\(owner):\(key)", in: transaction) {
        load = $0.moveOut { $0.goesTo == owner }
      }
      guard load != PointsLoad() else { continue }
      let moved = load
      try await PointsLedger.change(account: home, "home:\(owner):\(key)", in: transaction) {
        $0.moveIn(moved)
      }
    }
  }
}
