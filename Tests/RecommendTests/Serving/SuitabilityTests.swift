import Foundation
import Recommend
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A shop whose goods change their ages after the training.
private final class ChangingShop: Sendable {
  private let items: Mutex<[String: CatalogueItem]>

  init(_ items: [CatalogueItem]) {
    self.items = Mutex(Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) }))
  }

  var all: [CatalogueItem] { items.withLock { $0.values.sorted { $0.id < $1.id } } }

  subscript(id: String) -> CatalogueItem? { items.withLock { $0[id] } }

  func put(_ item: CatalogueItem) { items.withLock { $0[item.id] = item } }

  var recommender: Recommender {
    let shop = self
    return Recommender(
      ports: .init(catalogue: { ids, _, _ in
        guard let ids else { return shop.all }
        return ids.compactMap { shop[$0] }
      })
    )
  }
}

@Suite("What suits the child", .tenantDatabase([RecommendModule.module]))
struct SuitabilityTests {
  @Test func `no row holds what suits none of the children, whatever was done and trained`()
    async throws
  {
    let seed = UInt64.random(in: .min ... .max)
    var random = Seeded(state: seed)
    let tenant = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = ChangingShop((0..<60).map { Self.item($0, &random) })
    let recommender = shop.recommender
    let ids = shop.all.map(\.id)
    try await tenant.sell(
      (0..<150).map { _ in (0..<3).map { _ in ids.randomElement(using: &random) ?? "" } }
    )
    try await tenant.train(recommender)
    #expect(try await tenant.scope.servedVersion(of: "together") == 1)
    // What was known when the models were made is not what is true now.
    for number in stride(from: 0, to: 60, by: 3) { shop.put(Self.item(number, &random)) }

    var shown = 0
    for _ in 0..<40 {
      let person = tenant.newPerson()
      let deeds = (0..<3).compactMap { _ in ids.randomElement(using: &random) }
      try await tenant.tell(deeds.map { .view(item: $0) }, by: person)
      let visitor = Visitor(
        person: person,
        ages: (0..<Int.random(in: 1...2, using: &random)).map { _ in
          Int.random(in: -9...72, using: &random)
        }
      )
      let context = RowContext(page: ids.randomElement(using: &random), cart: deeds, count: 12)
      for item in try await tenant.rows(recommender, for: visitor, context).items {
        shown += 1
        let facts = try #require(shop[item])
        #expect(
          facts.isAvailable && facts.restriction != .medicine
            && visitor.ages.contains(where: facts.ages.contains),
          "\(item) for \(visitor.ages), seed \(seed)"
        )
      }
    }
    #expect(shown > 150, "rows are not empty, seed \(seed)")
  }

  private static func item(_ number: Int, _ random: inout Seeded) -> CatalogueItem {
    let from = Int.random(in: -9...60, using: &random)
    return CatalogueItem(
      id: "item-\(number)",
      category: "kind-\(number % 4)",
      ages: Bool.random(using: &random)
        ? .any : AgeSpan(from: from, to: from + Int.random(in: 1...30, using: &random)),
      isAvailable: Int.random(in: 0..<10, using: &random) > 0,
      price: Int64.random(in: 100...9_900, using: &random),
      restriction: Int.random(in: 0..<10, using: &random) == 0 ? .medicine : .none
    )
  }
}

/// SplitMix64, so that a failure can be had again.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
