internal import TenantStore

/// The catalogue of a tenant's folder, read and found to be right.
struct CatalogueFolder {
  let draft: CatalogueDraft
  /// The pictures that the draft names.
  let media: [String: Media]

  /// Reads all files.
  ///
  /// - Throws: `FolderProblems` with everything that is wrong in any of them.
  init(_ folder: TenantFolder, of tenant: TenantSnapshot) throws {
    var categoryFile = CatalogueFile(
      CategoryFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.categories,
      texts: ["name"]
    )
    var locationFile = CatalogueFile(
      LocationFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.locations,
      texts: ["name"]
    )
    let catalogue = CatalogueFile(
      ProductFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.catalogue,
      texts: CatalogueColumns.texts,
      optional: CatalogueColumns.optional
    )
    let stockTable = CatalogueFile(
      StockFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.stock,
      isOptional: true
    )

    var pictures = CataloguePictures(folder)
    var draft = CatalogueDraft()
    draft.categories = CategoryFile.read(&categoryFile, &pictures)
    draft.locations = LocationFile.read(&locationFile)
    var productFile = ProductFile(
      catalogue,
      categories: categoryFile.isReadable ? draft.categories : nil,
      demands: try tenant.storefront.demands ?? [:]
    )
    draft.products = productFile.read(&pictures)
    var stockFile = StockFile(
      stockTable,
      skus: catalogue.isReadable ? Set(draft.products.flatMap(\.skus).map(\.code)) : nil,
      locations: locationFile.isReadable ? Set(draft.locations.map(\.code)) : nil
    )
    draft.stock = stockFile.read()

    let problems =
      categoryFile.problems + locationFile.problems + productFile.file.problems
      + stockFile.file.problems
    guard problems.isEmpty else { throw FolderProblems(problems) }
    self.draft = draft
    media = pictures.media
  }
}
