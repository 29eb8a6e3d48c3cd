internal import Foundation
public import TenantStore

/// A product as somebody types it: cells by the columns of `catalogue.csv`.
public struct ProductForm: Hashable, Sendable {
  /// The most SKUs that a form has; more are changed by a file.
  public static let skuLimit = 40
  /// The columns that hold for the whole product and are typed as they are.
  public static let facts = [
    "brand", "age_from_months", "age_to_months", "material", "safety_class",
    "registration_number", "halal_certificate",
  ]
  /// The texts of a product; each has one column per language, such as `name.zh`.
  public static let texts = CatalogueColumns.texts
  /// The columns of one SKU.
  public static let skuColumns = [
    "sku", "value1", "value2", "price", "list_price", "weight_grams", "barcode",
  ]

  /// The cells of the columns that hold for the whole product, `option1` and `option2` among them.
  public var head: [String: String]
  /// The cells of each SKU; `stock` says how many pieces of a new one there are.
  public var skus: [[String: String]]
  /// A new picture, PNG, JPEG, WebP or SVG; the one that there is stays when it is empty.
  public var picture: [UInt8]
  /// Where the pieces of new SKUs are: the short name of a location.
  public var location: String

  /// Describes a product.
  public init(
    head: [String: String],
    skus: [[String: String]],
    picture: [UInt8] = [],
    location: String = ""
  ) {
    self.head = head
    self.skus = skus
    self.picture = picture
    self.location = location
  }
}

extension TenantQuerying {
  /// A product as it would be typed, with as many SKUs as a form has; nothing when there is no such
  /// product.
  public func productForm(_ slug: String, of tenant: TenantSnapshot) async throws -> ProductForm? {
    let known = try await productIDs(slugs: [slug], codes: [])
    guard let product = try await storedProducts(known).draft.products.first else { return nil }
    return ProductForm(product, of: tenant)
  }
}

extension ProductForm {
  init(_ product: ProductDraft, of tenant: TenantSnapshot) {
    let columns = CatalogueExport.productColumns(tenant.locales)
    let rows = CatalogueExport.rows(of: product, tenant.locales, tenant.currency).map { row in
      Dictionary(zip(columns, row)) { first, _ in first }
    }
    self.init(
      head: (rows.first ?? [:]).filter { !Self.skuColumns.contains($0.key) },
      skus: rows.prefix(Self.skuLimit).map { row in
        row.filter { Self.skuColumns.contains($0.key) }
      }
    )
  }

  /// The rows that are typed: those in which something stands.
  var typed: [[String: String]] { skus.filter { !$0.values.allSatisfy(\.isEmpty) } }

  /// The rows of the file that say the same.
  func rows(slug: String, keeping kept: [String: String]) -> [[String: String]] {
    typed.enumerated().map { index, cells in
      var row = cells
      row["product"] = slug
      for option in ["1", "2"] where !(cells["value\(option)"] ?? "").isEmpty {
        row["option\(option)"] = head["option\(option)"]
      }
      guard index == 0 else { return row }
      let shared = head.filter { !$0.key.hasPrefix("option") }
      return row.merging(shared) { own, _ in own }.merging(kept) { _, kept in kept }
    }
  }
}
