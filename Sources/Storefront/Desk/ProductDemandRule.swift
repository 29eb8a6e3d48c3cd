internal import TenantStore

/// What must be known of a product before shoppers see it.
enum ProductDemandRule {
  /// The columns that a merchant demands of a category's products and that one does not fill, each
  /// once; what a category demands its own products need as well as those below it.
  ///
  /// - Parameters:
  ///   - product: The product.
  ///   - parent: The category above its own.
  ///   - demands: The demanded columns by category.
  ///   - locales: The merchant's languages.
  ///   - currency: The merchant's currency.
  /// - Returns: The names of columns, in the order in which they are demanded.
  static func missing(
    _ product: ProductDraft,
    below parent: String?,
    demands: [String: [String]],
    _ locales: [LanguageTag],
    _ currency: Currency
  ) -> [String] {
    let wanted = (demands[product.category] ?? []) + (parent.flatMap { demands[$0] } ?? [])
    guard !wanted.isEmpty, let row = CatalogueExport.rows(of: product, locales, currency).first
    else { return [] }
    let cells = Dictionary(zip(CatalogueExport.productColumns(locales), row)) { first, _ in first }
    var missing: [String] = []
    for column in wanted where cells[column, default: ""].isEmpty && !missing.contains(column) {
      missing.append(column)
    }
    return missing
  }
}
