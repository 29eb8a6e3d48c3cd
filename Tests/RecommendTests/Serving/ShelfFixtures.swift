import Foundation
import Recommend
import TenantStore
import TenantStoreTesting

/// A small shop: food and toys by age, milk, a medicine, and what is sold out.
let nursery: [CatalogueItem] = [
  CatalogueItem(id: "rice", category: "food", ages: AgeSpan(from: 6, to: 12), price: 3_900),
  CatalogueItem(id: "pear", category: "food", ages: AgeSpan(from: 6, to: 18), price: 1_900),
  CatalogueItem(
    id: "peanut",
    category: "food",
    ages: AgeSpan(from: 6, to: 36),
    price: 2_900,
    allergens: ["peanut"]
  ),
  CatalogueItem(id: "plum", category: "food", ages: AgeSpan(from: 6, to: 12), price: 1_900),
  CatalogueItem(id: "noodles", category: "food", ages: AgeSpan(from: 12, to: 36), price: 2_500),
  CatalogueItem(id: "blocks", category: "toys", ages: AgeSpan(from: 6, to: 24), price: 9_900),
  CatalogueItem(id: "rattle", category: "toys", ages: AgeSpan(from: 3, to: 12), price: 4_900),
  CatalogueItem(id: "ring", category: "toys", ages: AgeSpan(from: 3, to: 12), price: 4_500),
  CatalogueItem(
    id: "gone",
    category: "toys",
    ages: AgeSpan(from: 3, to: 12),
    isAvailable: false,
    price: 4_700
  ),
  CatalogueItem(id: "cloth", category: "care", price: 1_500),
  CatalogueItem(
    id: "milk-1",
    category: "milk",
    ages: AgeSpan(from: 0, to: 12),
    price: 29_900,
    restriction: .breastMilkSubstitute
  ),
  CatalogueItem(id: "drops", category: "care", price: 5_900, restriction: .medicine),
]

extension Recommender {
  /// A recommender whose shops sell what the test says; whoever is not named sells nothing.
  static func selling(_ shops: [TenantID: [CatalogueItem]]) -> Self {
    Recommender(
      ports: Ports(catalogue: { ids, tenant, _ in
        let items = shops[tenant.id] ?? []
        guard let ids else { return items }
        return items.filter { ids.contains($0.id) }
      })
    )
  }
}

extension TestTenant {
  func newPerson() -> PersonID { .make(in: database.environment) }

  /// What somebody does, the first thing longest ago.
  func tell(_ actions: [Signal.Action], by person: PersonID) async throws {
    let signals = actions.enumerated().map { place, action in
      signal(action, by: person, ago: TimeInterval(actions.count - place))
    }
    try await transaction { _ = try await $0.take(signals) }
  }

  /// Lets many people buy a basket each, in few calls.
  func sell(_ baskets: [[String]]) async throws {
    let signals = baskets.flatMap { basket in
      let person = newPerson()
      return basket.map {
        signal(.purchase(item: $0, quantity: 1, amount: 1_000), by: person, ago: 3_600)
      }
    }
    for start in stride(from: 0, to: signals.count, by: SignalRule.batchLimit) {
      let some = Array(signals[start..<min(start + SignalRule.batchLimit, signals.count)])
      try await transaction { _ = try await $0.take(some) }
    }
  }

  func train(_ recommender: Recommender) async throws {
    try await transaction { _ = try await recommender.requestTraining(in: $0) }
    try await work(RecommendModule.module(recommender))
  }

  func rows(
    _ recommender: Recommender,
    for visitor: Visitor,
    _ context: RowContext = RowContext()
  ) async throws -> [RecommendationRow] {
    try await recommender.rows(for: visitor, context, snapshot, scope)
  }
}

extension [RecommendationRow] {
  subscript(subject: RecommendationRow.Subject) -> RecommendationRow? {
    first { $0.subject == subject }
  }

  var items: [String] { flatMap { $0.entries.map(\.item) } }
}

extension RecommendationRow {
  /// The row without places for discoveries, by item.
  var proven: [String] { entries.filter { $0.reason != .discovery }.map(\.item) }
}
