public import Foundation
public import TenantStore

/// A merchant's coupons: claimed by members, tied to an order at the checkout, used or let go of.
///
/// ## Topics
/// ### Kinds and codes
/// - ``define(_:by:in:)``
/// - ``end(_:by:in:)``
/// - ``addCode(_:to:claims:in:)``
/// - ``generateCodes(_:of:prefix:by:in:)``
/// ### Claiming
/// - ``claim(_:for:_:key:in:)``
/// - ``claim(code:for:_:key:in:)``
/// - ``give(_:to:key:in:)``
/// ### At the checkout
/// - ``hold(_:of:for:goods:freight:in:)``
/// - ``use(for:in:)``
/// - ``release(for:in:)``
/// - ``giveBack(for:in:)``
public struct CouponProgram: Sendable {
  /// The most codes that are generated at once.
  public static let codeLimit = 10_000

  /// Creates the program.
  public init() {}

  /// Makes a kind of coupon.
  ///
  /// - Throws: ``ValueRefusal`` with the code `coupon_invalid` (`fields`); also where the short name
  ///   is taken.
  public func define(_ terms: CouponTerms, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    var wrong = terms.wrongFields
    if wrong.isEmpty, try await !transaction.insertCouponKind(terms) { wrong.append("code") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.couponInvalid, details: ["fields": .array(wrong.map(JSONValue.string))])
    }
    try await transaction.audit("membership.coupon_defined", of: terms.code, by: actor)
  }

  /// Ends a kind of coupon; what members have of it stays good.
  ///
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found`.
  public func end(_ code: String, by actor: Actor, in transaction: TenantTransaction) async throws {
    guard try await transaction.endCouponKind(code) else { throw ValueRefusal(.couponNotFound) }
    try await transaction.audit("membership.coupon_ended", of: code, by: actor)
  }

  /// Adds one code of a kind that many may use.
  ///
  /// - `code`: 3 to 32 of A-Z, 0-9 and hyphens.
  /// - `claims`: How often it can be used; any number when nil.
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found` or `coupon_invalid`.
  public func addCode(
    _ code: String,
    to kind: String,
    claims: Int64?,
    in transaction: TenantTransaction
  ) async throws {
    let kind = try await found(kind, in: transaction)
    guard code.wholeMatch(of: /[A-Z0-9][A-Z0-9-]{2,31}/) != nil, (claims ?? 1) > 0,
      try await transaction.insertCouponCodes([code], of: kind.id, claims: claims) == [code]
    else { throw ValueRefusal(.couponInvalid, details: ["fields": ["code"]]) }
  }

  /// Generates codes, each for one claim.
  ///
  /// - `count`: 1 to 10,000.
  /// - `prefix`: At most 16 of A-Z, 0-9 and hyphens, a letter or digit first.
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found` or `coupon_invalid`.
  public func generateCodes(
    _ count: Int,
    of kind: String,
    prefix: String = "",
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> [String] {
    let found = try await found(kind, in: transaction)
    guard (1...Self.codeLimit).contains(count),
      prefix.wholeMatch(of: /([A-Z0-9][A-Z0-9-]{0,15})?/) != nil
    else { throw ValueRefusal(.couponInvalid, details: ["fields": ["count", "prefix"]]) }
    var codes: [String] = []
    while codes.count < count {
      let drafts = (codes.count..<count).map { _ in
        prefix + RandomCode.make(length: 10, transaction.environment)
      }
      codes += try await transaction.insertCouponCodes(
        Array(Set(drafts)).sorted(),
        of: found.id,
        claims: 1
      )
    }
    try await transaction.audit(
      "membership.coupon_codes_generated",
      of: kind,
      by: actor,
      after: ["count": .integer(Int64(count))]
    )
    return codes
  }

  /// Claims a coupon from the centre of coupons.
  ///
  /// - `kind`: The short name of its kind.
  /// - `facts`: What is known of the family.
  /// - `key`: What asks; the same key claims one for a member. At most 80 characters.
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found`, `coupon_not_for_member`
  ///   (`obstacle`), `coupon_not_usable` (`obstacle`) or `coupon_exhausted`.
  @discardableResult
  public func claim(
    _ kind: String,
    for member: MemberID,
    _ facts: CouponFacts,
    key: String,
    in transaction: TenantTransaction
  ) async throws -> CouponID {
    let kind = try await found(kind, in: transaction)
    return try await claim(kind, member, facts, key: ("claim", key), code: nil, in: transaction)
  }

  /// Claims a coupon by a code, which is compared in capitals.
  ///
  /// - Throws: As ``claim(_:for:_:key:in:)``, and the code `coupon_code_unknown`.
  @discardableResult
  public func claim(
    code: String,
    for member: MemberID,
    _ facts: CouponFacts,
    key: String,
    in transaction: TenantTransaction
  ) async throws -> CouponID {
    let code = code.uppercased()
    guard let kind = try await transaction.couponKind(behind: code) else {
      throw ValueRefusal(.couponCodeUnknown)
    }
    return try await claim(kind, member, facts, key: ("code", key), code: code, in: transaction)
  }

  /// Gives a coupon without being asked: a monthly one, a birthday's, a referral's.
  ///
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found`, `coupon_not_usable` or
  ///   `coupon_exhausted`.
  @discardableResult
  public func give(
    _ kind: String,
    to member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws -> CouponID {
    let kind = try await found(kind, in: transaction)
    let facts = CouponFacts(stages: Set(kind.terms.stages), segments: Set(kind.terms.segments))
    return try await claim(kind, member, facts, key: ("give", key), code: "", in: transaction)
  }

  /// Takes back what ``give(_:to:key:in:)`` gave; one that an order has goes when that lets it go.
  ///
  /// - Returns: Whether it was there to be taken.
  func revoke(
    givenAs key: String,
    to member: MemberID,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    for account in try await transaction.accounts(of: member) {
      let name = Self.name(("give", key), account)
      if try await transaction.revokeCoupon(claimedAs: name) { return true }
    }
    return false
  }

  /// What a claim is known by.
  private static func name(_ key: (kind: String, text: String), _ member: MemberID) -> String {
    "\(key.kind):\(member):\(key.text)"
  }

  /// Ties a coupon to an order that is being placed; holding again for it changes nothing.
  ///
  /// - `goods`: The sum of the goods that it is for, after other discounts.
  /// - `freight`: What delivery costs.
  /// - Returns: What it takes off, above zero.
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_found` or `coupon_not_usable`.
  public func hold(
    _ id: CouponID,
    of member: MemberID,
    for order: UUID,
    goods: Money,
    freight: Money,
    in transaction: TenantTransaction
  ) async throws -> Money {
    guard let coupon = try await transaction.coupon(id, of: member) else {
      throw ValueRefusal(.couponNotFound)
    }
    let discount = CouponRule.discount(of: coupon.kind.terms, goods: goods, freight: freight)
    guard discount.minorUnits > 0 else { throw ValueRefusal(.couponNotUsable) }
    if coupon.state == .held, coupon.order == order { return discount }
    guard try await transaction.holdCoupon(id, of: member, for: order) else {
      throw ValueRefusal(.couponNotUsable)
    }
    return discount
  }

  /// Uses what an order holds, when it was paid.
  ///
  /// - Returns: Whether it held a coupon.
  @discardableResult
  public func use(for order: UUID, in transaction: TenantTransaction) async throws -> Bool {
    try await transaction.moveCoupon(of: order, .use)
  }

  /// Lets go of what an order holds, when it was called off or its payment failed.
  ///
  /// - Returns: Whether it held a coupon.
  @discardableResult
  public func release(for order: UUID, in transaction: TenantTransaction) async throws -> Bool {
    try await transaction.moveCoupon(of: order, .release)
  }

  /// Gives back what an order used, when all of it was refunded.
  ///
  /// - Returns: Whether it had used a coupon.
  @discardableResult
  public func giveBack(for order: UUID, in transaction: TenantTransaction) async throws -> Bool {
    try await transaction.moveCoupon(of: order, .giveBack)
  }

  private func found(_ code: String, in transaction: TenantTransaction) async throws -> CouponKind {
    guard let kind = try await transaction.couponKind(code) else {
      throw ValueRefusal(.couponNotFound)
    }
    return kind
  }

  /// Claims a coupon; an empty code stands for none that is needed.
  private func claim(
    _ kind: CouponKind,
    _ member: MemberID,
    _ facts: CouponFacts,
    key: (kind: String, text: String),
    code: String?,
    in transaction: TenantTransaction
  ) async throws -> CouponID {
    let account = try await transaction.heldStaying(member)
    let names = try await transaction.names(of: member) { Self.name(key, $0) }
    if let known = try await transaction.coupon(claimedAsAnyOf: names) { return known }
    let key = Self.name(key, member)
    let now = transaction.environment.now()
    if let obstacle = CouponRule.obstacle(to: kind, facts, hasCode: code != nil, at: now) {
      let details: [String: JSONValue] = ["obstacle": .string(obstacle.rawValue)]
      switch obstacle {
      case .otherStage, .otherSegment: throw ValueRefusal(.couponNotForMember, details: details)
      default: throw ValueRefusal(.couponNotUsable, details: details)
      }
    }
    let id = CouponID.make(in: transaction.environment)
    let until = CouponRule.expiry(of: kind.terms, claimedAt: now)
    guard try await transaction.insertCoupon(id, kind, of: account, key: key, until: until) else {
      guard let known = try await transaction.coupon(claimedAsAnyOf: [key]) else {
        throw ValueRefusal(.changedMeanwhile)
      }
      return known
    }
    let counted = code.flatMap { $0.isEmpty ? nil : $0 }
    guard try await transaction.countCouponClaim(id, kind, of: account, code: counted) else {
      throw ValueRefusal(.couponExhausted)
    }
    // Under the lock of the kind: the same key may have claimed one for another account of the person.
    let others = names.filter { $0 != key }
    if !others.isEmpty, try await transaction.coupon(claimedAsAnyOf: others) != nil {
      throw ValueRefusal(.changedMeanwhile)
    }
    return id
  }
}

/// Codes that people type.
enum RandomCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// Unpredictable characters of Crockford's base 32, five bits each.
  static func make(length: Int, _ environment: StoreEnvironment) -> String {
    String(environment.randomBytes(length).map { alphabet[Int($0 & 31)] })
  }
}
