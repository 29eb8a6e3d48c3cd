internal import DelimitedText
internal import Foundation
internal import TenantStore

/// Writes a catalogue as the files from which it can be read back without a difference.
enum CatalogueExport {
  /// The tables; the pictures are the database's bytes.
  static func tables(_ draft: CatalogueDraft, of tenant: TenantSnapshot) -> [FolderFile] {
    let locales = tenant.locales
    return [
      FolderFile(path: CategoryFile.path, bytes: categories(draft.categories, locales)),
      FolderFile(path: LocationFile.path, bytes: locations(draft.locations, locales)),
      FolderFile(
        path: ProductFile.path,
        bytes: products(draft.products, locales, tenant.currency)
      ),
      FolderFile(path: StockFile.path, bytes: stock(draft.stock)),
    ]
  }

  /// The pictures that a catalogue names, in the order of their names.
  static func pictures(_ draft: CatalogueDraft) -> [PictureDraft] {
    let all = draft.categories.compactMap(\.picture) + draft.products.compactMap(\.picture)
    return Set(all).sorted { $0.name < $1.name }
  }

  private static func columns(_ fixed: [String], _ texts: [String], _ locales: [LanguageTag])
    -> [String]
  {
    fixed + texts.flatMap { text in locales.map { "\(text).\($0)" } }
  }

  private static func categories(_ categories: [CategoryDraft], _ locales: [LanguageTag])
    -> [UInt8]
  {
    var writer = DelimitedTextWriter(
      columns: columns(CatalogueColumns.categories, ["name"], locales)
    )
    for category in categories {
      let fixed = [
        category.slug, category.parent ?? "", "\(category.position)",
        category.picture?.name ?? "",
      ]
      writer.append(fixed + locales.map { category.names.texts[$0] ?? "" })
    }
    return writer.bytes
  }

  private static func locations(_ locations: [LocationDraft], _ locales: [LanguageTag])
    -> [UInt8]
  {
    var writer = DelimitedTextWriter(
      columns: columns(CatalogueColumns.locations, ["name"], locales)
    )
    for location in locations {
      let names = locales.map { location.names.texts[$0] ?? "" }
      writer.append([location.code, "\(location.priority)"] + names)
    }
    return writer.bytes
  }

  private static func stock(_ stock: [StockDraft]) -> [UInt8] {
    var writer = DelimitedTextWriter(columns: CatalogueColumns.stock)
    for level in stock { writer.append([level.sku, level.location, "\(level.onHand)"]) }
    return writer.bytes
  }

  private static func products(
    _ products: [ProductDraft],
    _ locales: [LanguageTag],
    _ currency: Currency
  ) -> [UInt8] {
    var writer = DelimitedTextWriter(columns: productColumns(locales))
    for product in products {
      for row in rows(of: product, locales, currency) { writer.append(row) }
    }
    return writer.bytes
  }

  /// The columns of the products' table.
  static func productColumns(_ locales: [LanguageTag]) -> [String] {
    columns(CatalogueColumns.catalogue, CatalogueColumns.texts, locales) + CatalogueColumns.optional
  }

  /// The rows of a product, one per SKU.
  static func rows(of product: ProductDraft, _ locales: [LanguageTag], _ currency: Currency)
    -> [[String]]
  {
    let names = productColumns(locales)
    return product.skus.enumerated().map { index, sku in
      var cells = cells(sku, locales, currency)
      if index == 0 { cells.merge(self.cells(product, locales)) { first, _ in first } }
      return names.map { cells[$0] ?? "" }
    }
  }

  private static func cells(_ sku: SKUDraft, _ locales: [LanguageTag], _ currency: Currency)
    -> [String: String]
  {
    func decimal(_ minorUnits: Int64) -> String {
      Money(minorUnits: minorUnits, currency: currency).decimal
    }
    var cells = [
      "sku": sku.code, "product": sku.product, "barcode": sku.barcode ?? "",
      "price": decimal(sku.price), "list_price": sku.listPrice.map(decimal) ?? "",
      "weight_grams": sku.weightGrams.map(String.init) ?? "",
    ]
    for (index, option) in sku.options.enumerated() {
      cells["option\(index + 1)"] = option.code
      cells["value\(index + 1)"] = OptionLabelRule.text(option.labels, locales: locales)
    }
    return cells
  }

  private static func cells(_ product: ProductDraft, _ locales: [LanguageTag])
    -> [String: String]
  {
    var cells = [
      "category": product.category, "brand": product.brand, "status": product.status.rawValue,
      "age_from_months": product.ages.from.map(String.init) ?? "",
      "age_to_months": product.ages.to.map(String.init) ?? "", "material": product.material,
      "safety_class": product.safetyClass, "registration_number": product.registrationNumber,
      "halal_certificate": product.halalCertificate, "picture": product.picture?.name ?? "",
      "publish_at": product.publishAt?.formatted(.iso8601) ?? "",
      "unpublish_at": product.unpublishAt?.formatted(.iso8601) ?? "",
    ]
    for locale in locales {
      cells["name.\(locale)"] = product.texts[locale]?.name
      cells["summary.\(locale)"] = product.texts[locale]?.summary
      cells["description.\(locale)"] = product.texts[locale]?.description
    }
    return cells
  }
}
