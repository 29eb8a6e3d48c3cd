import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

/// A document of a tenant that says nothing.
private let document = TenantDocument(
  tenant: "a",
  name: LocalizedText([:]),
  hosts: [],
  locales: [],
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  market: "CN",
  modules: [:]
)

@Suite("Partner services", .tenantDatabase([RecommendModule.module]))
struct PartnerTests {
  private static let zh = LanguageTag(rawValue: "zh")

  private func service(
    _ code: String,
    _ kind: PartnerService.Kind = .consultation,
    categories: [String]? = nil,
    from: Int? = nil,
    to: Int? = nil,
    sku: String? = nil
  ) throws -> PartnerService {
    PartnerService(
      code: code,
      kind: kind,
      name: LocalizedText([try #require(Self.zh): code]),
      address: "/somewhere",
      categories: categories,
      fromMonths: from,
      toMonths: to,
      sku: sku
    )
  }

  @Test func `services of the goods' category come first, and one for an age needs a child of it`()
    throws
  {
    let all = [
      try service("anywhere", .insurance), try service("food", categories: ["food"]),
      try service("toys", .course, categories: ["toys"]),
      try service("weaning", categories: ["food"], from: 4, to: 12),
    ]
    let rice = CatalogueItem(id: "rice", category: "puree", parentCategory: "food")
    func codes(_ item: CatalogueItem?, _ ages: [Int]) -> [String] {
      PartnerRule.services(all, beside: item, ages: ages).map(\.code)
    }
    #expect(codes(rice, [6]) == ["food", "weaning", "anywhere"])
    #expect(codes(rice, []) == ["food", "anywhere"], "no age is known")
    #expect(codes(rice, [12, 40]) == ["food", "anywhere"])
    #expect(codes(nil, [6]) == ["anywhere", "food", "toys", "weaning"])
    let many = try (0..<9).map { try service("s\($0)") }
    #expect(PartnerRule.services(many, beside: rice, ages: []).count == PartnerRule.serviceLimit)
  }

  @Test func `goods stand beside a service when they are of its categories and suit the child`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let feeding = try service("feeding", categories: ["food", "milk"])
    let shop = Recommender(
      ports: .init(
        catalogue: { ids, _, _ in nursery.filter { ids?.contains($0.id) ?? true } },
        services: { _, _ in [feeding] }
      )
    )
    let visitor = Visitor(ages: [8], allergies: ["peanut"])
    let shelves = try await shop.serviceShelves(for: visitor, mine.snapshot, mine.scope)
    #expect(shelves.map(\.service.code) == ["feeding"])
    #expect(Set(shelves.flatMap(\.goods)) == ["rice", "pear", "plum"])
  }

  private func figures(_ tenant: TestTenant) async throws -> [String: [Int]] {
    let last = BirthMonth.number(of: tenant.clock.now, in: tenant.snapshot.timeZone)
    let months = try #require(InsightMonths(first: last - 3, last: last))
    let found = try await tenant.scope.serviceFigures(months, in: tenant.snapshot.timeZone)
    return Dictionary(
      uniqueKeysWithValues: found.map { ($0.service, [$0.visits, $0.orders, Int($0.amount)]) }
    )
  }

  private func order(_ id: UUID, _ lines: [KeptLine]?, by person: PersonID, at tenant: TestTenant)
    async throws
  {
    let now = tenant.clock.now
    try await tenant.transaction { transaction in
      try await transaction.creditOrder(id, of: [person]) {
        lines.map {
          KeptOrder(placedAt: now, amount: $0.reduce(0) { $0 + $1.amount }, lines: $0)
        }
      }
    }
  }

  @Test func `an order is the doing of the services that were visited and that it buys, once`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, ada, lin) = (pair.mine, pair.mine.newPerson(), pair.mine.newPerson())
    let (talk, cover) = (try service("talk", sku: "TALK-1"), try service("cover", .insurance))
    for service in [talk, talk, cover] {
      try await mine.transaction { try await $0.visit(service, by: ada) }
    }
    let lines = [
      KeptLine(article: "TALK-1", amount: 9_900), KeptLine(article: "RICE", amount: 100),
    ]
    let id = UUID()
    for _ in 0..<2 { try await order(id, lines, by: ada, at: mine) }
    try await order(UUID(), lines, by: lin, at: mine)
    try await order(UUID(), [KeptLine(article: "RICE", amount: 100)], by: ada, at: mine)
    #expect(try await figures(mine) == ["talk": [1, 1, 9_900], "cover": [1, 0, 0]])
    #expect(try await figures(pair.other).isEmpty)

    mine.clock.advance(by: 31 * 86_400)
    try await order(UUID(), lines, by: ada, at: mine)
    #expect(try await figures(mine)["talk"] == [1, 1, 9_900], "the window is over")
    try await order(id, nil, by: ada, at: mine)
    #expect(try await figures(mine)["talk"] == [1, 0, 0], "its money went back")
  }

  @Test func `visits join a member, and go with the switch`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let (guest, member) = (mine.newPerson(), mine.newPerson())
    let talk = try service("talk", sku: "TALK-1")
    try await mine.transaction { transaction in
      try await transaction.visit(talk, by: guest)
      try await transaction.join(guest, to: member)
    }
    try await order(UUID(), [KeptLine(article: "TALK-1", amount: 5)], by: member, at: mine)
    #expect(try await figures(mine)["talk"] == [1, 1, 5])
    try await mine.transaction { try await $0.setPersonalisation(false, of: member) }
    try await mine.transaction { try await $0.visit(talk, by: member) }
    #expect(try await figures(mine)["talk"] == [0, 1, 5])
  }

  @Test func `settings name partners soundly`() throws {
    var settings = RecommendSettings()
    var bad = try service("Bad Code")
    bad.address = "javascript:alert(1)"
    bad.name = LocalizedText([:])
    settings.partners = [bad, try service("ok"), try service("ok")]
    let problems = settings.problems(in: document).map { $0.path.last ?? "" }
    #expect(Set(problems) == ["code", "address", "name"])
    settings.partners = [try service("ok")]
    #expect(settings.problems(in: document).isEmpty)
  }
}
