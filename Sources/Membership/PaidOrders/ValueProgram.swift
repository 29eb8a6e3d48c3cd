public import Foundation
public import TenantStore

/// Everything of value that members of a merchant hold, and what orders and refunds do to it.
///
/// A flow tells it of orders in membership's own words; telling twice changes nothing.
public struct ValueProgram: Sendable {
  /// Points, where the merchant gives any.
  public let points: PointsProgram?
  /// Tiers, where the merchant has any.
  public let tiers: TierProgram?
  /// Coupons.
  public let coupons = CouponProgram()
  /// Referrals, where the merchant rewards any.
  public let referrals: ReferralProgram?
  private let currency: Currency

  /// Reads a merchant's settings.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public init(_ tenant: TenantSnapshot) throws(TenancyRefusal) {
    guard let settings = tenant.settings(of: "membership", as: MembershipSettings.self) else {
      throw TenancyRefusal(.moduleNotEnabled)
    }
    currency = tenant.currency
    let zone = tenant.timeZone
    let points = settings.points.map { PointsProgram($0, in: zone) }
    self.points = points
    tiers = settings.tiers.map { TierProgram($0, in: zone) }
    referrals = settings.referral.map {
      ReferralProgram($0, points: points, currency: tenant.currency, in: zone)
    }
  }

  /// Counts a paid order: points that wait for its return period, growth, a referral, and what it
  /// held of points and coupons is used.
  ///
  /// - Returns: Whether nobody had told of it before.
  @discardableResult
  public func orderPaid(_ order: PaidOrder, in transaction: TenantTransaction) async throws -> Bool
  {
    var order = order
    order.member = try await transaction.heldStaying(order.member)
    guard try await transaction.insertPaidOrder(order) else { return false }
    // Points, growth, coupons and then referrals, as everybody takes their locks.
    try await points?.use(of: order.member, for: order.order, in: transaction)
    // Whoever had everything deleted gets nothing for an order that was on its way.
    if let member = try await transaction.member(order.member), member.erasedAt != nil {
      try await coupons.use(for: order.order, in: transaction)
      return true
    }
    let benefits = try await tiers?.benefits(of: order.member, in: transaction)
    try await points?.earn(for: order, multiplier: benefits?.pointsPercent ?? 100, in: transaction)
    try await tiers?.earn(for: order, in: transaction)
    try await coupons.use(for: order.order, in: transaction)
    try await referrals?.note(order, in: transaction)
    return true
  }

  /// Lets go of what an order held, when it was called off before it was paid.
  ///
  /// What an order used that was paid comes back with its money; where nothing but points had paid it,
  /// no money comes back, and they come back now. Once more changes nothing.
  public func orderCalledOff(
    _ order: UUID,
    of member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    if let share = try await transaction.orderShare(order), share.paid == 0 {
      let refund = OrderRefund(refund: order, order: order, amount: .zero(currency))
      try await orderRefunded(refund, in: transaction)
      return
    }
    if try await !transaction.isPaidOrder(order) { try await transaction.noteCalledOff(order) }
    try await points?.release(of: member, for: order, in: transaction)
    try await coupons.release(for: order, in: transaction)
  }

  /// Ends the return period of an order, earlier than ``PaidOrder/returnEnds`` said.
  ///
  /// Its points can be spent, and a referral that waits for it is decided on. Once more changes nothing.
  /// - Throws: ``ValueRefusal`` with the code `order_unknown`.
  public func returnPeriodEnded(_ order: UUID, in transaction: TenantTransaction) async throws {
    guard let share = try await transaction.orderShare(order) else {
      throw ValueRefusal(.orderUnknown)
    }
    try await points?.returnPeriodEnded(order, of: share.member, in: transaction)
    try await transaction.bringForwardReferral(ofOrder: order)
  }

  /// Counts a refund whose amount may hold what does not count here, such as freight.
  ///
  /// - `isWhole`: Whether all that was paid for the order has gone back by now.
  /// - Returns: Whether nobody had told of it before.
  /// - Throws: ``ValueRefusal`` with the code `order_unknown`.
  @discardableResult
  public func orderRefunded(
    _ refund: OrderRefund,
    isWhole: Bool,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let referral = try await lock(refund.order, in: transaction)
    guard let share = try await transaction.lockOrderShare(refund.order) else {
      throw ValueRefusal(.orderUnknown)
    }
    let left = share.paid - share.refunded
    var refund = refund
    refund.amount.minorUnits = isWhole ? left : min(refund.amount.minorUnits, left)
    return try await count(refund, referral, in: transaction)
  }

  /// Counts a refund: what the order gave is taken back and what it used is given back, by the share
  /// of the money that has gone back so far; a coupon only when all of it has.
  ///
  /// - Returns: Whether nobody had told of it before.
  /// - Throws: ``ValueRefusal`` with the code `order_unknown` or `refund_exceeds_paid`.
  @discardableResult
  public func orderRefunded(_ refund: OrderRefund, in transaction: TenantTransaction) async throws
    -> Bool
  {
    let referral = try await lock(refund.order, in: transaction)
    return try await count(refund, referral, in: transaction)
  }

  /// Takes the locks of everybody whose value a refund of an order changes, before any other.
  ///
  /// - Returns: The order's referral, where there is one.
  private func lock(_ order: UUID, in transaction: TenantTransaction) async throws -> Referral? {
    guard let share = try await transaction.orderShare(order) else {
      throw ValueRefusal(.orderUnknown)
    }
    if let referral = try await referrals?.lockReferral(of: share, in: transaction) {
      return referral
    }
    let account = try await transaction.heldStaying(share.member)
    if points != nil { try await transaction.lockPoints(ofAccounts: [account]) }
    return nil
  }

  private func count(
    _ refund: OrderRefund,
    _ referral: Referral?,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard try await transaction.insertOrderRefund(refund) else { return false }
    guard let share = try await transaction.countRefund(refund) else {
      throw ValueRefusal(.refundExceedsPaid)
    }
    try await points?.takeBack(of: share, in: transaction)
    try await tiers?.takeBack(of: share, in: transaction)
    if share.refunded == share.paid {
      try await coupons.giveBack(for: share.order, in: transaction)
    }
    if let referral {
      try await referrals?.takeBack(of: share, for: referral, in: transaction)
    }
    return true
  }
}
