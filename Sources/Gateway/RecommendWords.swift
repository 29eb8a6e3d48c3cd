internal import Recommend
internal import Storefront
internal import StorefrontWeb
internal import TenantStore

extension ProductRow {
  /// A row of recommendations as the shop's pages know it; items that are no products are left out.
  init(_ row: RecommendationRow) {
    self.init(
      Subject(row.subject),
      row.entries.compactMap { entry in
        ProductID(entry.item).map {
          Entry($0, Reason(entry.reason), source: entry.impression?.description)
        }
      }
    )
  }
}

extension ProductRow.Subject {
  init(_ subject: RecommendationRow.Subject) {
    self =
      switch subject {
      case .boughtTogether: .boughtTogether
      case .goodValue(let own): .goodValue(own: own.map { ProductRow.Value($0) })
      case .scenario(let scenario): .scenario(.init(scenario))
      case .pack(_, let name, let price): .pack(name: name, price: price)
      case .similar: .similar
      case .forYou: .forYou
      case .dueSoon: .dueSoon
      case .forAge(let months): .forAge(months: months)
      case .growthKit(let months, let price): .growthKit(months: months, price: price)
      case .popular: .popular
      }
  }
}

extension ProductRow.Reason {
  init(_ reason: RecommendationReason) {
    self =
      switch reason {
      case .boughtTogether(let item): Self.about(item) { .boughtTogether(with: $0) }
      case .similar: .obvious
      case .value(let score): .value(.init(score))
      case .scenario(let scenario): .scenario(.init(scenario))
      case .persona(let match):
        .persona(isChosen: match.isChosen, signs: match.signs, things: match.things)
      case .because(let deed, let item): Self.about(item) { .because(.init(deed), of: $0) }
      case .alike(let deed, let item): Self.about(item) { .alike(.init(deed), of: $0) }
      case .due(let category, _): .due(category: category)
      case .age(let months): .age(months: months)
      case .advised(let months, let source): .advised(months: months, source: source)
      case .popular: .popular
      case .discovery: .discovery
      }
  }

  /// Nothing is said of an item that is no product.
  private static func about(_ item: String, _ reason: (ProductID) -> Self) -> Self {
    ProductID(item).map(reason) ?? .obvious
  }
}

extension ProductRow.Deed {
  init(_ deed: RecommendationReason.Deed) {
    self =
      switch deed {
      case .bought: .bought
      case .carted: .carted
      case .viewed: .viewed
      }
  }
}

extension ProductRow.Scenario {
  init(_ scenario: Recommend.Scenario) {
    self =
      switch scenario {
      case .home: .home
      case .travel: .travel
      case .work: .work
      }
  }
}

extension ProductRow.Value {
  init(_ score: ValueScore) {
    self.init(
      reviews: score.reviews,
      stars: score.stars,
      sold: score.sold,
      returned: score.returned,
      proofs: score.proofs,
      unit: Unit(score.basis),
      unitPrice: score.unitPrice,
      index: score.index
    )
  }
}

extension ProductRow.Value.Unit {
  init(_ basis: UnitBasis) {
    self =
      switch basis {
      case .mass: .mass
      case .volume: .volume
      case .count: .count
      case .item: .item
      }
  }
}
