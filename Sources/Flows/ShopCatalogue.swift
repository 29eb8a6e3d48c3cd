public import Recommend
internal import Storefront
internal import TenantStore

extension Recommender.Ports {
  /// The shop's products as recommendations see them, named by their ids.
  public static let storefront: Self = Self(catalogue: { ids, tenant, querying in
    let settings = try tenant.recommend
    let chosen = ids.map { $0.compactMap { ProductID($0) } }
    return try await querying.productFacts(of: chosen).map { facts in
      CatalogueItem(
        id: facts.id.description,
        category: facts.categories.first ?? "",
        parentCategory: facts.categories.count > 1 ? facts.categories[1] : nil,
        ages: AgeSpan(from: facts.ages.from, to: facts.ages.to),
        isAvailable: facts.isInStock,
        price: facts.lowestPrice,
        allergens: AllergenRule.allergens(in: facts.material),
        restriction: settings.restriction(of: facts.categories)
      )
    }
  })
}
