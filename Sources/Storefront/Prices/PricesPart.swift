internal import Foundation
public import TenantStore

extension FolderPart {
  /// Sales, volume prices and prices of levels: `prices.csv`.
  ///
  /// A folder without that file changes none; a SKU that is not in it has none of them.
  public static let prices = Self(name: "prices") { folder, tenant, mode, transaction in
    guard try folder.file(PriceFile.path) != nil else { return [] }
    try await transaction.lockCatalogue()
    let known = Set(try await transaction.skuCodes() + PriceFile.skus(of: folder, tenant))
    guard let drafts = try PriceFile.read(folder, of: tenant, known: known) else { return [] }
    let stored = try await transaction.storedPrices()
    let before = Dictionary(stored.map { ($0.sku, $0) }) { $1 }
    let wanted = drafts.filter { $0.sale != nil || !$0.volumes.isEmpty || !$0.levels.isEmpty }
    let kept = Set(wanted.map(\.sku))
    let cleared = stored.filter { !kept.contains($0.sku) }
      .map { PriceDraft(sku: $0.sku, sale: nil, volumes: [:]) }
    let written = wanted.filter { before[$0.sku] != $0 } + cleared
    if case .apply(let actor) = mode, !written.isEmpty {
      for draft in written {
        try await transaction.writePrices(draft, replacing: before[draft.sku])
      }
      try await transaction.audit(
        written.map {
          AuditDraft(action: "storefront.prices_applied", subject: $0.sku, before: nil, after: nil)
        },
        by: actor
      )
    }
    return written.map { draft in
      let isNew = before[draft.sku] == nil
      return FolderChange(isNew ? .create : .update, kind: "price", name: draft.sku)
    }
  } export: { tenant, transaction in
    let stored = try await transaction.storedPrices()
    return stored.isEmpty ? [] : [PriceFile.file(stored, of: tenant)]
  }
}
