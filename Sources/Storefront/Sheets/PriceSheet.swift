internal import Foundation
public import TenantStore

/// What a SKU costs besides its price, as somebody types it: cells by the columns of `prices.csv`.
public enum PriceSheet {
  /// The columns that are typed; times are the merchant's, `2026-12-01 10:00`.
  public static let columns = ["sale_price", "from", "until", "volume", "levels"]
}

extension TenantQuerying {
  /// The cells of SKUs that have a sale, volume prices or prices of levels, by the merchant's numbers.
  public func priceSheets(of codes: [String], for tenant: TenantSnapshot) async throws
    -> [String: [String: String]]
  {
    let drafts = try await storedPrices(of: codes)
    return Dictionary(drafts.map { ($0.sku, PriceFile.cells($0, of: tenant)) }) { first, _ in first
    }
  }
}

extension Shop {
  /// Gives a SKU a sale for a time, volume prices and prices of levels, by the rules of the file; the
  /// same again changes nothing.
  ///
  /// - Parameters:
  ///   - cells: What was typed, by ``PriceSheet/columns``; what is empty ends.
  ///   - sku: The merchant's own number of the SKU.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found`, or `sheet_invalid` and each
  ///   problem at its cell, a sale that is not below the price among them.
  public func setPrices(
    _ cells: [String: String],
    of sku: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard let priced = try await transaction.pricedSKU(sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(sku)])
    }
    let draft = try Self.draft(cells, of: sku, costing: priced.price, for: tenant)
    let old = try await transaction.storedPrices(of: [sku]).first
    guard draft != old ?? PriceDraft(sku: sku, sale: nil, volumes: [:]) else { return }
    try await transaction.writePrices(draft, replacing: old)
    func values(_ draft: PriceDraft?) -> JSONValue {
      draft.map { draft in
        .object(PriceFile.cells(draft, of: tenant).mapValues { .string($0) })
      } ?? .null
    }
    try await transaction.audit(
      "storefront.prices_applied",
      of: sku,
      by: actor,
      before: values(old),
      after: values(draft)
    )
  }

  private static func draft(
    _ cells: [String: String],
    of sku: String,
    costing price: Int64,
    for tenant: TenantSnapshot
  ) throws -> PriceDraft {
    let row = cells.merging(["sku": sku]) { _, own in own }
    let typed = try TypedRows([row], columns: ["sku"] + PriceSheet.columns)
    var file = CatalogueFile(PriceFile.path, of: tenant)
    var seen = SeenKeys()
    let drafts = typed.records.map { PriceFile.draft($0, &file, &seen, [sku]) }
    var problems = typed.problems(file.takeProblems())
    if let sale = drafts.first?.sale, sale.price >= price {
      problems.append(SheetProblem(0, "sale_price", "must be below the price"))
    }
    guard problems.isEmpty, let draft = drafts.first else {
      throw StorefrontRefusal.sheet(problems)
    }
    return draft
  }
}
