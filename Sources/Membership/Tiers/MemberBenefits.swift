public import Foundation
public import TenantStore

/// A benefit that is counted.
public enum CountedBenefit: String, CaseIterable, Sendable {
  /// A return that costs the member nothing, so many a calendar year.
  case freeReturn = "free_return"
}

/// How a member who waits for a person is answered.
public struct ServiceBenefit: Hashable, Sendable {
  /// The login of who answers; nothing where anybody does.
  public let agent: String?
  /// By how many minutes she stands further ahead than who has waited as long, 0 to 240.
  public let minutesAhead: Int
}

extension TierProgram {
  /// What a member's tier and paid plan give now.
  public func benefits(of member: MemberID, in transaction: TenantTransaction) async throws
    -> TierBenefits
  {
    let standing = try await settle(member, in: transaction)
    let level = min(standing.current.level, settings.levels.count - 1)
    var benefits = settings.levels[level].benefits ?? TierBenefits()
    for code in try await transaction.activePlans(of: member) {
      guard let plan = settings.plans?.first(where: { $0.code == code }) else { continue }
      benefits = benefits.joined(with: plan.benefits)
    }
    return benefits
  }

  /// How a member's tier and plan say that a talk of hers is answered.
  public func service(of member: MemberID, in transaction: TenantTransaction) async throws
    -> ServiceBenefit
  {
    let member = try await transaction.staying(member)
    let benefits = try await benefits(of: member, in: transaction)
    return ServiceBenefit(
      agent: benefits.dedicatedAgent == true
        ? AgentRule.agent(of: member, among: settings.agents ?? []) : nil,
      minutesAhead: benefits.serviceMinutes ?? 0
    )
  }

  /// Opens a term of a paid plan, after the present one where there is one; the same key opens one.
  ///
  /// - `code`: The plan.
  /// - `key`: What paid for it, of this member. At most 80 characters.
  /// - `paid`: What was paid.
  /// - Returns: When the member's plan ends now, in UTC.
  /// - Throws: ``ValueRefusal`` with the code `plan_not_found`.
  @discardableResult
  public func open(
    _ code: String,
    for member: MemberID,
    key: String,
    paid: Money,
    in transaction: TenantTransaction
  ) async throws -> Date {
    guard let plan = settings.plans?.first(where: { $0.code == code }) else {
      throw ValueRefusal(.planNotFound)
    }
    // The account is the lock under which terms follow each other.
    let account = try await transaction.lockGrowth(of: member).member
    let names = try await transaction.names(of: member) { "\($0):\(key)" }
    if let known = try await transaction.paidTermEnd(anyOf: names) { return known }
    let term = try await nextTerm(of: code, months: plan.months, for: account, in: transaction)
    try await transaction.insertPaidTerm(
      key: "\(member):\(key)",
      of: account,
      plan: code,
      from: term.start,
      until: term.end,
      amount: paid.minorUnits
    )
    return term.end
  }

  /// Uses a benefit that is counted, once for each key.
  ///
  /// - `key`: What it is used for, such as a return's id.
  /// - `instant`: Whose calendar year it is taken out of; now when nothing is said.
  /// - Returns: Whether this call used it; not when the key has been counted before.
  /// - Throws: ``ValueRefusal`` with the code `benefit_not_included` or `benefit_used_up`.
  @discardableResult
  public func use(
    _ benefit: CountedBenefit,
    of member: MemberID,
    key: String,
    at instant: Date? = nil,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let member = try await transaction.heldStaying(member)
    guard let allowed = try await benefits(of: member, in: transaction).freeReturns else {
      throw ValueRefusal(.benefitNotIncluded)
    }
    let day = CalendarDate(instant ?? transaction.environment.now(), in: zone)
    let period = "\(day.year)"
    let isNew = try await transaction.insertBenefitUse(
      benefit.rawValue,
      of: member,
      in: period,
      key: key
    )
    guard isNew else { return false }
    guard
      try await transaction.countBenefit(
        benefit.rawValue,
        of: member,
        in: period,
        allowed: Int64(allowed)
      )
    else {
      throw ValueRefusal(.benefitUsedUp, details: ["allowed": .integer(Int64(allowed))])
    }
    return true
  }

  /// Gives back a use of a benefit that came to nothing, once for each key; a key that was not used
  /// changes nothing.
  ///
  /// - Returns: Whether this call gave it back.
  @discardableResult
  public func giveBack(
    _ benefit: CountedBenefit,
    of member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let member = try await transaction.heldStaying(member)
    // Growth is the lock of what is counted.
    _ = try await transaction.lockGrowth(of: member)
    guard
      let used = try await transaction.benefitUse(benefit.rawValue, of: member, key: key),
      try await transaction.insertBenefitUse(
        "\(benefit.rawValue):back",
        of: member,
        in: used.period,
        key: key
      )
    else { return false }
    try await transaction.uncountBenefit(benefit.rawValue, of: used.member, in: used.period)
    return true
  }

  /// Gives what comes each month, once a month: the coupons of the member's tier and plan.
  ///
  /// - Returns: The kinds of coupon that were given by this call.
  @discardableResult
  public func giveMonthlyCoupons(
    to member: MemberID,
    _ coupons: CouponProgram,
    in transaction: TenantTransaction
  ) async throws -> [String] {
    let member = try await transaction.heldStaying(member)
    let today = CalendarDate(transaction.environment.now(), in: zone)
    let period = "\(today.description.prefix(7))"
    var given: [String] = []
    for code in try await benefits(of: member, in: transaction).monthlyCoupons?.sorted() ?? [] {
      guard
        try await transaction.insertBenefitUse(
          "coupon:\(code)",
          of: member,
          in: period,
          key: "monthly"
        )
      else { continue }
      try await coupons.give(
        code,
        to: member,
        key: "monthly:\(period):\(code)",
        in: transaction
      )
      given.append(code)
    }
    return given
  }

  /// Gives the birthday's points and coupon, once a year.
  ///
  /// - `year`: In which year the birthday is; this one when nothing is said.
  /// - Returns: Whether this call gave them.
  @discardableResult
  public func giveBirthdayGift(
    of year: Int? = nil,
    to member: MemberID,
    _ points: PointsProgram?,
    _ coupons: CouponProgram,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    let member = try await transaction.heldStaying(member)
    // Points before growth, as everybody takes their locks.
    try await points?.settle(member, in: transaction)
    let benefits = try await benefits(of: member, in: transaction)
    guard benefits.birthdayPoints != nil || benefits.birthdayCoupon != nil else { return false }
    let year = "\(year ?? CalendarDate(transaction.environment.now(), in: zone).year)"
    guard
      try await transaction.insertBenefitUse("birthday", of: member, in: year, key: "birthday")
    else { return false }
    let key = "birthday:\(year)"
    if let count = benefits.birthdayPoints {
      try await points?.grant(Int64(count), to: member, key: key, in: transaction)
    }
    if let code = benefits.birthdayCoupon {
      try await coupons.give(code, to: member, key: key, in: transaction)
    }
    return true
  }
}
