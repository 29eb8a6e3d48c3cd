public import Foundation
public import TenantStore

/// A merchant's points: what earns, holds, spends and takes them back.
///
/// Every operation takes the lock of the member's account, brings it up to the present and writes
/// each change as an entry. The same key or order never counts twice.
///
/// ## Topics
/// ### Earning
/// - ``earn(for:multiplier:in:)``
/// - ``grant(_:to:key:in:)``
/// ### Spending
/// - ``offer(to:of:wanted:in:)``
/// - ``hold(_:of:for:amount:in:)``
/// - ``use(of:for:in:)``
/// - ``release(of:for:in:)``
/// ### After a refund
/// - ``takeBack(of:in:)``
/// ### Time
/// - ``settle(_:in:)``
public struct PointsProgram: Sendable {
  /// How points are earned and spent.
  public let settings: PointsSettings
  /// The zone in which months end.
  public let zone: TimeZone

  /// The most points that one operation moves.
  public static let limit: Int64 = 1_000_000_000
  /// For how long points are good that come back after their own time, 30 days.
  public static let graceDays = 30

  /// Creates the program of a merchant.
  public init(_ settings: PointsSettings, in zone: TimeZone) {
    self.settings = settings
    self.zone = zone
  }

  /// Gives the points of a paid order; they wait for the end of its return period.
  ///
  /// - `multiplier`: In hundredths, as the member's tier says; 100 for once.
  public func earn(
    for order: PaidOrder,
    multiplier: Int = 100,
    in transaction: TenantTransaction
  ) async throws {
    let points = PointsRule.earned(
      for: order.amount,
      perUnit: settings.perUnit,
      multiplier: multiplier
    )
    guard points > 0 else { return }
    try await PointsLedger.change(
      order.member,
      "earn:\(order.order)",
      about: order.order,
      in: transaction
    ) {
      book in
      let start = max(order.returnEnds, order.paidAt)
      book.add(points, .earn, order: order.order, from: start, until: expiry(from: start))
    }
  }

  /// Gives points for something else: a visit, a review, a birthday, a referral.
  ///
  /// - `points`: 1 to 1,000,000,000; they can be spent at once.
  /// - `key`: What is rewarded; the same key never counts twice for a member. At most 80 characters.
  /// - Throws: ``ValueRefusal`` with the code `points_amount_invalid`.
  public func grant(
    _ points: Int64,
    to member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws {
    try Self.check(points)
    try await PointsLedger.change(of: member, once: ("grant", key), in: transaction) { book in
      book.add(points, .grant, order: nil, from: book.now, until: expiry(from: book.now))
    }
  }

  /// What points may pay of an amount, with the member's balance as of now.
  ///
  /// - `wanted`: At most so many points; as many as possible when absent.
  /// - Returns: Nothing when points do not pay, or there are fewer than the floor.
  public func offer(
    to member: MemberID,
    of amount: Money,
    wanted: Int64? = nil,
    in transaction: TenantTransaction
  ) async throws -> PointsDeduction? {
    guard let terms = settings.deduction else { return nil }
    let balance = try await settle(member, in: transaction)
    let most = min(balance.available, wanted ?? balance.available)
    return PointsRule.deduction(of: most, from: amount, terms)
  }

  /// Ties points to an order that is being placed; holding again for it changes nothing and gives
  /// what was agreed on at first.
  ///
  /// - `wanted`: At most so many points.
  /// - `amount`: What is left to pay of the order.
  /// - Returns: What they pay.
  /// - Throws: ``ValueRefusal`` with the code `points_amount_invalid`, `points_not_accepted`,
  ///   `points_too_few` (`available`), or `points_hold_ended`.
  public func hold(
    _ wanted: Int64,
    of member: MemberID,
    for order: UUID,
    amount: Money,
    in transaction: TenantTransaction
  ) async throws -> PointsDeduction {
    try Self.check(wanted)
    guard let terms = settings.deduction,
      let deduction = PointsRule.deduction(of: wanted, from: amount, terms)
    else { throw ValueRefusal(.pointsNotAccepted) }
    let isNew = try await PointsLedger.change(
      member,
      "hold:\(order)",
      about: order,
      in: transaction
    ) { book in
      guard book.hold(deduction.points, for: order) else {
        throw ValueRefusal(.pointsTooFew, details: ["available": .integer(book.balance.available)])
      }
    }
    guard isNew else { return try await held(of: member, for: order, in: transaction) }
    try transaction.insertPointsHold(deduction, of: member, for: order)
    return deduction
  }

  /// Ties as many points to an order as pay an amount of it that was agreed on.
  ///
  /// - Throws: ``ValueRefusal`` with the code `points_not_accepted` or `points_too_few` (`available`).
  func hold(
    paying amount: Money,
    of member: MemberID,
    for order: UUID,
    in transaction: TenantTransaction
  ) async throws {
    guard let terms = settings.deduction else { throw ValueRefusal(.pointsNotAccepted) }
    let deduction = PointsRule.price(of: amount, terms)
    let key = "hold:\(order)"
    let isNew = try await PointsLedger.change(member, key, about: order, in: transaction) { book in
      guard book.hold(deduction.points, for: order) else {
        throw ValueRefusal(.pointsTooFew, details: ["available": .integer(book.balance.available)])
      }
    }
    guard isNew else { return }
    try transaction.insertPointsHold(deduction, of: member, for: order)
  }

  /// The return period of an order has ended, earlier than it was thought to.
  func returnPeriodEnded(
    _ order: UUID,
    of member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let key = "complete:\(order)"
    try await PointsLedger.change(member, key, about: order, in: transaction) { book in
      book.mature(order, until: expiry(from: book.now))
    }
  }

  /// Spends what an order holds, when it was paid; once more changes nothing.
  public func use(of member: MemberID, for order: UUID, in transaction: TenantTransaction)
    async throws
  {
    try await PointsLedger.change(member, "use:\(order)", about: order, in: transaction) {
      $0.use(order)
    }
  }

  /// Lets go of what an order holds, when it was called off; once more changes nothing.
  public func release(of member: MemberID, for order: UUID, in transaction: TenantTransaction)
    async throws
  {
    let key = "release:\(order)"
    let strays = try await PointsHome(of: member, in: transaction)
    try await PointsLedger.change(member, key, about: order, in: transaction) { $0.release(order) }
    try await strays.send(key, in: transaction)
  }

  /// Takes back what a refunded order gave and gives back what it used, each by the share of the
  /// money that has gone back; from the order's own entries, so that nothing is counted twice.
  ///
  /// - `share`: What has gone back so far.
  public func takeBack(of share: OrderShare, in transaction: TenantTransaction) async throws {
    let key = "refund:\(share.order):\(share.refunded)"
    let strays = try await PointsHome(of: share.member, in: transaction)
    try await PointsLedger.change(share.member, key, about: share.order, in: transaction) { book in
      let used = book.order.used.reduce(0) { $0 + $1.points }
      book.reverse(upTo: share.refundedPart(of: book.order.earned), of: share.order)
      let grace = book.now.addingTimeInterval(Double(Self.graceDays) * 86_400)
      book.giveBack(upTo: share.refundedPart(of: used), of: share.order, grace: grace)
    }
    try await strays.send(key, in: transaction)
  }

  /// Brings a member's points up to now: return periods end, lots expire, debts are paid.
  @discardableResult
  public func settle(_ member: MemberID, in transaction: TenantTransaction) async throws
    -> PointsBalance
  {
    guard var stored = try await transaction.lockPoints(of: member, order: nil, for: nil) else {
      return PointsBalance()
    }
    stored.book.settle()
    guard !stored.book.entries.isEmpty else { return stored.book.balance }
    let key = "time:\(stored.member):\(stored.entries)"
    try await transaction.insertPointsEvent(key, of: stored.member)
    guard try await transaction.savePoints(stored, as: key) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    return stored.book.balance
  }

  private func held(
    of member: MemberID,
    for order: UUID,
    in transaction: TenantTransaction
  ) async throws -> PointsDeduction {
    let stored = try await transaction.lockPoints(of: member, order: order, for: nil)
    guard let stored, !stored.book.order.held.isEmpty,
      let agreed = try await transaction.pointsHold(of: order)
    else { throw ValueRefusal(.pointsHoldEnded) }
    return agreed
  }

  private func expiry(from start: Date) -> Date {
    PointsRule.expiry(of: start, months: settings.validityMonths ?? 12, in: zone)
  }

  private static func check(_ points: Int64) throws {
    guard (1...limit).contains(points) else { throw ValueRefusal(.pointsAmountInvalid) }
  }
}
