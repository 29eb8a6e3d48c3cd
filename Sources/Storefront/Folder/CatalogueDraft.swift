internal import Foundation
internal import TenantStore

/// A shop's catalogue as its folder says it, and as the database is read back for comparison.
struct CatalogueDraft: Equatable {
  var categories: [CategoryDraft] = []
  var locations: [LocationDraft] = []
  var products: [ProductDraft] = []
  var stock: [StockDraft] = []
}

/// A picture with the name that it has in the folder.
struct PictureDraft: Hashable {
  let name: String
  let id: MediaID
}

/// A category by its short name.
struct CategoryDraft: Hashable {
  let slug: String
  let parent: String?
  let position: Int
  let picture: PictureDraft?
  let names: LocalizedText

  /// The columns in which another state of the same category differs.
  func differences(from other: Self) -> [String] {
    [
      ("parent", parent == other.parent), ("position", position == other.position),
      ("picture", picture == other.picture), ("name", names == other.names),
    ].filter { !$0.1 }.map(\.0)
  }
}

/// A location by its short name.
struct LocationDraft: Hashable {
  let code: String
  let priority: Int
  let names: LocalizedText

  func differences(from other: Self) -> [String] {
    [("priority", priority == other.priority), ("name", names == other.names)]
      .filter { !$0.1 }.map(\.0)
  }
}

/// What a product says in one language.
struct ProductTextDraft: Hashable {
  let name: String
  let summary: String
  let description: String
}

/// A product by its short name, with its SKUs in order.
struct ProductDraft: Hashable {
  var slug: String
  var category: String
  var brand: String
  var status: ProductStatus
  var ages: AgeRange
  var material: String
  var safetyClass: String
  var registrationNumber: String
  var halalCertificate: String
  var picture: PictureDraft?
  var texts: [LanguageTag: ProductTextDraft]
  var skus: [SKUDraft]
  /// From when on shoppers see it, when it is published; at once without.
  var publishAt: Date?
  /// From when on they no longer do.
  var unpublishAt: Date?

  /// The columns in which another state of the same product differs, its SKUs apart.
  func differences(from other: Self) -> [String] {
    [
      ("category", category == other.category), ("brand", brand == other.brand),
      ("status", status == other.status),
      ("age_from_months", ages.from == other.ages.from),
      ("age_to_months", ages.to == other.ages.to), ("material", material == other.material),
      ("safety_class", safetyClass == other.safetyClass),
      ("registration_number", registrationNumber == other.registrationNumber),
      ("halal_certificate", halalCertificate == other.halalCertificate),
      ("picture", picture == other.picture),
      ("publish_at", publishAt == other.publishAt),
      ("unpublish_at", unpublishAt == other.unpublishAt),
      ("name", texts.mapValues(\.name) == other.texts.mapValues(\.name)),
      ("summary", texts.mapValues(\.summary) == other.texts.mapValues(\.summary)),
      ("description", texts.mapValues(\.description) == other.texts.mapValues(\.description)),
    ].filter { !$0.1 }.map(\.0)
  }
}

/// A SKU by the merchant's own number.
struct SKUDraft: Hashable {
  let code: String
  let product: String
  let position: Int
  let barcode: String?
  let options: [OptionValue]
  let price: Int64
  let listPrice: Int64?
  let weightGrams: Int?

  func differences(from other: Self) -> [String] {
    [
      ("product", product == other.product), ("position", position == other.position),
      ("barcode", barcode == other.barcode), ("options", options == other.options),
      ("price", price == other.price), ("list_price", listPrice == other.listPrice),
      ("weight_grams", weightGrams == other.weightGrams),
    ].filter { !$0.1 }.map(\.0)
  }
}

/// How many pieces of a SKU a location has.
struct StockDraft: Hashable {
  let sku: String
  let location: String
  let onHand: Int64

  var place: StockPlace { StockPlace(sku: sku, location: location) }
}

/// A SKU at a location.
struct StockPlace: Hashable {
  let sku: String
  let location: String
}
