public import Foundation
public import TenantStore

/// What a merchant does with products one by one; files change many at once.
extension Shop {
  /// Puts a product on sale, at once or for a time; putting it there again changes nothing.
  ///
  /// - Parameters:
  ///   - slug: The product's short name.
  ///   - from: From when on; at once when absent.
  ///   - until: Until when; for ever when absent.
  ///   - tenant: Whose shop it is, for what it demands of products of a category.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`, `schedule_invalid` when
  ///   the end is not after the beginning or has passed, or `product_incomplete` (`product`,
  ///   `columns`) when something is not filled in that its category demands.
  public func publishProduct(
    _ slug: String,
    from: Date? = nil,
    until: Date? = nil,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    if let until, until <= max(from ?? .distantPast, transaction.environment.now()) {
      throw StorefrontRefusal(.scheduleInvalid)
    }
    try await setStatus(.published, from: from, until: until, of: slug, by: actor, transaction) {
      product,
      parent in
      let missing = ProductDemandRule.missing(
        product,
        below: parent,
        demands: try tenant.storefront.demands ?? [:],
        tenant.locales,
        tenant.currency
      )
      guard missing.isEmpty else {
        throw StorefrontRefusal(
          .productIncomplete,
          details: ["product": .string(slug), "columns": .string(missing.joined(separator: ", "))]
        )
      }
    }
  }

  /// Takes a product off sale, so that it is a draft again; doing it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `product_not_found`.
  public func unpublishProduct(
    _ slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await setStatus(.draft, from: nil, until: nil, of: slug, by: actor, transaction)
  }

  private func setStatus(
    _ status: ProductStatus,
    from: Date?,
    until: Date?,
    of slug: String,
    by actor: Actor,
    _ transaction: TenantTransaction,
    check: (_ product: ProductDraft, _ parent: String?) throws -> Void = { _, _ in }
  ) async throws {
    // As for every change of the catalogue: the search is written from what is read here.
    try await transaction.lockCatalogue()
    guard let id = try await transaction.lockProduct(slug: slug) else {
      throw StorefrontRefusal(.productNotFound, details: ["product": .string(slug)])
    }
    let before = try await transaction.storedProducts([id.uuid])
    guard
      let old = before.draft.products.first,
      old.status != status || old.publishAt != from || old.unpublishAt != until
    else { return }
    let places = try await transaction.storedPlaces()
    try check(old, places.draft.categories.first { $0.slug == old.category }?.parent)
    try await transaction.setStatus(status, from: from, until: until, of: id)
    if old.status != status {
      let stored = try await transaction.storedProducts([id.uuid])
      try await transaction.writeSearch(
        SearchEntry.all(of: stored.draft.products, stored.productIDs, in: places.draft.categories)
      )
    }
    try await transaction.audit(
      status == .published ? "storefront.product_published" : "storefront.product_unpublished",
      of: slug,
      by: actor,
      before: Self.publishing(old.status, old.publishAt, old.unpublishAt),
      after: Self.publishing(status, from, until)
    )
  }

  private static func publishing(_ status: ProductStatus, _ from: Date?, _ until: Date?)
    -> JSONValue
  {
    func text(_ time: Date?) -> JSONValue { time.map { .string($0.formatted(.iso8601)) } ?? .null }
    return ["status": .string(status.rawValue), "from": text(from), "until": text(until)]
  }

  /// Changes the price of a SKU and its strike price; the same prices again change nothing.
  ///
  /// The old price is kept for the lowest price of thirty days.
  /// - Parameters:
  ///   - price: The price outside of sales, 0 or more, in the shop's currency.
  ///   - strike: The strike price, above the price; none when absent.
  ///   - sku: The merchant's own number of the SKU.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found` or `price_invalid` (`field`).
  public func setPrice(
    _ price: Money,
    strike: Money?,
    of sku: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    if let field = PriceRule.problem(price, strike: strike, currency: tenant.currency) {
      throw StorefrontRefusal(.priceInvalid, details: ["field": .string(field)])
    }
    try await transaction.lockCatalogue()
    guard let old = try await transaction.pricedSKU(sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    let (new, list) = (price.minorUnits, strike?.minorUnits)
    guard old.price != new || old.listPrice != list else { return }
    if old.price != new {
      let now = transaction.environment.now()
      try await transaction.recordPastPrices([(sku, old.price)], endedAt: now)
    }
    try await transaction.setPrice(new, strike: list, of: sku, product: old.product)
    func prices(_ price: Int64, _ list: Int64?) -> JSONValue {
      func text(_ units: Int64?) -> JSONValue {
        units.map { .string(Money(minorUnits: $0, currency: tenant.currency).decimal) } ?? .null
      }
      return ["price": text(price), "list_price": text(list)]
    }
    try await transaction.audit(
      "storefront.price_changed",
      of: sku,
      by: actor,
      before: prices(old.price, old.listPrice),
      after: prices(new, list)
    )
  }
}

/// What a price must be.
public enum PriceRule {
  /// The most that a SKU may cost, in minor units.
  public static let limit: Int64 = 1_000_000_000_000

  /// The field that is wrong, `price` or `list_price`; nothing when both are right.
  public static func problem(_ price: Money, strike: Money?, currency: Currency) -> String? {
    guard price.currency == currency, (0...limit).contains(price.minorUnits) else { return "price" }
    guard let strike else { return nil }
    let isRight = strike.currency == currency && strike.minorUnits > price.minorUnits
    return isRight && strike.minorUnits <= limit ? nil : "list_price"
  }
}
