public import TenantStore

/// What membership takes off an order that is about to be placed.
public struct CheckoutOffer: Hashable, Sendable {
  /// What takes it off.
  public enum Reason: String, CaseIterable, Sendable {
    /// The member's tier or plan pays for delivery.
    case freeShipping = "membership.free_shipping"
    /// A coupon that the member chose.
    case coupon = "membership.coupon"
    /// Points that the member wants to spend.
    case points = "membership.points"
  }

  /// What takes it off.
  public let reason: Reason
  /// How much, above zero.
  public let amount: Money
  /// Whether it is the freight that costs less, and not the goods.
  public let isOffFreight: Bool

  /// Describes what is taken off.
  public init(reason: Reason, amount: Money, isOffFreight: Bool = false) {
    self.reason = reason
    self.amount = amount
    self.isOffFreight = isOffFreight
  }
}

/// What a member wants to use with the next order.
public struct CheckoutChoice: Hashable, Sendable {
  /// The coupon.
  public var coupon: CouponID?
  /// At most so many points, above zero.
  public var points: Int64?

  /// Nothing.
  public init(coupon: CouponID? = nil, points: Int64? = nil) {
    self.coupon = coupon
    self.points = points
  }
}
