public import TenantStore

/// A basket that nobody has, for a merchant who wants to see what promotions make of it.
public struct PreviewBasket: Hashable, Sendable {
  /// So many pieces of one SKU.
  public struct Item: Hashable, Sendable {
    /// The merchant's number of the SKU.
    public let sku: String
    /// How many pieces, 1 to 99.
    public let quantity: Int

    /// Describes an item.
    public init(sku: String, quantity: Int) {
      self.sku = sku
      self.quantity = quantity
    }
  }

  /// What is in it, each SKU once.
  public var items: [Item]
  /// The codes that the shopper enters, as people write them.
  public var codes: [String]
  /// What is known of the shopper; what is not known meets no condition.
  public var facts: ShopperFacts
  /// Where it goes; the shop's usual region by default.
  public var destination: FreightDestination
  /// The short name of a promotion that counts as if it ran now, wherever it stands.
  public var trying: String?

  /// Describes a basket.
  public init(
    items: [Item],
    codes: [String] = [],
    facts: ShopperFacts = ShopperFacts(),
    destination: FreightDestination = .region(""),
    trying: String? = nil
  ) {
    self.items = items
    self.codes = codes
    self.facts = facts
    self.destination = destination
    self.trying = trying
  }
}

extension Shop {
  /// What a basket would come to now for a shopper who has used no promotion yet.
  ///
  /// Level prices and what other modules take off are left out, because they belong to a person.
  /// Nothing is claimed, and stock is not asked for except for gifts.
  /// - Parameters:
  ///   - basket: What is bought, and by whom.
  ///   - tenant: Whose shop it is.
  ///   - querying: Where it is read.
  /// - Returns: The quote.
  /// - Throws: ``StorefrontRefusal`` with the code `quantity_invalid`, `sku_not_found` (`sku`),
  ///   `code_unknown` (`code`) for one that is of no promotion or of a draft, or
  ///   `promotion_not_found`.
  public func preview(
    _ basket: PreviewBasket,
    for tenant: TenantSnapshot,
    in querying: any TenantQuerying
  ) async throws -> Quote {
    let limits = 1...Cart.quantityLimit
    guard basket.items.map(\.quantity).allSatisfy(limits.contains) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    let pieces = Dictionary(basket.items.map { ($0.sku, $0.quantity) }) { $0 + $1 }
    guard !pieces.isEmpty, pieces.values.allSatisfy(limits.contains) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    let found = try await querying.saleableLines(pieces, in: ShopView(tenant))
    if let missing = basket.items.first(where: { found[$0.sku] == nil }) {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(missing.sku)])
    }
    var seen: Set<String> = []
    let lines = basket.items.filter { seen.insert($0.sku).inserted }
      .compactMap { found[$0.sku]?.line }
    let cart = Cart(id: nil, lines: lines, currency: tenant.currency)
    var offers = try await querying.promotionOffers(
      codes: .listed(basket.codes.compactMap(PromotionCodeRule.normalised)),
      person: querying.environment.makeID(),
      session: nil
    )
    let entered = Set(offers.flatMap(\.enteredCodes))
    for code in basket.codes where !entered.contains(PromotionCodeRule.normalised(code) ?? "") {
      throw StorefrontRefusal(.codeUnknown, details: ["code": .string(code)])
    }
    if let code = basket.trying {
      let tried = try await tried(code, in: querying)
      offers = offers.filter { $0.promotion.id != tried.promotion.id } + [tried]
    }
    var facts = basket.facts
    facts.isFirstOrder = facts.isFirstOrder ?? false
    let freight = try totals(of: cart, for: tenant, to: basket.destination)
    return try await QuoteDraft(lines, freight, tenant.currency)
      .applying(
        offers,
        to: Shopper(person: querying.environment.makeID(), facts: facts),
        of: tenant,
        in: querying
      )
      .quote(adjustments: [])
  }

  private func tried(_ code: String, in querying: any TenantQuerying) async throws
    -> PromotionOffer
  {
    guard let stored = try await querying.storedPromotions(code).first else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    let offer = PromotionOffer(trying: stored)
    return offer.inGroup ?? offer
  }
}
