import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  func draft(
    _ shop: Recommender,
    _ name: String,
    _ rule: AudienceRule,
    holdout: Int = 20
  ) async throws -> Audience {
    try await transaction {
      try await shop.draftAudience(
        name,
        rule,
        holdoutPercent: holdout,
        cost: 10_000,
        by: .staff("mei"),
        in: $0
      )
    }
  }

  func start(_ shop: Recommender, _ audience: Audience) async throws {
    let tenant = snapshot
    try await transaction {
      try await shop.startAudience(audience.id, by: .staff("mei"), tenant, in: $0)
    }
  }
}

@Suite("Audiences", .tenantDatabase([RecommendModule.module]))
struct AudienceTests {
  @Test func `a rule looks at purchases, ages, days and silence`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    let (ada, lin, fei) = (mine.newPerson(), mine.newPerson(), mine.newPerson())
    try await mine.tell(
      [.view(item: "rice"), .purchase(item: "rice", quantity: 1, amount: 1)],
      by: ada
    )
    try await mine.tell(
      [.view(item: "ring"), .purchase(item: "ring", quantity: 1, amount: 1)],
      by: lin
    )
    try await mine.tell([.view(item: "ring")], by: fei)
    try await mine.transaction {
      try await $0.stateAges([8], of: ada, in: mine.snapshot.timeZone)
    }
    // An order of somebody who was not asked belongs to nobody.
    try await mine.sell([["rice"]])
    func people(_ rule: AudienceRule) async throws -> Int {
      let audience = try await mine.draft(shop, "All", rule)
      let size = try await shop.size(of: audience, mine.snapshot, mine.scope)
      #expect(size.known == 3)
      return size.people
    }
    #expect(try await people(AudienceRule()) == 3)
    #expect(try await people(AudienceRule(bought: ["food"])) == 1)
    #expect(try await people(AudienceRule(bought: ["food", "toys"])) == 2)
    #expect(try await people(AudienceRule(notBought: ["food"])) == 2)
    #expect(try await people(AudienceRule(ages: AgeSpan(from: 6, to: 12))) == 1)
    #expect(try await people(AudienceRule(ages: AgeSpan(from: 12, to: nil))) == 0)
    #expect(try await people(AudienceRule(leastPurchaseDays: 1)) == 2)
    #expect(try await people(AudienceRule(quietDays: 5)) == 0)
    mine.clock.advance(by: 10 * 86_400)
    #expect(try await people(AudienceRule(quietDays: 5)) == 3)
    #expect(try await people(AudienceRule(bought: ["food"], days: 5)) == 0)
  }

  @Test func `a started audience is fixed, leaves some alone, and tells what it brought`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, other) = (pair.mine, pair.other)
    let shop = Recommender.selling([mine.id: nursery, other.id: nursery])
    try await mine.sellKnown(Array(repeating: ["rice"], count: 200), days: 1)
    let weaning = AudienceRule(bought: ["food"])
    let audience = try await mine.draft(shop, "Weaning", weaning, holdout: 30)
    try await mine.start(shop, audience)
    mine.clock.advance(by: 3_600)
    try await mine.start(shop, audience)
    let started = try #require(try await mine.scope.audiences().first { $0.id == audience.id })
    let reached = try await mine.scope.reachedPeople(of: audience.id)
    #expect(started.startedAt != nil && reached.count > 110 && reached.count < 170)
    for person in reached.prefix(60) {
      try await mine.tell([.purchase(item: "pear", quantity: 1, amount: 1)], by: person)
    }
    let uplift = try #require(try await mine.scope.uplift(of: started))
    #expect(uplift.reached.people == reached.count && uplift.held.people == 200 - reached.count)
    #expect(uplift.reached.buyers == 60 && uplift.held.buyers == 0 && uplift.isProven)

    try await mine.transaction { try await $0.setPersonalisation(false, of: reached[0]) }
    #expect(try await mine.scope.reachedPeople(of: audience.id) == Array(reached.dropFirst()))
    #expect(try await other.scope.audiences().isEmpty)
    #expect(try await other.scope.reachedPeople(of: audience.id).isEmpty)
    await #expect(throws: RecommendRefusal.self) { try await other.start(shop, audience) }
    try await mine.sellKnown([["rice"]], days: 0)
    #expect(try await mine.scope.reachedPeople(of: audience.id).count == reached.count - 1)
  }

  @Test func `what makes no audience is refused by the field's name`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    func field(_ name: String, _ rule: AudienceRule, _ holdout: Int = 10) async -> JSONValue? {
      do {
        _ = try await mine.draft(shop, name, rule, holdout: holdout)
        return nil
      } catch { return (error as? RecommendRefusal)?.details["field"] }
    }
    #expect(await field(" ", AudienceRule()) == "name")
    #expect(await field("x", AudienceRule(days: 0)) == "days")
    #expect(await field("x", AudienceRule(quietDays: 731)) == "quietDays")
    #expect(await field("x", AudienceRule(leastPurchaseDays: -1)) == "leastPurchaseDays")
    #expect(await field("x", AudienceRule(ages: AgeSpan(from: 6, to: 6))) == "ages")
    #expect(
      await field("x", AudienceRule(bought: Array(repeating: "a", count: 21))) == "categories"
    )
    #expect(await field("x", AudienceRule(), 51) == "holdoutPercent")
    #expect(await field("x", AudienceRule()) == nil)
  }
}
