internal import TenantStore

/// Writes the differences between a folder and the database, in batches.
struct CatalogueApplication {
  let diff: CatalogueDiff
  let folder: CatalogueFolder
  let actor: Actor
  let currency: Currency
  private var ids: StoredCatalogue

  /// Prepares to write; what is new gets its id now, in the order of the files.
  init(
    _ diff: CatalogueDiff,
    of folder: CatalogueFolder,
    onto stored: StoredCatalogue,
    by actor: Actor,
    currency: Currency,
    in environment: StoreEnvironment
  ) {
    self.diff = diff
    self.folder = folder
    self.actor = actor
    self.currency = currency
    ids = stored
    for category in diff.categories where ids.categoryIDs[category.slug] == nil {
      ids.categoryIDs[category.slug] = .make(in: environment)
    }
    for location in diff.locations where ids.locationIDs[location.code] == nil {
      ids.locationIDs[location.code] = .make(in: environment)
    }
    for product in ArrivalRule.mixed(diff.products) where ids.productIDs[product.slug] == nil {
      ids.productIDs[product.slug] = .make(in: environment)
    }
    for sku in diff.skus where ids.skuIDs[sku.code] == nil {
      ids.skuIDs[sku.code] = .make(in: environment)
    }
  }

  /// Writes everything.
  func write(to transaction: TenantTransaction) async throws {
    try await keepPictures(in: transaction)
    try await transaction.writeCategories(diff.categories, ids: ids.categoryIDs)
    try await transaction.writeLocations(diff.locations, ids: ids.locationIDs)
    try await transaction.writeProducts(diff.products, ids: ids)
    try await transaction.writeSKUs(diff.skus, ids: ids)
    try await transaction.archiveProducts(
      diff.archivedProducts.compactMap { ids.productIDs[$0]?.uuid }
    )
    try await transaction.withdrawSKUs(diff.withdrawnSKUs.compactMap { ids.skuIDs[$0]?.uuid })
    try await transaction.openStock(diff.openings, ids: ids)
    if !diff.openings.isEmpty {
      try await transaction.supplyPresales(of: transaction.suppliableSKUs())
    }
    try await transaction.writeSearch(
      SearchEntry.all(of: diff.reindexed, ids.productIDs, in: folder.draft.categories)
    )
    try await transaction.deletePlaces(
      categories: diff.removedCategories.compactMap { ids.categoryIDs[$0]?.uuid },
      locations: diff.removedLocations.compactMap { ids.locationIDs[$0]?.uuid }
    )
    try await writeTrail(to: transaction)
  }

  private func keepPictures(in transaction: TenantTransaction) async throws {
    let names =
      diff.categories.compactMap(\.picture?.name) + diff.products.compactMap(\.picture?.name)
    for name in Set(names).sorted() {
      guard let media = folder.media[name] else { continue }
      _ = try await transaction.keepMedia(media)
    }
  }

  private func writeTrail(to transaction: TenantTransaction) async throws {
    try await transaction.recordPastPrices(
      diff.priceChanges.filter { $0.before.price != $0.after.price }
        .map { ($0.sku, $0.before.price) },
      endedAt: transaction.environment.now()
    )
    for change in diff.priceChanges {
      try await transaction.audit(
        "storefront.price_changed",
        of: change.sku,
        by: actor,
        before: change.before.prices(in: currency),
        after: change.after.prices(in: currency)
      )
    }
    let counts = Dictionary(grouping: diff.changes, by: { "\($0.kind).\($0.action.rawValue)" })
      .mapValues { JSONValue.integer(Int64($0.count)) }
    try await transaction.audit(
      "storefront.catalogue_applied",
      of: "catalogue",
      by: actor,
      after: .object(counts)
    )
  }
}
