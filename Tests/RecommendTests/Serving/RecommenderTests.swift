import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Rows for visitors", .tenantDatabase([RecommendModule.module]))
struct RecommenderTests {
  @Test func `a newcomer sees what suits the child, and nothing that must not be pressed on them`()
    async throws
  {
    let mine = try await tenants().mine
    let shop = Recommender.selling([mine.id: nursery])
    let rows = try await mine.rows(shop, for: Visitor(ages: [6], allergies: ["peanut"]))
    let row = try #require(rows[.forAge(months: 6)])
    #expect(Set(row.entries.map(\.item)) == ["rice", "pear", "plum", "blocks", "rattle", "ring"])
    #expect(rows[.popular]?.proven.isEmpty ?? true, "nobody took anything yet")
    #expect(!rows.items.contains { ["milk-1", "drops", "gone", "peanut", "noodles"].contains($0) })
    #expect(Set(rows.items).count == rows.items.count)
  }

  @Test func `three clicks change the rows, and the rows say why`() async throws {
    let mine = try await tenants().mine
    let shop = Recommender.selling([mine.id: nursery])
    let visitor = Visitor(person: mine.newPerson(), ages: [6])
    #expect(try await mine.rows(shop, for: visitor)[.forYou] == nil)
    let person = try #require(visitor.person)
    try await mine.tell([.view(item: "rattle"), .view(item: "ring")], by: person)
    try await mine.tell([.cart(item: "rice", quantity: 1)], by: person)
    let row = try #require(try await mine.rows(shop, for: visitor)[.forYou])
    let reasons = Dictionary(uniqueKeysWithValues: row.entries.map { ($0.item, $0.reason) })
    #expect(reasons["plum"] == .alike(.carted, of: "rice"))
    #expect(reasons["blocks"] == .alike(.viewed, of: "rattle"))
    #expect(Set(reasons.keys).isDisjoint(with: ["rice", "rattle", "ring", "cloth", "milk-1"]))
  }

  @Test func `the switch leaves what is popular for the age, at once, and nothing of one's own`()
    async throws
  {
    let mine = try await tenants().mine
    let shop = Recommender.selling([mine.id: nursery])
    try await mine.sell(Array(repeating: ["pear", "blocks"], count: 120) + [["rice"], ["rice"]])
    let person = mine.newPerson()
    try await mine.tell(
      [.view(item: "rattle"), .purchase(item: "pear", quantity: 1, amount: 1)],
      by: person
    )
    try await mine.train(shop)
    let visitor = Visitor(person: person, ages: [6])
    let cart = RowContext(items: ["pear"])
    let before = try await mine.rows(shop, for: visitor, cart)
    #expect(before.map(\.subject).contains(.boughtTogether))
    #expect(before.map(\.subject).contains(.forYou))
    #expect(!before.items.contains("pear"), "what was bought is not proposed again")
    try await mine.transaction { try await $0.setPersonalisation(false, of: person) }
    let after = try await mine.rows(shop, for: visitor, cart)
    let anonymous = try await mine.rows(shop, for: Visitor(ages: [6]))
    #expect(after == anonymous)
    #expect(after[.forAge(months: 6)]?.proven.prefix(2) == ["pear", "blocks"])
    try await mine.transaction { try await $0.setPersonalisation(true, of: person) }
    try await mine.tell([.view(item: "rattle")], by: person)
    #expect(try await mine.rows(shop, for: visitor)[.forYou] != nil)
  }

  @Test func `what goes into one basket is named with what it goes with`() async throws {
    let mine = try await tenants().mine
    let shop = Recommender.selling([mine.id: nursery])
    try await mine.sell(
      Array(repeating: ["rice", "pear"], count: 80)
        + Array(repeating: ["blocks", "ring"], count: 60)
    )
    try await mine.train(shop)
    let rows = try await mine.rows(shop, for: Visitor(ages: [6]), RowContext(items: ["rice"]))
    let row = try #require(rows[.boughtTogether])
    #expect(row.entries.map(\.item) == ["pear"])
    #expect(row.entries.first?.reason == .boughtTogether(with: "rice"))
    #expect(row.entries.first?.modelVersion == 1)
  }

  @Test func `needs come due by category, what was bought before first`() async throws {
    let mine = try await tenants().mine
    let shop = Recommender.selling([mine.id: nursery])
    let people = (0..<60).map { _ in mine.newPerson() }
    for week in 0..<12 {
      for some in [people[..<30], people[30...]] {
        try await mine.transaction { transaction in
          _ = try await transaction.take(
            some.flatMap { person in
              [mine.signal(.purchase(item: "rice", quantity: 1, amount: 3_900), by: person)]
                + (week % 4 == 0
                  ? [mine.signal(.purchase(item: "ring", quantity: 1, amount: 100), by: person)]
                  : [])
            }
          )
        }
      }
      mine.clock.advance(by: 7 * 86_400)
    }
    try await mine.train(shop)
    let rows = try await mine.rows(shop, for: Visitor(person: people[0], ages: [6]))
    let row = try #require(rows[.dueSoon])
    #expect(row.entries.first?.item == "rice")
    guard case .due(category: "food", let probability) = row.entries.first?.reason else {
      Issue.record("\(row)")
      return
    }
    #expect((0.5...1).contains(probability))
  }

  private func tenants() async throws -> TenantPair {
    try await TenantPair.fresh(settings: ["recommend": [:]])
  }
}
