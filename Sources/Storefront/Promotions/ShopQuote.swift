public import Foundation
public import TenantStore

extension Shop {
  /// What a cart comes to now for its visitor: promotions, gifts, freight, and what other modules
  /// take off, with the reasons of what does not apply.
  ///
  /// Lines that are no longer on sale are left out. Nothing is claimed;
  /// ``placeOrder(_:session:isProved:for:in:)`` computes the same inside its transaction and claims.
  /// - Parameters:
  ///   - cart: The cart.
  ///   - session: The visitor's; without one there are no promotions.
  ///   - isProved: Whether the session's owner has proved who they are; nobody is asked who is signed
  ///     in on one that has not.
  ///   - tenant: Whose shop it is.
  ///   - destination: Where it goes; the shop's usual region when it is not known yet.
  ///   - querying: Where it is read.
  /// - Returns: The quote.
  /// - Throws: `TenancyRefusal` when the database is busy or away, or what a port throws.
  public func quote(
    of cart: Cart,
    session: SessionID?,
    isProved: Bool = true,
    for tenant: TenantSnapshot,
    to destination: FreightDestination = .region(""),
    in querying: any TenantQuerying
  ) async throws -> Quote {
    guard let session, cart.lines.contains(where: { $0.state != .unavailable }) else {
      let lines = cart.lines.filter { $0.state != .unavailable }
      let freight = try totals(of: cart, for: tenant, to: destination)
      return QuoteDraft(lines, freight, tenant.currency).quote(adjustments: [])
    }
    let known: Shopper? = try await isProved ? ports.shopper(session, tenant, querying) : nil
    let person = known?.person ?? session.uuid
    let offers =
      if let group = cart.group {
        try await querying.groupOffers(of: group.promotion, person: person, session: session)
      } else {
        try await querying.promotionOffers(
          codes: cart.id.map { .ofCart($0) } ?? .listed([]),
          person: person,
          session: session
        )
      }
    return try await quote(
      of: cart,
      session: session,
      Eyes(shopper: known, offers: offers),
      for: tenant,
      to: destination,
      in: querying
    )
  }

  /// As ``quote(of:session:isProved:for:to:in:)``, with the promotions where they were read already
  /// for a session on which nobody can be signed in.
  func quote(
    of cart: Cart,
    session: SessionID,
    knowing offers: [PromotionOffer]?,
    for tenant: TenantSnapshot,
    to destination: FreightDestination,
    in querying: any TenantQuerying
  ) async throws -> Quote {
    guard let offers else {
      return try await quote(
        of: cart,
        session: session,
        for: tenant,
        to: destination,
        in: querying
      )
    }
    return try await quote(
      of: cart,
      session: session,
      Eyes(shopper: nil, offers: offers),
      for: tenant,
      to: destination,
      in: querying
    )
  }

  /// Through whose eyes a cart is priced: who is known on its session, and what promotions there are.
  private struct Eyes {
    let shopper: Shopper?
    let offers: [PromotionOffer]
  }

  private func quote(
    of cart: Cart,
    session: SessionID,
    _ eyes: Eyes,
    for tenant: TenantSnapshot,
    to destination: FreightDestination,
    in querying: any TenantQuerying
  ) async throws -> Quote {
    let shopper = eyes.shopper ?? Shopper(person: session.uuid)
    let cart = try await cart.atPrices(of: shopper.facts.level, in: querying)
    let lines = cart.lines.filter { $0.state != .unavailable }
    let freight = try totals(of: cart, for: tenant, to: destination)
    let draft = try await QuoteDraft(lines, freight, tenant.currency)
      .applying(eyes.offers, to: shopper, of: tenant, in: querying)
    let basket = CheckoutBasket(
      session: session,
      shopper: eyes.shopper,
      lines: lines,
      discounts: draft.lineDiscounts,
      totals: draft.totals
    )
    let adjustments = try await ports.adjustments(basket, tenant, querying)
    return draft.quote(adjustments: adjustments, shopper: eyes.shopper)
  }
}

extension Cart {
  /// The cart with the prices of a level where they are lower.
  fileprivate func atPrices(of level: String?, in querying: any TenantQuerying) async throws -> Self
  {
    guard let level else { return self }
    let currency = goods.currency
    let prices = try await querying.levelPrices(level, of: lines.map(\.sku), in: currency)
    guard !prices.isEmpty else { return self }
    let lines = lines.map { line in
      guard let price = prices[line.sku], price.minorUnits < line.unitPrice.minorUnits else {
        return line
      }
      return line.with(unitPrice: price)
    }
    return Self(id: id, lines: lines, currency: currency)
  }
}

/// A shopper as promotions see one.
public struct Shopper: Hashable, Sendable {
  /// Whom limits per person count: the person where one is known, else the session.
  public let person: UUID
  /// What is known.
  public let facts: ShopperFacts

  /// Describes a shopper.
  public init(person: UUID, facts: ShopperFacts = ShopperFacts()) {
    self.person = person
    self.facts = facts
  }
}

/// A quote in the making.
struct QuoteDraft {
  private let lines: [CartLine]
  private let currency: Currency
  private let freight: Money
  private let isDeliverable: Bool
  private var discounts: OrderDiscounts
  private var applied: [Quote.Applied] = []
  private var refused: [Quote.Refused] = []
  private var claims: [PromotionClaim] = []
  private var codes: [String] = []

  /// Nothing is taken off yet.
  init(_ lines: [CartLine], _ totals: CartTotals, _ currency: Currency) {
    self.lines = lines
    freight = totals.freight
    isDeliverable = totals.isDeliverable
    self.currency = currency
    discounts = OrderDiscounts(
      lines: lines.map(\.total.minorUnits),
      freight: freight.minorUnits
    )
  }

  var lineDiscounts: [Money] { discounts.lines.map(money) }

  var totals: CartTotals {
    CartTotals(
      goods: CartTotals.goods(lines.map(\.total), currency),
      freight: freight,
      goodsDiscount: money(discounts.goods),
      freightDiscount: money(discounts.freight),
      isDeliverable: isDeliverable
    )
  }

  private func money(_ units: Int64) -> Money { Money(minorUnits: units, currency: currency) }

  /// The same with what promotions take off.
  func applying(
    _ offers: [PromotionOffer],
    to shopper: Shopper,
    of tenant: TenantSnapshot,
    in querying: any TenantQuerying
  ) async throws -> Self {
    guard !offers.isEmpty else { return self }
    let now = querying.environment.now()
    let basket = PromotionBasket(
      lines: lines.map(\.promotionLine),
      freight: freight.minorUnits,
      shopper: offers.reduce(shopper.facts) { $1.facts($0) }
    )
    let wanted = PromotionRule.giftsInReach(of: offers.map { $0.candidate(at: now) }, on: basket)
    let gifts = try await querying.saleableLines(
      Dictionary(wanted.map { ($0, 1) }) { $1 },
      in: ShopView(tenant)
    )
    var draft = self
    draft.apply(offers, gifts: gifts, to: basket, person: shopper.person, at: now)
    return draft
  }

  private mutating func apply(
    _ offers: [PromotionOffer],
    gifts: [String: SaleableLine],
    to basket: PromotionBasket,
    person: UUID,
    at now: Date
  ) {
    codes = offers.flatMap(\.enteredCodes).sorted()
    let byID = Dictionary(offers.map { ($0.promotion.id, $0) }, uniquingKeysWith: { $1 })
    var candidates = offers.map { offer in
      var candidate = offer.candidate(at: now)
      if case .gift(let sku, let quantity) = offer.promotion.terms.effect, let gift = gifts[sku] {
        let bought = lines.first { $0.sku == gift.line.sku }?.quantity ?? 0
        if bought + quantity <= min(gift.available, Cart.quantityLimit) {
          // On top of pieces that are bought, it is claimed at their price.
          let line = lines.first { $0.sku == gift.line.sku } ?? gift.line
          candidate.giftPrice = line.unitPrice.minorUnits
        }
      }
      return candidate
    }
    var outcome = PromotionRule.outcome(of: candidates, on: basket)
    while let excess = excessGift(of: outcome, gifts),
      let index = candidates.firstIndex(where: { $0.promotion.id == excess })
    {
      candidates[index].giftPrice = nil
      outcome = PromotionRule.outcome(of: candidates, on: basket)
    }
    discounts = discounts.taking(outcome.lines, freight: outcome.freight)
    for grant in outcome.applied {
      note(grant, byID[grant.promotion.id], gifts, person)
    }
    let names = Dictionary(offers.map { ($0.promotion.code, $0.promotion.name) }) { $1 }
    refused = outcome.refused.map { refusal in
      Quote.Refused(
        code: refusal.promotion.code,
        name: refusal.promotion.name,
        enteredCode: byID[refusal.promotion.id]?.enteredCode,
        reason: refusal.reason,
        rival: refusal.reason.rival.flatMap { names[$0] }
      )
    }
  }

  /// The first promotion whose gift is no longer there when those before it have had theirs.
  private func excessGift(of outcome: PromotionOutcome, _ gifts: [String: SaleableLine])
    -> PromotionID?
  {
    var promised: [String: Int] = [:]
    for grant in outcome.applied {
      guard let sku = grant.promotion.terms.effect.gift, let gift = gifts[sku] else { continue }
      let bought = lines.first { $0.sku == gift.line.sku }?.quantity ?? 0
      promised[sku, default: bought] += grant.gifts
      if promised[sku, default: 0] > min(gift.available, Cart.quantityLimit) {
        return grant.promotion.id
      }
    }
    return nil
  }

  private mutating func note(
    _ grant: PromotionOutcome.Applied,
    _ offer: PromotionOffer?,
    _ gifts: [String: SaleableLine],
    _ person: UUID
  ) {
    let effect = grant.promotion.terms.effect
    // On top of pieces that are bought, a gift stands at their price, because it joins their line.
    let gift = effect.gift.flatMap { gifts[$0] }.map { gift in
      let bought = lines.first { $0.sku == gift.line.sku }
      return (bought ?? gift.line).with(quantity: grant.gifts)
    }
    applied.append(
      Quote.Applied(
        code: grant.promotion.code,
        name: grant.promotion.name,
        enteredCode: offer?.enteredCode,
        amount: money(grant.amount),
        gift: gift
      )
    )
    claims.append(
      PromotionClaim(
        promotion: grant.promotion.id,
        name: grant.promotion.code,
        code: grant.promotion.needsCode ? offer?.enteredCode : nil,
        person: person,
        amount: grant.amount + (gift?.total.minorUnits ?? 0),
        pieces: grant.pieces,
        personLimit: offer?.personLimit,
        personUses: effect.countsPieces ? grant.pieces : 1
      )
    )
  }

  /// The quote after what other modules take off.
  func quote(adjustments: [PriceAdjustment], shopper: Shopper? = nil) -> Quote {
    var discounts = discounts
    let taken = adjustments.compactMap { adjustment -> PriceAdjustment? in
      let wanted = -adjustment.amount.minorUnits
      let amount =
        adjustment.isOffFreight ? discounts.takeOffFreight(wanted) : discounts.take(wanted)
      guard amount > 0 else { return nil }
      return PriceAdjustment(
        code: adjustment.code,
        amount: money(-amount),
        isOffFreight: adjustment.isOffFreight
      )
    }
    return Quote(
      lines: zip(lines, discounts.lines).map { Quote.Line(line: $0, discount: money($1)) },
      totals: CartTotals(
        goods: totals.goods,
        freight: freight,
        goodsDiscount: money(discounts.goods),
        freightDiscount: money(discounts.freight),
        isDeliverable: isDeliverable
      ),
      applied: applied,
      refused: refused,
      adjustments: taken,
      codes: codes,
      claims: claims,
      shopper: shopper
    )
  }
}

extension PromotionReason {
  /// The short name of the promotion that stands in the way.
  var rival: String? {
    switch self {
    case .groupTaken(let code), .excluded(let code): code
    default: nil
    }
  }
}

extension CartLine {
  fileprivate var promotionLine: PromotionBasket.Line {
    .init(
      code: code,
      product: productSlug,
      categories: categories,
      ages: ages,
      unitPrice: unitPrice.minorUnits,
      quantity: quantity
    )
  }
}
