import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Goods for a situation", .tenantDatabase([RecommendModule.module]))
struct ScenarioRowTests {
  private func label(_ tenant: TestTenant, _ labels: [String: ItemLabels]) async throws {
    try await tenant.transaction {
      try await Recommender().setLabels(labels, by: .staff("mei"), in: $0)
    }
  }

  @Test func `whoever chose a situation sees what serves it and why, and nobody else does`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, other) = (pair.mine, pair.other)
    let shop = Recommender.selling([mine.id: nursery, other.id: nursery])
    let serving: [String: ItemLabels] = [
      "pear": ItemLabels(scenarios: [.travel]), "ring": ItemLabels(scenarios: [.travel, .home]),
      "noodles": ItemLabels(scenarios: [.travel]), "milk-1": ItemLabels(scenarios: [.travel]),
      "gone": ItemLabels(scenarios: [.travel]),
    ]
    for _ in 0..<2 { try await label(mine, serving) }

    let ada = mine.newPerson()
    var visitor = Visitor(person: ada, ages: [6])
    #expect(try await mine.rows(shop, for: visitor)[.scenario(.travel)] == nil)
    try await mine.transaction {
      try await $0.stateWishes(PersonWishes(scenario: .travel), of: ada)
    }
    visitor.wishes = try await mine.scope.statedChoice(of: ada).wishes
    let rows = try await mine.rows(shop, for: visitor)
    let row = try #require(rows[.scenario(.travel)])
    #expect(Set(row.entries.map(\.item)) == ["pear", "ring"], "age, stock and the law come first")
    #expect(row.entries.allSatisfy { $0.reason == .scenario(.travel) })
    #expect(rows.first?.subject == .scenario(.travel))
    #expect(
      try await other.rows(shop, for: Visitor(ages: [6], wishes: visitor.wishes))[
        .scenario(.travel)
      ] == nil
    )

    try await label(mine, ["pear": ItemLabels()])
    #expect(
      try await mine.rows(shop, for: visitor)[.scenario(.travel)]?.entries.map(\.item) == ["ring"]
    )
    try await mine.transaction { try await $0.setPersonalisation(false, of: ada) }
    #expect(try await mine.rows(shop, for: visitor)[.scenario(.travel)] == nil)
    #expect(try await mine.scope.statedChoice(of: ada).wishes == .none, "off forgets it")
  }

  @Test func `labels change as a whole, are noted once, and wrong ones are refused by name`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let labels = ItemLabels(scenarios: [.work], markets: ["cn", "id"], languages: ["zh"])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { try await label(pair.mine, ["a": labels, "b": labels]) } }
      try await group.waitForAll()
    }
    let found = try await pair.mine.scope.labelledItems()
    #expect(found.map(\.item) == ["a", "b"] && found.allSatisfy { $0.labels == labels })
    #expect(try await pair.other.scope.labelledItems() == [])
    try await label(pair.mine, ["a": labels])
    let wrong: [(String, ItemLabels, String)] = [
      ("a", ItemLabels(markets: ["china"]), "markets"),
      ("a", ItemLabels(markets: ["C1"]), "markets"),
      ("a", ItemLabels(languages: ["zh-CN"]), "languages"), ("", labels, "item"),
      (String(repeating: "x", count: 81), labels, "item"),
    ]
    for (item, labels, field) in wrong {
      let refusal = await #expect(throws: RecommendRefusal.self) {
        try await label(pair.mine, ["0": ItemLabels(scenarios: [.home]), item: labels])
      }
      #expect(refusal?.code == .itemLabelInvalid && refusal?.details["field"] == .string(field))
    }
    #expect(try await pair.mine.scope.labelledItems().count == 2, "nothing of a refused call stays")
  }
}
