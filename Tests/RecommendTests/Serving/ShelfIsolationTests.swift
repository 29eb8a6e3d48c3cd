import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

/// The catalogue cannot be read.
private struct CatalogueGone: Error {}

@Suite("Whose models serve whom", .tenantDatabase([RecommendModule.module]))
struct ShelfIsolationTests {
  @Test func `models of one tenant never serve another, not even to the same person`() async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let shop = Recommender.selling([pair.mine.id: nursery, pair.other.id: nursery])
    try await pair.mine.sell(taste)
    let person = pair.mine.newPerson()
    try await pair.mine.tell([.view(item: "rice"), .view(item: "blocks")], by: person)
    try await pair.mine.train(shop)
    let visitor = Visitor(person: person, ages: [6])
    let cart = RowContext(items: ["rice"])
    let mine = try await pair.mine.rows(shop, for: visitor, cart)
    #expect(mine[.boughtTogether] != nil && mine[.forYou] != nil)
    #expect(mine.flatMap(\.entries).allSatisfy { $0.modelVersion == 1 })

    let other = try await pair.other.rows(shop, for: visitor, cart)
    #expect(other[.boughtTogether] == nil && other[.forYou] == nil)
    #expect(other.flatMap(\.entries).allSatisfy { $0.modelVersion == nil })
    #expect(other.flatMap(\.entries).allSatisfy { $0.reason != .popular })
    #expect(try await pair.other.scope.modelArtefacts().isEmpty)
  }

  @Test func `a model of taste is fitted from five hundred people on, and judged before it serves`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    try await mine.sell(taste)
    try await mine.train(shop)
    #expect(try await mine.scope.servedVersion(of: "ranking") == nil, "fewer than 500 people")
    try await mine.sell(taste + taste)
    try await mine.train(shop)
    let failed: String? = try await mine.scope.value(
      """
      SELECT coalesce(string_agg(errors::text, ' '), '') FROM tenancy.job
      WHERE tenant_id = \(mine.id) AND errors <> '[]'
      """
    )
    #expect(failed == "")
    let ranking = try #require(
      try await mine.scope.modelArtefacts().first { $0.kind == "ranking" }
    )
    for name in ["recall20", "gain20", "popularityRecall20", "people"] {
      #expect(ranking.metrics[name] != nil, "\(name)")
    }
    #expect(ranking.state == .serving || ranking.state == .rejected)
  }

  @Test func `a training that fails leaves what was served`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    try await mine.sell([["rice"], ["rice"], ["pear"]])
    try await mine.train(shop)
    let before = try await mine.rows(shop, for: Visitor(ages: [6]))
    let broken = Recommender(ports: .init(catalogue: { _, _, _ in throw CatalogueGone() }))
    try await mine.train(broken)
    #expect(try await mine.scope.servedVersion(of: "popularity") == 1)
    #expect(try await mine.rows(shop, for: Visitor(ages: [6])) == before)
  }

  @Test func `a model of another layout counts as none`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    try await mine.transaction { transaction in
      for kind in ["popularity", "ranking", "together", "needs"] {
        let version = try await ModelShelf.keep(
          [0xFF, 0x00],
          kind: kind,
          format: 99,
          metrics: [:],
          in: transaction
        )
        try await ModelShelf.serve(version, of: kind, by: .system, in: transaction)
      }
    }
    let rows = try await mine.rows(
      shop,
      for: Visitor(person: mine.newPerson(), ages: [6]),
      RowContext(items: ["rice"])
    )
    #expect(rows[.forAge(months: 6)] != nil)
  }

  @Test func `an empty shop has no rows, and a shop without the module refuses`() async throws {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    #expect(try await pair.mine.rows(Recommender(), for: Visitor(ages: [6])).isEmpty)
    try await pair.mine.train(Recommender())
    #expect(try await pair.mine.rows(Recommender(), for: Visitor(ages: [6])).isEmpty)
    let bare = try await TenantPair.fresh().mine
    await #expect(throws: TenancyRefusal.self) {
      try await bare.rows(Recommender(), for: Visitor())
    }
  }

  /// Two tastes among 240 people, and some who bought one thing.
  private var taste: [[String]] {
    (0..<240).map { number in
      let food = ["rice", "pear", "plum", "peanut"]
      let toys = ["blocks", "rattle", "ring"]
      let own = number % 2 == 0 ? food : toys
      return (0..<3).map { own[(number / 2 + $0) % own.count] }
    }
  }
}
