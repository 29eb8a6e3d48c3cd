internal import Storefront

/// Where a category stands in the shop.
enum CategoryPath {
  /// The category and the one above it, from the top.
  ///
  /// - Throws: ``Storefront/StorefrontRefusal`` when the shop has no such category.
  static func find(_ slug: String, in categories: [Category]) throws(StorefrontRefusal)
    -> [Category]
  {
    for category in categories {
      if category.slug == slug { return [category] }
      if let child = category.children.first(where: { $0.slug == slug }) {
        return [category, child]
      }
    }
    throw StorefrontRefusal(.categoryNotFound)
  }
}
