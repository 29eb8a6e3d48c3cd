public import Recommend
internal import Storefront
internal import TenantStore

extension Recommender.Ports {
  /// The shop's products as recommendations see them, named by their ids.
  public static let storefront: Self = Self(
    catalogue: { ids, tenant, querying in
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
          restriction: settings.restriction(of: facts.categories),
          labels: facts.isHalal ? ItemLabels(traits: ["halal"]) : nil
        )
      }
    },
    quality: { ids, tenant, querying in
      let today = CalendarDate(querying.environment.now(), in: tenant.timeZone)
      return try await querying.productQualities(of: ids.compactMap { ProductID($0) }, on: today)
        .map { GoodsQuality($0) }
    },
    sold: { try await ShopRevenue.sold($0, $1, $2) },
    satisfaction: { try await ShopRevenue.satisfaction(since: $0, $1, $2) },
    remarks: { try await ShopRemarks.remarks(since: $0, $1, $2) },
    services: { tenant, _ in ShopPartners.services(tenant) }
  )
}

extension GoodsQuality {
  /// What a shop knows of a product; what a choice holds is read from how it is labelled.
  init(_ quality: ProductQuality) {
    self.init(
      item: quality.id.description,
      reviews: quality.reviews,
      stars: quality.stars,
      sold: quality.sold,
      returned: quality.returned,
      proofs: quality.proofs,
      offers: quality.offers.map { offer in
        Offer(price: offer.price, content: Self.content(of: offer.options))
      }
    )
  }

  /// By the options that say how much there is: their codes are those of the catalogue file.
  private static func content(of options: [OptionValue]) -> [UnitBasis: Double] {
    let codes: [UnitBasis: String] = [.mass: "weight", .volume: "volume", .count: "count"]
    var content: [UnitBasis: Double] = [:]
    for (basis, code) in codes {
      let labels = options.first { $0.code == code }?.labels.texts
        .sorted { $0.key.rawValue < $1.key.rawValue }
      content[basis] = labels?.lazy.compactMap { NetContent.amount(in: $0.value, basis) }.first
    }
    return content
  }
}
