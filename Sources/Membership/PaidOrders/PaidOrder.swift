public import Foundation
public import TenantStore

/// What membership needs to know of an order that a member paid; the shop's other words stay there.
public struct PaidOrder: Hashable, Sendable {
  /// The order, as whoever sold it names it.
  public var order: UUID
  /// Who paid.
  public var member: MemberID
  /// What was paid, without what points, coupons and freight took off or added.
  public var amount: Money
  /// When it was paid, in UTC.
  public var paidAt: Date
  /// When the goods cannot be given back any more, in UTC; not before ``paidAt``.
  public var returnEnds: Date

  /// Describes a paid order.
  public init(order: UUID, member: MemberID, amount: Money, paidAt: Date, returnEnds: Date) {
    self.order = order
    self.member = member
    self.amount = amount
    self.paidAt = paidAt
    self.returnEnds = returnEnds
  }
}

extension PaidOrder {
  /// An end of the return period for orders of which somebody tells when it has ended: half a year, so
  /// that what waits for it is not forgotten where nobody does.
  public static func returnOpen(from paidAt: Date) -> Date {
    paidAt.addingTimeInterval(183 * 86_400)
  }
}

/// Money that went back for a paid order.
public struct OrderRefund: Hashable, Sendable {
  /// The refund; the same one never counts twice.
  public var refund: UUID
  /// The order.
  public var order: UUID
  /// How much went back of ``PaidOrder/amount``; zero where points had paid all of it.
  public var amount: Money

  /// Describes a refund.
  public init(refund: UUID, order: UUID, amount: Money) {
    self.refund = refund
    self.order = order
    self.amount = amount
  }
}

/// What was paid for an order and how much of it has gone back.
public struct OrderShare: Hashable, Sendable {
  /// The order.
  public let order: UUID
  /// Who paid.
  public let member: MemberID
  /// What was paid, in minor units.
  public let paid: Int64
  /// What has gone back so far, in minor units, 0 to ``paid``.
  public let refunded: Int64
  /// When it was paid, in UTC.
  public let paidAt: Date

  /// How much of an amount that the order gave belongs to what has gone back.
  ///
  /// Rounded down, and all of it once all of the money has gone back, so that partial refunds never
  /// add up to more or less than the whole.
  public func refundedPart(of given: Int64) -> Int64 {
    guard paid > 0, refunded < paid else { return given }
    return Int64(Int128(given) * Int128(refunded) / Int128(paid))
  }
}
