internal import DelimitedText
internal import TenantStore

extension TenantTransaction {
  /// The numbers of the SKUs of each product that the shop has or its folder brings, by the product's
  /// short name.
  func productSKUs(with folder: TenantFolder, of tenant: TenantSnapshot) async throws
    -> [String: Set<String>]
  {
    var products = CatalogueFile(
      ProductFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.catalogue,
      texts: CatalogueColumns.texts,
      optional: CatalogueColumns.optional
    ).records.reduce(into: [String: Set<String>]()) {
      $0[$1["product"], default: []].insert($1["sku"])
    }
    for (product, skus) in try await productSKUs() {
      products[product, default: []].formUnion(skus)
    }
    return products
  }
}
