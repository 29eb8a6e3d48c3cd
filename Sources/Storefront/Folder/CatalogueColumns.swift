/// The columns of the catalogue files; texts follow with one column per language.
enum CatalogueColumns {
  static let categories = ["category", "parent", "position", "picture"]
  static let locations = ["location", "priority"]
  static let stock = ["sku", "location", "on_hand"]
  /// What holds for a whole product, and stands on its first row only.
  static let product = [
    "category", "brand", "status", "age_from_months", "age_to_months", "material", "safety_class",
    "registration_number", "halal_certificate", "picture", "publish_at", "unpublish_at",
  ]
  static let catalogue = [
    "sku", "barcode", "product", "category", "brand", "status", "age_from_months", "age_to_months",
    "material", "safety_class", "registration_number", "halal_certificate", "option1", "value1",
    "option2", "value2", "price", "list_price", "weight_grams", "picture",
  ]
  /// What a products' table may leave out.
  static let optional = ["publish_at", "unpublish_at"]
  /// The texts of a product; each has one column per language.
  static let texts = ["name", "summary", "description"]
  /// The columns that a merchant may demand of published products of a category.
  static let demandable = [
    "brand", "age_from_months", "age_to_months", "material", "safety_class",
    "registration_number", "halal_certificate", "picture", "barcode", "weight_grams",
  ]
}
