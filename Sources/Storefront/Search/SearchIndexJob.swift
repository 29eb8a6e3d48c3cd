internal import Foundation
internal import TenantStore

extension JobKind {
  /// Makes the search know products that it does not know yet, or knows in an older way.
  ///
  /// Whoever writes the catalogue writes this too, in the same transaction; the job is for a shop
  /// that was there before, and for a toolkit that has learnt to cut texts in another way.
  static let indexProducts = JobKind(name: "storefront.index_products") { context in
    while true {
      let done = try await context.transaction { transaction in
        try await transaction.lockCatalogue()
        let ids = try await transaction.unindexedProducts(limit: 500)
        guard !ids.isEmpty else { return 0 }
        let stored = try await transaction.storedProducts(ids)
        let places = try await transaction.storedPlaces()
        try await transaction.writeSearch(
          SearchEntry.all(of: stored.draft.products, stored.productIDs, in: places.draft.categories)
        )
        return ids.count
      }
      guard done > 0 else { return }
    }
  }
}

extension JobSchedule {
  /// Once an hour, as an upgrade of the toolkit needs it.
  static let indexProducts = JobSchedule(.hourly(minute: 7), .indexProducts)
}

extension SearchEntry {
  /// What the search is to know of products whose ids are known.
  static func all(
    of products: [ProductDraft],
    _ ids: [String: ProductID],
    in categories: [CategoryDraft]
  ) -> [Self] {
    let categories = Dictionary(
      categories.map { ($0.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return products.compactMap { product in
      ids[product.slug].map { id in
        SearchEntry(
          product: id,
          document: SearchDocumentRule.document(of: product, in: categories)
        )
      }
    }
  }
}
