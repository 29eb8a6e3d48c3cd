/// What a tier or a paid plan gives; whoever sells, ships or answers reads it from here.
public struct TierBenefits: Hashable, Sendable, Codable {
  /// The name of the price list that holds for the member.
  public var priceLevel: String?
  /// Whether delivery costs nothing.
  public var freeShipping: Bool?
  /// How many points orders give, in percent of the usual, 100 to 1,000; 100 when absent.
  public var pointsPercent: Int?
  /// Points on a child's or the member's birthday, 1 to 1,000,000.
  public var birthdayPoints: Int?
  /// The kind of coupon that comes on the birthday.
  public var birthdayCoupon: String?
  /// The kinds of coupon that come each month.
  public var monthlyCoupons: [String]?
  /// How many returns a year cost the member nothing, 1 to 1,000.
  public var freeReturns: Int?
  /// Whether one person answers the member.
  public var dedicatedAgent: Bool?
  /// How many hours before others the member may buy what is scarce, 1 to 720.
  public var earlyAccessHours: Int?
  /// By how many minutes a talk of the member stands further ahead among those that wait for a person for
  /// the same reason, 1 to 240.
  public var serviceMinutes: Int?

  /// No benefits.
  public init() {}

  /// The better of two in each: a paid plan beside the tier that growth gave.
  ///
  /// Where both name a price list, the other's holds.
  public func joined(with other: Self) -> Self {
    var joined = self
    joined.priceLevel = other.priceLevel ?? priceLevel
    joined.freeShipping = Self.either(freeShipping, other.freeShipping)
    joined.pointsPercent = Self.larger(pointsPercent, other.pointsPercent)
    joined.birthdayPoints = Self.larger(birthdayPoints, other.birthdayPoints)
    joined.birthdayCoupon = other.birthdayCoupon ?? birthdayCoupon
    let coupons = (monthlyCoupons ?? []) + (other.monthlyCoupons ?? [])
    joined.monthlyCoupons = coupons.isEmpty ? nil : Array(Set(coupons)).sorted()
    joined.freeReturns = Self.larger(freeReturns, other.freeReturns)
    joined.dedicatedAgent = Self.either(dedicatedAgent, other.dedicatedAgent)
    joined.earlyAccessHours = Self.larger(earlyAccessHours, other.earlyAccessHours)
    joined.serviceMinutes = Self.larger(serviceMinutes, other.serviceMinutes)
    return joined
  }

  private static func either(_ left: Bool?, _ right: Bool?) -> Bool? {
    left == true || right == true ? true : left ?? right
  }

  private static func larger(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }
}
