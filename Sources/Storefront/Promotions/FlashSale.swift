public import Foundation
public import TenantStore

/// A low price of one SKU for some hours, as a merchant asks for it (秒杀).
public struct FlashSale: Hashable, Sendable {
  /// The merchant's number of the SKU.
  public var sku: String
  /// What shoppers read, 1 to 80 characters.
  public var name: String
  /// What a piece costs, below the SKU's price.
  public var price: Money
  /// From when on.
  public var starts: Date
  /// Until when.
  public var ends: Date
  /// How many pieces are sold at the price; nothing for no limit.
  public var pieces: Int?
  /// How many orders of one shopper may have it; nothing for no limit.
  public var perPerson: Int?

  /// Describes a sale.
  public init(
    sku: String,
    name: String,
    price: Money,
    starts: Date,
    ends: Date,
    pieces: Int? = nil,
    perPerson: Int? = nil
  ) {
    self.sku = sku
    self.name = name
    self.price = price
    self.starts = starts
    self.ends = ends
    self.pieces = pieces
    self.perPerson = perPerson
  }
}

/// What a flash sale must be.
public enum FlashSaleRule {
  /// The most pieces or orders that a limit may name.
  public static let limit = 1_000_000

  /// What is wrong with a sale of a SKU that costs this much in minor units; nothing when it is right.
  public static func refusal(
    of sale: FlashSale,
    regular price: Int64,
    at now: Date
  ) -> StorefrontRefusal? {
    guard (0..<price).contains(sale.price.minorUnits) else {
      return StorefrontRefusal(.priceInvalid, details: ["field": "price"])
    }
    guard sale.starts < sale.ends, sale.ends > now else {
      return StorefrontRefusal(.scheduleInvalid)
    }
    let limits = [sale.pieces, sale.perPerson].compactMap(\.self)
    guard limits.allSatisfy((1...limit).contains) else {
      return StorefrontRefusal(.quantityInvalid)
    }
    return nil
  }
}

extension Shop {
  /// Starts a flash sale, which runs between its times and can be paused like any promotion.
  ///
  /// It stands in a group of its own, so that sales of several SKUs run beside each other. The
  /// tenant's folder does not end it, because it does not know of it.
  /// - Parameters:
  ///   - sale: What is sold at what price, and how long.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Returns: The promotion's short name.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found`; `price_invalid` for one that is
  ///   not below the SKU's; `schedule_invalid` when it does not end after it begins and after now;
  ///   `quantity_invalid` for a limit that is not from 1 to a million.
  public func startFlashSale(
    _ sale: FlashSale,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> String {
    try await transaction.lockCatalogue()
    guard let sku = try await transaction.pricedSKU(sale.sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sale.sku)])
    }
    let now = transaction.environment.now()
    if let refusal = FlashSaleRule.refusal(of: sale, regular: sku.price, at: now) { throw refusal }
    let code = "flash-\(transaction.environment.randomBytes(5).hexadecimal)"
    let name = sale.name.isEmpty ? sale.sku : String(sale.name.prefix(80))
    let draft = PromotionDraft(
      code: code,
      name: LocalizedText(Dictionary(uniqueKeysWithValues: tenant.locales.map { ($0, name) })),
      group: code,
      priority: 0,
      state: PromotionLifecycle.active.rawValue,
      starts: sale.starts,
      ends: sale.ends,
      codes: [],
      needsCode: false,
      terms: PromotionTerms(
        .price(sale.price.minorUnits),
        goods: PromotionGoods(skus: [sale.sku])
      ),
      usesLimit: nil,
      moneyLimit: nil,
      piecesLimit: sale.pieces.map(Int64.init),
      personLimit: sale.perPerson.map(Int64.init)
    )
    guard try await transaction.writePromotion(draft, id: nil, isOfDesk: true) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    try await transaction.audit(
      "storefront.flash_sale_started",
      of: code,
      by: actor,
      after: [
        "sku": .string(sale.sku), "price": .string(sale.price.decimal),
        "from": .string(sale.starts.ISO8601Format()), "until": .string(sale.ends.ISO8601Format()),
      ]
    )
    return code
  }
}
