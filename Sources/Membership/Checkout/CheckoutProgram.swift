public import Foundation
public import TenantStore

/// What members of a merchant use when they order: the benefit of their tier, a coupon, points.
///
/// A shop asks twice: for each quote, where nothing is written, and once more in the transaction that
/// places the order, which then ties coupon and points to it.
///
/// ## Topics
/// - ``choose(_:on:in:)``
/// - ``offers(to:goods:freight:in:)``
/// - ``place(_:from:taking:in:)``
/// - ``benefits(of:in:)``
/// - ``shopper(on:day:in:)``
public struct CheckoutProgram: Sendable {
  private let values: ValueProgram
  private let levels: [TierSettings.Level]
  private let plans: [TierSettings.Plan]

  /// Reads a merchant's settings.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public init(_ tenant: TenantSnapshot) throws(TenancyRefusal) {
    values = try ValueProgram(tenant)
    levels = values.tiers?.settings.levels ?? []
    plans = values.tiers?.settings.plans ?? []
  }

  /// Keeps what the member who is signed in on a session wants to use with the next order.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found` when nobody is signed in,
  ///   ``ValueRefusal`` with the code `points_amount_invalid` or `coupon_not_found`.
  public func choose(
    _ choice: CheckoutChoice,
    on session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard let member = try await transaction.memberSignedIn(on: session) else {
      throw MembershipRefusal(.memberNotFound)
    }
    if let points = choice.points, !(1...PointsProgram.limit).contains(points) {
      throw ValueRefusal(.pointsAmountInvalid)
    }
    if let coupon = choice.coupon, try await transaction.coupon(coupon, of: member) == nil {
      throw ValueRefusal(.couponNotFound)
    }
    try await transaction.keepCheckoutChoice(choice, on: session)
  }

  /// What is taken off an order that is about to be placed from a session, in this order.
  ///
  /// It only reads, and in a transaction holds what was chosen; nothing for who is not signed in.
  /// - `goods`: The sum of the goods after other discounts.
  /// - `freight`: What delivery costs after other discounts.
  public func offers(
    to session: SessionID,
    goods: Money,
    freight: Money,
    in querying: any TenantQuerying
  ) async throws -> [CheckoutOffer] {
    guard let held = try await querying.checkoutHoldings(on: session) else { return [] }
    let benefits = benefits(atLevel: held.standing.level, with: held.standing.plans)
    var (offers, goods, freight): ([CheckoutOffer], Money, Money) = ([], goods, freight)
    if freight.minorUnits > 0, benefits.freeShipping == true {
      offers.append(CheckoutOffer(reason: .freeShipping, amount: freight, isOffFreight: true))
      freight = .zero(freight.currency)
    }
    if let coupon = held.coupon, coupon.isUsable(at: querying.environment.now()) {
      let amount = CouponRule.discount(of: coupon.kind.terms, goods: goods, freight: freight)
      if amount.minorUnits > 0 {
        let isOffFreight = coupon.kind.terms.effect == .shipping
        offers.append(
          CheckoutOffer(reason: .coupon, amount: amount, isOffFreight: isOffFreight)
        )
        if !isOffFreight { goods = goods - amount }
      }
    }
    if let wanted = held.wanted, let terms = values.points?.settings.deduction,
      let deduction = PointsRule.deduction(of: min(wanted, held.available), from: goods, terms)
    {
      offers.append(CheckoutOffer(reason: .points, amount: deduction.money))
    }
    return offers
  }

  /// Notes whose order it is, and ties to it what ``offers(to:goods:freight:in:)`` took off.
  ///
  /// - `taking`: What was really taken off.
  /// - Throws: ``ValueRefusal`` with the code `coupon_not_usable`, `points_too_few` or
  ///   `points_not_accepted` when somebody used it meanwhile: the order must not be placed.
  public func place(
    _ order: UUID,
    from session: SessionID,
    taking offers: [CheckoutOffer],
    in transaction: TenantTransaction
  ) async throws {
    guard let known = try await transaction.choiceSignedIn(on: session) else { return }
    let (member, choice) = (known.member, known.choice)
    try transaction.notePlacedOrderLater(order, of: member)
    for offer in offers {
      switch offer.reason {
      case .freeShipping: break
      case .coupon:
        guard let coupon = choice.coupon,
          try await transaction.holdCoupon(coupon, of: member, for: order)
        else { throw ValueRefusal(.couponNotUsable) }
      case .points:
        guard let points = values.points else { throw ValueRefusal(.pointsNotAccepted) }
        try await points.hold(paying: offer.amount, of: member, for: order, in: transaction)
      }
    }
    if choice != CheckoutChoice() { try transaction.clearCheckoutChoice(on: session) }
  }

  /// The name of the price list that holds for who is signed in on a session; nothing for the usual one.
  ///
  /// A merchant whose tiers and plans name no price list is not asked about.
  public func priceLevel(on session: SessionID, in querying: any TenantQuerying) async throws
    -> String?
  {
    let names =
      levels.compactMap { $0.benefits?.priceLevel } + plans.compactMap(\.benefits.priceLevel)
    guard !names.isEmpty, let standing = try await querying.standingSignedIn(on: session) else {
      return nil
    }
    return benefits(atLevel: standing.level, with: standing.plans).priceLevel
  }

  /// The benefits of a member as they were noted last; nothing is settled.
  public func benefits(of member: MemberID, in querying: any TenantQuerying) async throws
    -> TierBenefits
  {
    guard !levels.isEmpty else { return TierBenefits() }
    return benefits(
      atLevel: try await querying.tierLevel(of: member),
      with: try await querying.activePlans(of: member)
    )
  }

  func benefits(atLevel level: Int, with codes: [String]) -> TierBenefits {
    guard !levels.isEmpty else { return TierBenefits() }
    var benefits = levels[min(level, levels.count - 1)].benefits ?? TierBenefits()
    for code in codes {
      guard let plan = plans.first(where: { $0.code == code }) else { continue }
      benefits = benefits.joined(with: plan.benefits)
    }
    return benefits
  }
}

extension Coupon {
  /// Whether an order may be placed with it at an instant.
  func isUsable(at now: Date) -> Bool {
    state == .claimed && validFrom <= now && now < validUntil
  }
}
