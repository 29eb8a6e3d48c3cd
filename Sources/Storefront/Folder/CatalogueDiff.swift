internal import TenantStore

/// What has to be written so that the database says what the folder says.
struct CatalogueDiff {
  private(set) var changes: [FolderChange] = []
  private(set) var categories: [CategoryDraft] = []
  private(set) var removedCategories: [String] = []
  private(set) var locations: [LocationDraft] = []
  private(set) var removedLocations: [String] = []
  /// Products that changed themselves or in their SKUs.
  private(set) var products: [ProductDraft] = []
  private(set) var archivedProducts: [String] = []
  private(set) var skus: [SKUDraft] = []
  private(set) var withdrawnSKUs: [String] = []
  private(set) var openings: [StockDraft] = []
  private(set) var priceChanges: [PriceChange] = []
  /// Products whose search terms may have changed.
  private(set) var reindexed: [ProductDraft] = []

  /// A new price of a known SKU.
  struct PriceChange: Hashable {
    let sku: String
    let before: SKUDraft
    let after: SKUDraft
  }

  /// Compares a folder with the database.
  ///
  /// - Throws: `FolderProblems` when the folder lacks a location that has stock.
  init(from stored: StoredCatalogue, to draft: CatalogueDraft) throws(FolderProblems) {
    compareCategories(stored, draft)
    try compareLocations(stored, draft)
    compareProducts(stored, draft)
    compareStock(stored, draft)
  }

  private mutating func compareCategories(_ stored: StoredCatalogue, _ draft: CatalogueDraft) {
    let known = Dictionary(uniqueKeysWithValues: stored.draft.categories.map { ($0.slug, $0) })
    for category in draft.categories {
      let differences = known[category.slug].map { category.differences(from: $0) }
      guard differences != [] else { continue }
      categories.append(category)
      note("category", category.slug, differences)
    }
    let wanted = Set(draft.categories.map(\.slug))
    let products = Set(draft.products.map(\.slug))
    var kept = Set(stored.draft.products.filter { !products.contains($0.slug) }.map(\.category))
    kept.formUnion(kept.compactMap { known[$0]?.parent })
    for category in stored.draft.categories
    where !wanted.contains(category.slug) && !kept.contains(category.slug) {
      removedCategories.append(category.slug)
      changes.append(FolderChange(.archive, kind: "category", name: category.slug))
    }
  }

  private mutating func compareLocations(_ stored: StoredCatalogue, _ draft: CatalogueDraft)
    throws(FolderProblems)
  {
    let known = Dictionary(uniqueKeysWithValues: stored.draft.locations.map { ($0.code, $0) })
    for location in draft.locations {
      let differences = known[location.code].map { location.differences(from: $0) }
      guard differences != [] else { continue }
      locations.append(location)
      note("location", location.code, differences)
    }
    let wanted = Set(draft.locations.map(\.code))
    let stocked = Set(stored.stockPlaces.map(\.location))
    for location in stored.draft.locations where !wanted.contains(location.code) {
      guard !stocked.contains(location.code) else {
        throw FolderProblems(
          LocationFile.path,
          "lacks the location \"\(location.code)\", which has records of stock; keep its line"
        )
      }
      removedLocations.append(location.code)
      changes.append(FolderChange(.archive, kind: "location", name: location.code))
    }
  }

  private mutating func compareProducts(_ stored: StoredCatalogue, _ draft: CatalogueDraft) {
    let known = Dictionary(uniqueKeysWithValues: stored.draft.products.map { ($0.slug, $0) })
    let wanted = Set(draft.products.map(\.slug))
    let wantedSKUs = Set(draft.products.flatMap(\.skus).map(\.code))
    let knownSKUs = Dictionary(
      uniqueKeysWithValues: stored.draft.products.flatMap(\.skus).map { ($0.code, $0) }
    )
    for product in draft.products {
      let before = known[product.slug]
      let differences = before.map { product.differences(from: $0) }
      if differences != [] { note("product", product.slug, differences) }
      compareSKUs(of: product, known: knownSKUs)
      for sku in before?.skus ?? [] where !wantedSKUs.contains(sku.code) {
        withdrawnSKUs.append(sku.code)
        changes.append(FolderChange(.archive, kind: "sku", name: sku.code))
      }
      if differences != [] || before?.skus != product.skus { products.append(product) }
    }
    for product in stored.draft.products
    where !wanted.contains(product.slug) && product.status != .archived {
      archivedProducts.append(product.slug)
      changes.append(FolderChange(.archive, kind: "product", name: product.slug))
    }
    reindexed = categories.isEmpty ? products : draft.products
  }

  private mutating func compareSKUs(of product: ProductDraft, known: [String: SKUDraft]) {
    for sku in product.skus {
      let before = known[sku.code]
      let differences = before.map { sku.differences(from: $0) }
      guard differences != [] else { continue }
      skus.append(sku)
      note("sku", sku.code, differences)
      if let before, before.price != sku.price || before.listPrice != sku.listPrice {
        priceChanges.append(PriceChange(sku: sku.code, before: before, after: sku))
      }
    }
  }

  /// Opening balances count once: a place that has a level keeps what the shop has done since.
  ///
  /// A difference is no change of the plan, because `apply` would never settle it and each sale
  /// makes one; later corrections are `stock adjust`.
  private mutating func compareStock(_ stored: StoredCatalogue, _ draft: CatalogueDraft) {
    for stock in draft.stock where !stored.stockPlaces.contains(stock.place) {
      openings.append(stock)
      changes.append(
        FolderChange(.create, kind: "stock", name: "\(stock.sku)@\(stock.location)")
      )
    }
  }

  private mutating func note(_ kind: String, _ name: String, _ differences: [String]?) {
    changes.append(
      FolderChange(
        differences == nil ? .create : .update,
        kind: kind,
        name: name,
        fields: differences ?? []
      )
    )
  }
}
