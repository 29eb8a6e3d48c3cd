public import TenantStore

extension FolderPart {
  /// The catalogue: `categories.csv`, `locations.csv`, `catalogue.csv`, `stock.csv` and pictures.
  public static let catalogue = Self(name: "catalogue") { folder, tenant, mode, transaction in
    let wanted = try CatalogueFolder(folder, of: tenant)
    try await transaction.lockCatalogue()
    let stored = try await transaction.storedCatalogue()
    let diff = try CatalogueDiff(from: stored, to: wanted.draft)
    if case .apply(let actor) = mode, !diff.changes.isEmpty {
      let application = CatalogueApplication(
        diff,
        of: wanted,
        onto: stored,
        by: actor,
        currency: tenant.currency,
        in: transaction.environment
      )
      try await application.write(to: transaction)
    }
    return diff.changes
  } export: { tenant, transaction in
    let draft = try await transaction.storedCatalogue().saleable
    var files = CatalogueExport.tables(draft, of: tenant)
    for picture in CatalogueExport.pictures(draft) {
      guard let media = try await transaction.media(picture.id) else { continue }
      files.append(FolderFile(path: "pictures/\(picture.name)", bytes: media.bytes))
    }
    return files
  }
}

extension StoredCatalogue {
  /// The catalogue without the stock of withdrawn SKUs, which no file can speak of.
  fileprivate var saleable: CatalogueDraft {
    var draft = draft
    draft.stock = draft.stock.filter { withdrawn[$0.sku] == nil }
    return draft
  }
}
