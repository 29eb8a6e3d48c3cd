internal import Foundation
public import TenantStore

/// Something that points buy.
public struct PointsReward: Hashable, Sendable {
  /// The merchant's short name: small letters, digits and hyphens.
  public var code: String
  /// What members read.
  public var name: LocalizedText
  /// What it costs, 1 to 1,000,000,000 points.
  public var points: Int64
  /// How many there are in all; any number when absent.
  public var stock: Int64?
  /// How many one member may have; any number when absent.
  public var memberLimit: Int64?
  /// The kind of coupon that comes with it.
  public var coupon: String?

  /// Describes a reward.
  public init(
    code: String,
    name: LocalizedText,
    points: Int64,
    stock: Int64? = nil,
    memberLimit: Int64? = nil,
    coupon: String? = nil
  ) {
    self.code = code
    self.name = name
    self.points = points
    self.stock = stock
    self.memberLimit = memberLimit
    self.coupon = coupon
  }

  var isValid: Bool {
    code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil
      && (1...PointsProgram.limit).contains(points) && (stock ?? 0) >= 0 && (memberLimit ?? 1) > 0
  }
}

/// The points shop.
extension PointsProgram {
  /// Puts a reward into the shop, or changes one.
  ///
  /// - Throws: ``ValueRefusal`` with the code `points_amount_invalid` where a field is out of range,
  ///   or `reward_exhausted` where the stock would be less than what is gone.
  public func define(_ reward: PointsReward, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    guard reward.isValid else { throw ValueRefusal(.pointsAmountInvalid) }
    guard try await transaction.savePointsReward(reward) else {
      throw ValueRefusal(.rewardExhausted)
    }
    try await transaction.audit("membership.reward_defined", of: reward.code, by: actor)
  }

  /// Buys a reward with points, those that go first before others.
  ///
  /// - `key`: What asks; the same key buys one for a member. At most 80 characters.
  /// - Returns: Whether this call bought it.
  /// - Throws: ``ValueRefusal`` with the code `reward_not_found`, `reward_exhausted` or
  ///   `points_too_few` (`available`).
  @discardableResult
  public func redeem(
    _ code: String,
    by member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard let reward = try await transaction.pointsReward(code) else {
      throw ValueRefusal(.rewardNotFound)
    }
    let isNew = try await PointsLedger.change(of: member, once: ("redeem", key), in: transaction) {
      book in
      guard book.redeem(reward.points) else {
        throw ValueRefusal(.pointsTooFew, details: ["available": .integer(book.balance.available)])
      }
    }
    guard isNew else { return false }
    let account = try await transaction.staying(member)
    guard try await transaction.countRedemption(of: reward, by: account) else {
      throw ValueRefusal(.rewardExhausted)
    }
    if let coupon = reward.coupon {
      try await CouponProgram().give(coupon, to: member, key: "redeem:\(key)", in: transaction)
    }
    return true
  }
}
