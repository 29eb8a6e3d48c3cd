import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

/// A shop with a region, so that what is popular there is asked for too.
private let regionalSettings: [String: JSONValue] = [
  "recommend": ["regions": [["code": "id", "locales": ["id"]]]]
]

/// Does everything with signals and models once, so that each table has rows and each query has run.
private func exercise(_ tenant: TestTenant) async throws {
  let ada = PersonID.make(in: tenant.database.environment)
  let lin = PersonID.make(in: tenant.database.environment)
  try await tenant.transaction { transaction in
    _ = try await transaction.take([
      tenant.signal(.view(item: "a"), by: ada), tenant.signal(.search(phrase: "奶粉"), by: ada),
      tenant.signal(.view(item: "a"), by: lin),
    ])
    try await transaction.setPersonalisation(false, of: lin)
    try await transaction.stateAges([6], of: ada, in: tenant.snapshot.timeZone)
    try await transaction.stateAvoided(["milk"], of: ada)
    try await transaction.stateWishes(PersonWishes(scenario: .travel), of: ada)
    try await transaction.hold(ada)
  }
  #expect(try await tenant.scope.statedChoice(of: ada).childrenBorn.count == 1)
  _ = try await tenant.scope.interactions(of: ada, kinds: ["view"])
  _ = try await tenant.scope.interactions(kinds: ["view"])
  _ = try await tenant.scope.isPersonalised(lin)
  for number in 1...2 { _ = try await tenant.keep([UInt8(number)]) }
  for version in 1...2 { try await tenant.serve(version) }
  _ = try await tenant.rollBack()
  let rejected = try await tenant.keep([3])
  try await tenant.transaction { try await ModelShelf.reject(rejected, of: "ranking", in: $0) }
  _ = try await tenant.scope.modelArtefacts()
  _ = try await tenant.scope.servedVersion(of: "ranking")
  _ = try await tenant.scope.modelContent(1, of: "ranking")
  let shop = Recommender.selling([tenant.id: nursery])
  let labels = ItemLabels(scenarios: [.travel], markets: ["cn"])
  try await tenant.transaction {
    try await shop.setLabels(["pear": labels], by: .system, in: $0)
  }
  #expect(try await tenant.scope.labelledItems().count == 1)
  _ = try await tenant.rows(shop, for: Visitor(wishes: PersonWishes(scenario: .travel)))
  try await tenant.tell([.purchase(item: "rice", quantity: 1, amount: 3_900)], by: ada)
  try await tenant.train(shop)
  #expect(try await !tenant.rows(shop, for: Visitor(person: ada, ages: [6])).isEmpty)
  #expect(try await !shop.tags(of: ada, tenant.snapshot, tenant.scope).isEmpty)
  try await tenant.transaction { transaction in
    try await transaction.forget(["rice"], of: ada)
    try await transaction.forget(ada)
  }
  try await tenant.tell([.view(item: "pear")], by: ada)
  tenant.clock.advance(by: 40 * 86_400)
  let question = try InsightQuestion(.cohorts, try tenant.months(2))
  for _ in 1...2 { _ = try await tenant.ask(question) }
  #expect(try await tenant.scope.insightUses().count == 2)
  _ = try await tenant.scope.insightBudget(tenant.snapshot)
  let report = try #require(try await tenant.scope.insightUses().first).report
  #expect(try await tenant.scope.insightReport(report) != nil)
  _ = try await shop.priceAdvice(tenant.snapshot, tenant.scope)
  let audience = try await tenant.draft(shop, "All", AudienceRule())
  try await tenant.start(shop, audience)
  let started = try #require(try await tenant.scope.audiences().first)
  _ = try await tenant.scope.uplift(of: started)
  // Of few people all may be left alone, by chance.
  _ = try await tenant.scope.reachedPeople(of: audience.id)
  try await supply(tenant)
  try await feedback(tenant)
  try await business(tenant)
  try await development(tenant)
}

/// Tags a course, does a lesson, wants something, follows a service, buys it, and is joined.
private func development(_ tenant: TestTenant) async throws {
  let (guest, member, now) = (tenant.newPerson(), tenant.newPerson(), tenant.clock.now)
  let shop = Recommender.selling([tenant.id: nursery])
  let tag = DevelopmentTag(
    item: "blocks",
    kind: .course,
    skills: DevelopmentSkill.all.filter { $0.code == "stacks" },
    lessons: 3
  )
  let talk = PartnerService(
    code: "talk",
    kind: .consultation,
    name: tenant.snapshot.name,
    address: "/talk",
    sku: "TALK"
  )
  try await tenant.transaction { transaction in
    try await shop.tag("blocks", tag, by: .system, in: transaction)
    try await shop.tag("rattle", nil, by: .system, in: transaction)
    try await transaction.finishLesson(1, of: "blocks", by: guest)
    try await transaction.stateGoals([.fine], of: guest)
    try await transaction.visit(talk, by: guest)
    try await transaction.join(guest, to: member)
    try await transaction.creditOrder(UUID(), of: [member]) {
      KeptOrder(placedAt: now, amount: 1, lines: [KeptLine(article: "TALK", amount: 1)])
    }
  }
  let visitor = Visitor(person: member, ages: [13])
  #expect(
    try await shop.developmentShelves(for: visitor, tenant.snapshot, tenant.scope)
      .flatMap(\.offers).map(\.nextLesson) == [2]
  )
  let month = BirthMonth.number(of: now, in: tenant.snapshot.timeZone)
  let months = try #require(InsightMonths(first: month, last: month))
  #expect(
    try await tenant.scope.serviceFigures(months, in: tenant.snapshot.timeZone).map(\.orders) == [1]
  )
  try await tenant.transaction { try await $0.forget(guest) }
}

/// Arrives by a channel, orders, is refunded, and looks at what came of it.
private func business(_ tenant: TestTenant) async throws {
  let (ada, now) = (tenant.newPerson(), tenant.clock.now)
  let month = BirthMonth.number(of: now, in: tenant.snapshot.timeZone)
  let shop = Recommender()
  try await tenant.transaction { transaction in
    try await transaction.arrive(ada, by: "xhs")
    for amount: Int64? in [100, 90] {
      try await transaction.creditOrder(UUID(uuid: ada.uuid.uuid), of: [ada]) {
        amount.map { KeptOrder(placedAt: now, amount: $0) }
      }
    }
    try await transaction.creditOrder(UUID(), of: []) { nil }
    try await shop.setCost(500, of: "xhs", in: month, by: .system, in: transaction)
  }
  let months = try #require(InsightMonths(first: month, last: month))
  #expect(try await tenant.scope.channelFigures(months, in: tenant.snapshot.timeZone).count == 1)
  #expect(try await tenant.scope.channelCosts(months).count == 1)
  _ = try await shop.engagement(months, tenant.snapshot, tenant.scope)
  _ = try await shop.revenueMix(months, tenant.snapshot, tenant.scope)
  let said = Recommender(
    ports: .init(remarks: { _, _, _ in [ProductRemark(item: "rice", source: .review, text: "漏尿")] })
  )
  let advice = try await said.productAdvice(since: .distantPast, tenant.snapshot, tenant.scope)
  #expect(advice.changes.count == 1)
}

/// Shows, looks, joins a guest, and keeps a candidate in the shadow.
private func feedback(_ tenant: TestTenant) async throws {
  let (guest, member) = (tenant.newPerson(), tenant.newPerson())
  let now = tenant.database.environment.now()
  try await tenant.transaction { transaction in
    let shown = Impression(item: "rice", kind: "popularity", version: 1)
    _ = try await transaction.take([shown.signal(of: guest, at: now)])
    try await transaction.join(guest, to: member)
  }
  _ = try await tenant.scope.feedback(weeks: 4)
  let shop = Recommender.selling([tenant.id: nursery])
  _ = try await shop.needCalendar(tenant.scope)
  _ = try await tenant.keep([9])
  try await tenant.train(shop)
  _ = try await shop.evaluate(tenant.snapshot, tenant.scope)
}

/// Foretells demand, buys and receives.
private func supply(_ tenant: TestTenant) async throws {
  let shelf = [ShelfItem(article: "rice", place: "shop", category: "", onHand: 0, price: 3_900)]
  let planner = SupplyPlanner.of([:], shelf: shelf)
  try await tenant.transaction { transaction in
    try await planner.recordPastSales(
      tenant.weekly("rice", [Int](repeating: 3, count: 20)),
      in: transaction
    )
    try await planner.setTerms(SupplyTerms(article: "rice", pack: 6), by: .system, in: transaction)
    let snapshot = tenant.snapshot
    for _ in 0..<2 {
      let goods = try await planner.noteOrdered(
        "rice",
        to: "shop",
        units: 6,
        inDays: 7,
        snapshot,
        by: .system,
        in: transaction
      )
      if try await transaction.goodsOnWay(of: ["rice"]).count > 1 {
        try await planner.close(goods, by: .system, in: transaction)
      }
    }
  }
  try await tenant.reckon(planner)
  _ = try await tenant.scope.forecastRuns()
  var query = ForecastQuery()
  query.article = "r"
  query.place = "shop"
  query.category = ""
  let found = try await tenant.scope.forecasts(query, of: 1)
  query.cursor = found.first.map { ForecastCursor($0) }
  _ = try await tenant.scope.forecasts(query, of: 1)
  _ = try await tenant.scope.forecasts(ofArticle: "rice", of: 1)
  _ = try await tenant.scope.forecastGroups(of: 1)
  #expect(try await planner.plan(tenant.snapshot, tenant.scope) != nil)
}

@Suite("Isolation of recommendations", .tenantDatabase([RecommendModule.module]))
struct RecommendIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: regionalSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)

    #expect(findings.filter { $0.subject.hasPrefix("recommend.") } == [])
  }

  @Test func `no query reaches another tenant under a role that no policy binds`() async throws {
    let pair = try await TenantPair.fresh(settings: regionalSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)

    #expect(findings.isEmpty, "\(findings)")
    #expect(suite.functions.filter { $0.hasPrefix("Recommend/") }.count >= 70)
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [RecommendModule.module])
  }
}
