public import Foundation
public import TenantStore

/// A kind of coupon.
public struct CouponKindID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ckd"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the kind with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One coupon of one member.
public struct CouponID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "cpn"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the coupon with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What a coupon takes off.
public enum CouponEffect: Hashable, Sendable {
  /// An amount, in minor units of the tenant's currency.
  case amount(Int64)
  /// A share in basis points, 1 to 10,000, of at most so many minor units.
  case percent(Int64, most: Int64?)
  /// The whole of the freight.
  case shipping
}

/// What a coupon is, and who may claim how many.
public struct CouponTerms: Hashable, Sendable {
  /// The merchant's short name, unique: small letters, digits and hyphens.
  public var code: String
  /// What members read.
  public var name: LocalizedText
  /// What it takes off.
  public var effect: CouponEffect
  /// The least sum of goods, in minor units; 0 for any.
  public var minimum: Int64 = 0
  /// When claiming begins, in UTC.
  public var claimFrom: Date?
  /// When claiming ends, in UTC.
  public var claimUntil: Date?
  /// When every coupon of the kind ends, in UTC.
  public var validUntil: Date?
  /// For how many days a coupon is good from its claim, 1 to 3,660; the earlier end holds.
  public var validDays: Int?
  /// How many there are; any number when absent.
  public var pool: Int64?
  /// How many one member may claim; any number when absent.
  public var memberLimit: Int64?
  /// Only for families with a child in one of these stages; for all when empty.
  public var stages: [String] = []
  /// Only for members in one of these segments; for all when empty.
  public var segments: [String] = []
  /// Whether it is claimed by a code only.
  public var needsCode = false

  /// Describes a kind of coupon.
  public init(code: String, name: LocalizedText, effect: CouponEffect) {
    self.code = code
    self.name = name
    self.effect = effect
  }

  /// The names of fields that are wrong.
  var wrongFields: [String] {
    var wrong: [String] = []
    if code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) == nil { wrong.append("code") }
    switch effect {
    case .amount(let value) where value < 1: wrong.append("effect")
    case .percent(let share, let most) where !(1...10_000).contains(share) || (most ?? 1) < 1:
      wrong.append("effect")
    default: break
    }
    if minimum < 0 { wrong.append("minimum") }
    if validUntil == nil, validDays == nil { wrong.append("valid_until") }
    if let validDays, !(1...3_660).contains(validDays) { wrong.append("valid_days") }
    if let pool, pool < 1 { wrong.append("pool") }
    if let memberLimit, memberLimit < 1 { wrong.append("member_limit") }
    if let claimFrom, let claimUntil, claimFrom >= claimUntil { wrong.append("claim_until") }
    return wrong
  }
}

/// A kind of coupon as it stands.
public struct CouponKind: Hashable, Sendable {
  /// The kind.
  public let id: CouponKindID
  /// What it is.
  public let terms: CouponTerms
  /// How many are claimed.
  public let claimed: Int64
  /// Whether it can be claimed at all.
  public let isActive: Bool
}

/// What has become of a coupon.
public enum CouponState: String, CaseIterable, Sendable {
  /// A member has it.
  case claimed
  /// It is tied to an order that is not paid yet.
  case held
  /// A paid order used it.
  case used
  /// It was taken away.
  case revoked
}

/// One coupon of one member.
public struct Coupon: Hashable, Sendable {
  /// The coupon.
  public let id: CouponID
  /// What it is.
  public let kind: CouponKind
  /// What has become of it.
  public let state: CouponState
  /// The order that holds or used it.
  public let order: UUID?
  /// From when it is good, in UTC.
  public let validFrom: Date
  /// Until when it is good, in UTC, exclusive.
  public let validUntil: Date
}
