internal import Foundation
public import TenantStore

extension Shop {
  /// Takes pieces with a date in; from then on the SKU is kept by lot everywhere.
  ///
  /// - Returns: The lot.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found`, `location_not_found`,
  ///   `lot_invalid` (`fields`) or `lot_date_differs`.
  @discardableResult
  public func receiveLot(
    _ draft: LotDraft,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> LotID {
    let (lot, sku, location) = try await add(draft, for: tenant, in: transaction)
    _ = try await transaction.lockStock(sku, at: location)
    try await transaction.keepByLot(sku)
    _ = try await transaction.moveStock(sku, at: location, by: draft.quantity)
    try await transaction.recordLots([(lot, Int64(draft.quantity))], "received")
    try await transaction.supplyPresales(of: [sku])
    try await noteLot("received", lot, draft.sku, draft.code, draft.quantity, actor, transaction)
    return lot
  }

  /// Says which lot pieces belong to that are there already.
  ///
  /// - Throws: As ``receiveLot(_:for:by:in:)``, and `stock_too_low` (`left`) when fewer pieces
  ///   belong to no lot yet.
  @discardableResult
  public func assignLot(
    _ draft: LotDraft,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> LotID {
    let (lot, sku, location) = try await add(draft, for: tenant, in: transaction)
    _ = try await transaction.lockStock(sku, at: location)
    try await transaction.keepByLot(sku)
    let left = try await transaction.pieces(outsideLotsOf: sku, at: location)
    guard left >= 0 else {
      throw StorefrontRefusal(
        .stockTooLow,
        details: ["sku": .string(draft.sku), "left": .integer(left + Int64(draft.quantity))]
      )
    }
    try await transaction.recordLots([(lot, Int64(draft.quantity))], "assigned")
    try await noteLot("assigned", lot, draft.sku, draft.code, draft.quantity, actor, transaction)
    return lot
  }

  /// Corrects how many pieces a lot has, by a difference; the stock level moves with it.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `lot_not_found` or `stock_too_low`.
  public func adjustLot(
    _ lot: LotID,
    by change: Int,
    actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let found = try await transaction.stockLots(id: lot).first else {
      throw StorefrontRefusal(.lotNotFound)
    }
    guard change != 0 else { return }
    guard try await transaction.moveLot(lot, by: change) else {
      throw StorefrontRefusal(
        .stockTooLow,
        details: ["sku": .string(found.sku), "left": .integer(found.available)]
      )
    }
    guard let sku = try await transaction.skuID(code: found.sku),
      let location = try await transaction.locationID(code: found.location)
    else { throw StorefrontRefusal(.lotNotFound) }
    guard try await transaction.moveStock(sku, at: location, by: change) != nil else {
      throw StorefrontRefusal(.stockTooLow, details: ["sku": .string(found.sku)])
    }
    try await transaction.recordLots([(lot, Int64(change))], "correction")
    if change > 0 { try await transaction.supplyPresales(of: [sku]) }
    try await noteLot("corrected", lot, found.sku, found.code, change, actor, transaction)
  }

  /// Takes what is left of a lot off sale, when it is recalled or too old.
  func retire(
    _ lot: LotID,
    recalling: Bool,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let share = try await transaction.retireLot(lot, recalling: recalling) else { return }
    _ = try await transaction.moveStock(share.sku, at: share.location, by: -Int(share.quantity))
    try await transaction.recordLots([(lot, -share.quantity)], "retired")
    try await transaction.audit(
      "storefront.lot_retired",
      of: lot.description,
      by: actor,
      before: ["available": .integer(share.quantity)],
      after: ["available": 0]
    )
  }

  private func add(
    _ draft: LotDraft,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> (LotID, SKUID, LocationID) {
    let isVisible = draft.code.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    var fields: [String] = []
    if !isVisible || !(1...20).contains(draft.code.utf8.count) { fields.append("lot") }
    if !(1...1_000_000).contains(draft.quantity) { fields.append("quantity") }
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .lotInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    guard let held = try await transaction.heldSKU(code: draft.sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(draft.sku)])
    }
    let sku = held.id
    guard !held.isBundle else {
      throw StorefrontRefusal(.bundleHasNoStock, details: ["sku": .string(draft.sku)])
    }
    guard let location = try await transaction.locationID(code: draft.location) else {
      throw StorefrontRefusal(.locationNotFound, details: ["location": .string(draft.location)])
    }
    // What was recalled is sold from no other shelf either.
    guard
      try await transaction.stockLots(of: draft.sku, code: draft.code)
        .allSatisfy({ $0.recalledAt == nil })
    else { throw StorefrontRefusal(.lotInvalid, details: ["fields": ["lot"]]) }
    let sellUntil = ShelfLifeRule.sellUntil(
      draft.expiresOn,
      try tenant.storefront.shelfLife,
      categories: try await transaction.categories(of: sku),
      in: tenant.timeZone
    )
    let lot = try await transaction.addToLot(
      draft,
      sku: sku,
      location: location,
      sellUntil: sellUntil
    )
    guard let lot else { throw StorefrontRefusal(.lotDateDiffers) }
    return (lot, sku, location)
  }

  private func noteLot(
    _ what: String,
    _ lot: LotID,
    _ sku: String,
    _ code: String,
    _ quantity: Int,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    try await transaction.audit(
      "storefront.lot_\(what)",
      of: sku,
      by: actor,
      after: [
        "lot": .string(code), "id": .string(lot.description), "quantity": .integer(Int64(quantity)),
      ]
    )
  }
}

extension JobKind {
  /// Takes lots off sale that have become too old; the sale itself never takes from them.
  static func retireOutdatedLots(_ shop: Shop) -> Self {
    Self(name: "storefront.retire_outdated_lots", timeLimit: .seconds(300)) { context in
      for lot in try await context.scope.outdatedLots() {
        try Task.checkCancellation()
        try await context.transaction {
          try await shop.retire(lot, recalling: false, by: .system, in: $0)
        }
      }
    }
  }
}
