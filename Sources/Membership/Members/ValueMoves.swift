internal import Foundation
internal import TenantStore

/// What merging and telling apart does to points and growth, whose accounts are sums of their own.
///
/// Coupons, boxes and referrals keep their rows and are read over all accounts. Points and growth
/// move by entries on both sides, so that each ledger still adds up by itself; what is left of them
/// goes back the same way.
struct ValueMoves {
  /// The merge that it belongs to.
  let merge: UUID
  /// The account that is merged.
  let gone: MemberID
  /// The account that stays.
  let stays: MemberID
  /// The merchant's tiers, to count the level again; without them levels stay as they are.
  let tiers: TierProgram?

  /// Moves everything to the account that stays.
  func join(in transaction: TenantTransaction) async throws {
    try await transaction.lockPoints(ofAccounts: [gone, stays])
    let held = try await transaction.heldPoints(of: gone)
    try await movePoints(from: gone, to: stays, "in", in: transaction) {
      $0.moveOut(held: held, withDebt: true)
    }
    let growth = try await transaction.lockGrowth(ofAccount: gone).changes
    try await moveGrowth(growth, from: gone, to: stays, "in", in: transaction)
    try await tiers?.recount(stays, in: transaction)
  }

  /// Moves back what is left of what came with the merge; a debt stays where it was paid from.
  func part(in transaction: TenantTransaction) async throws {
    try await transaction.lockPoints(ofAccounts: [gone, stays])
    let came = try await transaction.movedPoints(as: key("in", stays), of: stays)
    let stillHeld = try await transaction.heldPoints(of: stays)
    let held = stillHeld.filter { part in
      came.contains { $0.order == part.order && $0.root == part.root && $0.wasHeld }
    }
    let roots = Set(came.map(\.root))
    try await movePoints(from: stays, to: gone, "back", in: transaction) {
      $0.moveOut({ roots.contains($0.root) }, held: held)
    }
    // What the staying account's own orders have of it goes home when they let it go.
    try await transaction.sendPoints(givenIn: roots, of: stays, to: gone)
    let growth = try await leftGrowth(in: transaction)
    try await moveGrowth(growth, from: stays, to: gone, "back", in: transaction)
    for account in [gone, stays] { try await tiers?.recount(account, in: transaction) }
  }

  /// What is left of the growth that came, at each time no more than the account still has of then.
  private func leftGrowth(in transaction: TenantTransaction) async throws -> [GrowthChange] {
    let came = try await transaction.growth(
      of: stays,
      cameFrom: transaction.accounts(of: gone),
      as: key("in", stays)
    )
    let has = Self.sums(try await transaction.lockGrowth(ofAccount: stays).changes)
    return Self.sums(came).compactMap { time, amount in
      let left = min(amount, has[time] ?? 0)
      return left > 0 ? GrowthChange(countedAt: time, amount: left) : nil
    }
  }

  /// Growth by the time at which it counted, so that windows see it where they saw it before.
  private static func sums(_ changes: [GrowthChange]) -> [Date: Int64] {
    changes.reduce(into: [:]) { $0[$1.countedAt, default: 0] += $1.amount }
  }

  private func movePoints(
    from source: MemberID,
    to target: MemberID,
    _ way: String,
    in transaction: TenantTransaction,
    _ take: (inout PointsBook) -> PointsLoad
  ) async throws {
    var load = PointsLoad()
    try await PointsLedger.change(account: source, key(way, source), in: transaction) {
      load = take(&$0)
    }
    guard load != PointsLoad() else { return }
    let moved = load
    try await PointsLedger.change(account: target, key(way, target), in: transaction) {
      $0.moveIn(moved)
    }
  }

  private func moveGrowth(
    _ changes: [GrowthChange],
    from source: MemberID,
    to target: MemberID,
    _ way: String,
    in transaction: TenantTransaction
  ) async throws {
    let sums = Self.sums(changes)
      .map { GrowthChange(countedAt: $0, amount: $1) }
      .filter { $0.amount != 0 }
      .sorted { $0.countedAt < $1.countedAt }
    guard !sums.isEmpty else { return }
    let negated = sums.map { GrowthChange(countedAt: $0.countedAt, amount: -$0.amount) }
    for (account, changes) in [(source, negated), (target, sums)] {
      let stored = try await transaction.lockGrowth(ofAccount: account)
      guard try await transaction.insertGrowth(changes, to: stored, as: key(way, account)) else {
        throw ValueRefusal(.changedMeanwhile)
      }
    }
  }

  /// What a move of an account is known by.
  private func key(_ way: String, _ account: MemberID) -> String {
    "merge:\(merge):\(way):\(account)"
  }
}
