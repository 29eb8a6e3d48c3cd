internal import Foundation
internal import TenantStore

/// Writes products that were read from a file where they differ from those of the shop.
///
/// An import adds and changes; what the file does not name stays as it is.
struct ProductWriter: ImportWriter {
  let places: StoredCatalogue
  let folder: TenantFolder
  let actor: Actor
  let currency: Currency

  /// Whether a column holds for the whole product.
  static func isOfHead(_ field: String?) -> Bool {
    guard let field else { return false }
    return CatalogueColumns.product.contains(field)
      || CatalogueColumns.texts.contains { field.hasPrefix("\($0).") }
  }

  func problems(of items: [ImportItem<ProductDraft>], in scope: TenantScope) async throws
    -> [Int: ImportProblem]
  { [:] }

  func write(
    _ values: [ProductDraft],
    isDryRun: Bool,
    in transaction: TenantTransaction
  ) async throws -> ImportCounts {
    guard !values.isEmpty else { return ImportCounts() }
    try await transaction.lockCatalogue()
    let known = try await transaction.productIDs(
      slugs: values.map(\.slug),
      codes: values.flatMap(\.skus).map(\.code)
    )
    var stored = try await transaction.storedProducts(known)
    let merge = ProductMerge(values, onto: stored)
    guard !isDryRun else { return merge.counts }
    stored.categoryIDs = places.categoryIDs
    for product in ArrivalRule.mixed(merge.products)
    where stored.productIDs[product.slug] == nil {
      stored.productIDs[product.slug] = .make(in: transaction.environment)
    }
    for sku in merge.skus where stored.skuIDs[sku.code] == nil {
      stored.skuIDs[sku.code] = .make(in: transaction.environment)
    }
    try await keepPictures(of: merge, in: transaction)
    try await transaction.writeProducts(merge.products, ids: stored)
    try await transaction.writeSKUs(merge.skus, ids: stored)
    try await transaction.writeSearch(
      SearchEntry.all(of: merge.products, stored.productIDs, in: places.draft.categories)
    )
    try await transaction.recordPastPrices(
      merge.priceChanges.filter { $0.before.price != $0.after.price }
        .map { ($0.sku, $0.before.price) },
      endedAt: transaction.environment.now()
    )
    try await transaction.audit(priceChanges(merge), by: actor)
    return merge.counts
  }

  private func keepPictures(of merge: ProductMerge, in transaction: TenantTransaction)
    async throws
  {
    for name in merge.pictures.sorted() {
      guard let media = try CataloguePictures.media(name, in: folder) else { continue }
      _ = try await transaction.keepMedia(media)
    }
  }

  private func priceChanges(_ merge: ProductMerge) -> [AuditDraft] {
    merge.priceChanges.map { change in
      AuditDraft(
        action: "storefront.price_changed",
        subject: change.sku,
        before: change.before.prices(in: currency),
        after: change.after.prices(in: currency)
      )
    }
  }
}

/// What has to be written so that a shop has the products of a file besides its own.
struct ProductMerge {
  private(set) var counts = ImportCounts()
  /// Products to write, each with all its SKUs, those that the file does not name too.
  private(set) var products: [ProductDraft] = []
  private(set) var skus: [SKUDraft] = []
  private(set) var priceChanges: [CatalogueDiff.PriceChange] = []
  /// The names of pictures that products get.
  private(set) var pictures: Set<String> = []

  init(_ wanted: [ProductDraft], onto stored: StoredCatalogue) {
    let before = Dictionary(
      stored.draft.products.map { ($0.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let knownSKUs = Dictionary(
      stored.draft.products.flatMap(\.skus).map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let named = Set(wanted.flatMap(\.skus).map(\.code))
    for product in wanted {
      let known = before[product.slug]
      var merged = product
      merged.skus += (known?.skus ?? []).filter { !named.contains($0.code) }
      let isHeadChanged = known.map { !product.differences(from: $0).isEmpty } ?? true
      for (index, sku) in product.skus.enumerated() {
        compare(sku, with: knownSKUs[sku.code], isHead: index == 0 && isHeadChanged)
      }
      guard isHeadChanged || known?.skus != merged.skus else { continue }
      products.append(merged)
      if let picture = product.picture, known?.picture != picture { pictures.insert(picture.name) }
    }
    let wantedSlugs = Set(wanted.map(\.slug))
    // A product that a SKU was taken from has other prices and terms now.
    for product in stored.draft.products where !wantedSlugs.contains(product.slug) {
      var left = product
      left.skus.removeAll { named.contains($0.code) }
      if left.skus != product.skus { products.append(left) }
    }
  }

  private mutating func compare(_ sku: SKUDraft, with before: SKUDraft?, isHead: Bool) {
    guard let before else {
      counts.created += 1
      skus.append(sku)
      return
    }
    let isChanged = !sku.differences(from: before).isEmpty
    if isChanged || isHead { counts.updated += 1 } else { counts.unchanged += 1 }
    guard isChanged else { return }
    skus.append(sku)
    if before.price != sku.price || before.listPrice != sku.listPrice {
      priceChanges.append(CatalogueDiff.PriceChange(sku: sku.code, before: before, after: sku))
    }
  }
}

extension SKUDraft {
  /// The two prices as the trail keeps them.
  func prices(in currency: Currency) -> JSONValue {
    [
      "price": .string(Money(minorUnits: price, currency: currency).decimal),
      "list_price": listPrice.map {
        .string(Money(minorUnits: $0, currency: currency).decimal)
      } ?? .null,
    ]
  }
}
