public import TenantStore

extension Shop {
  /// Watches a SKU: when so few pieces are left over all locations, `storefront.stock_low` is emitted
  /// once, and again only after it was filled up.
  ///
  /// - Parameters:
  ///   - sku: The merchant's own number of the SKU.
  ///   - threshold: How few, 0 to 1,000,000; nothing ends the watch.
  ///   - actor: Who wants to be told.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found` or `quantity_invalid`.
  public func watchStock(
    of sku: String,
    below threshold: Int?,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let id = try await transaction.skuID(code: sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    guard (0...1_000_000).contains(threshold ?? 0) else {
      throw StorefrontRefusal(.quantityInvalid, details: ["sku": .string(sku)])
    }
    try await transaction.setWatch(id, threshold)
    try await transaction.audit(
      "storefront.stock_watched",
      of: sku,
      by: actor,
      after: ["threshold": threshold.map { .integer(Int64($0)) } ?? .null]
    )
  }

  /// Emits what has become low since the last look.
  func noteLowStock(in transaction: TenantTransaction) async throws {
    for low in try await transaction.turnWatches() {
      try await transaction.emit(
        "storefront.stock_low",
        ["sku": .string(low.code), "left": .integer(low.left)]
      )
    }
  }
}

extension JobKind {
  /// Looks whether what is watched has become low.
  static func noticeLowStock(_ shop: Shop) -> Self {
    Self(name: "storefront.notice_low_stock", timeLimit: .seconds(60)) { context in
      try await context.transaction { try await shop.noteLowStock(in: $0) }
    }
  }
}
