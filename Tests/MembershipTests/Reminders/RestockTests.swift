import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let settings: [String: JSONValue] = [
  "membership": [
    "reminders": [
      "restock": [
        ["category": "diapers", "days": 30, "name": ["zh": "纸尿裤", "en": "Nappies"]],
        ["category": "formula", "days": 20, "name": ["zh": "奶粉", "en": "Formula"]],
      ]
    ],
    "birthBag": ["nappies": ["diaper-tape"], "bra": ["mum-wear"]],
  ]
]

private let nappies = BoughtGoods(categories: ["diaper-tape", "diapers"], pieces: 1, fromMonths: 0)

@Suite("Buying again", .tenantDatabase([MembershipModule.module]))
struct RestockTests {
  private func buy(
    _ goods: [BoughtGoods],
    _ member: MemberID,
    _ tenant: TestTenant,
    order: UUID = UUID()
  ) async throws {
    for _ in 0..<2 {
      try await tenant.families {
        try await $0.noteBought(goods, in: order, by: member, for: $1, in: $2)
      }
    }
  }

  private func restock(_ child: Child, _ tenant: TestTenant) async throws -> [Reminder] {
    try await tenant.scope.reminders(of: child.id).filter { $0.kind == .restock }
  }

  private func family(_ tenant: TestTenant) async throws -> (MemberID, Child) {
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-06-20", member, sex: nil)
    for purpose in [ConsentPurpose.reminders, .personalisation] {
      try await tenant.agree(member, to: purpose)
    }
    return (member, child)
  }

  @Test func `it takes both consents, one order counts once, and nobody else's shop hears of it`()
    async throws
  {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-06-20", member, sex: nil)
    try await tenant.agree(member)
    try await buy([nappies], member, tenant)
    #expect(try await restock(child, tenant) == [], "orders are not to be used for it")
    try await tenant.agree(member, to: .personalisation)
    try await buy([nappies], member, tenant)
    let planned = try await restock(child, tenant)
    #expect(planned.map(\.topic) == ["restock:diapers:2026-09-21"])
    #expect(planned.map(\.dueOn) == [try day("2026-10-21")])
    #expect(planned.map(\.state) == [.planned])
    // Bought again: the reminder is about the later purchase, and lasts twice as long.
    tenant.clock.advance(by: 5 * 86_400)
    let goods = BoughtGoods(categories: ["diapers"], pieces: 2)
    // What may not be suggested lasts as if it had not been bought.
    let silent = BoughtGoods(categories: ["diapers"], pieces: 9, maySuggest: false)
    try await buy([goods, silent, BoughtGoods(categories: ["toys"], pieces: 1)], member, tenant)
    #expect(try await restock(child, tenant).map(\.topic) == ["restock:diapers:2026-09-26"])
    #expect(try await restock(child, tenant).map(\.dueOn) == [try day("2026-11-25")])
    let rows = try await pair.other.scope.value(
      "SELECT count(*) FROM membership.restock_purchase WHERE tenant_id = \(pair.other.id)",
      as: Int.self
    )
    #expect(rows == 0)
  }

  @Test func `it goes out at its time, under the family's caps, in the shop's words`()
    async throws
  {
    let tenant = try await familyPair(settings).mine
    let (member, child) = try await family(tenant)
    try await buy([nappies], member, tenant)
    for _ in 0..<26 {
      tenant.clock.advance(by: 86_400)
      try await tenant.run("membership.send_reminders")
    }
    #expect(try await restock(child, tenant).map(\.state) == [.planned])
    for _ in 0..<5 {
      tenant.clock.advance(by: 86_400)
      try await tenant.run("membership.send_reminders")
    }
    #expect(try await restock(child, tenant).map(\.state) == [.sent])
    let export = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    #expect(export["used_up"] == [["category": "diapers", "pieces": 1, "day": "2026-09-21"]])
  }

  @Test(arguments: ["reminders", "personalisation", "silence", "erasure", "return"])
  func `whatever ends it ends it at once`(_ end: String) async throws {
    let tenant = try await familyPair(settings).mine
    let (member, child) = try await family(tenant)
    let lost = try await tenant.expecting("2026-12-20", member)[0]
    let order = UUID()
    try await buy([nappies], member, tenant, order: order)
    #expect(try await restock(child, tenant).count == 1)
    try await tenant.families { families, snapshot, transaction in
      switch end {
      case "silence": try await families.fallSilent(about: lost.id, of: member, in: transaction)
      case "erasure": try await families.erase(member, by: .shopper, in: transaction)
      case "return":
        try await families.forgetBought(in: order, by: member, for: snapshot, in: transaction)
      default:
        let purpose = try #require(ConsentPurpose(rawValue: end))
        try await families.withdrawConsent(to: purpose, by: member, in: transaction)
      }
    }
    #expect(try await restock(child, tenant) == [])
    let left = try await tenant.scope.value(
      "SELECT count(*) FROM membership.restock_purchase WHERE tenant_id = \(tenant.id)",
      as: Int.self
    )
    #expect(left == (end == "silence" ? 1 : 0))
    guard end == "silence" else { return }
    // What was bought before says nothing any more, also when something else of the family changes.
    try await tenant.families {
      try await $0.planReminders(of: child.id, parent: member, for: $1, in: $2)
    }
    #expect(try await restock(child, tenant) == [])
    tenant.clock.advance(by: 86_400)
    try await buy([nappies], member, tenant)
    #expect(try await restock(child, tenant).count == 1, "a new purchase counts")
  }

  @Test func `who is expected uses nothing up yet; what was bought before lasts from the birth on`()
    async throws
  {
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-09-28", member)[0]
    for purpose in [ConsentPurpose.reminders, .personalisation] {
      try await tenant.agree(member, to: purpose)
    }
    try await buy([nappies], member, tenant)
    #expect(try await restock(child, tenant) == [])
    tenant.clock.advance(by: 4 * 86_400)
    try await tenant.families {
      let birth = BirthForm(birth: try day("2026-09-24"))
      try await $0.recordBirth(birth, of: child.id, parent: member, for: $1, in: $2)
    }
    #expect(try await restock(child, tenant).map(\.dueOn) == [try day("2026-10-24")])
  }

  @Test
  func `what was bought more than a year ago is deleted, and until then the member is told of it`()
    async throws
  {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let (member, _) = try await family(tenant)
    let (theirs, _) = try await family(pair.other)
    try await buy([nappies], member, tenant)
    try await buy([nappies], theirs, pair.other)
    func kept(_ tenant: TestTenant) async throws -> Int? {
      try await tenant.scope.value(
        "SELECT count(*) FROM membership.restock_purchase WHERE tenant_id = \(tenant.id)"
      )
    }
    tenant.clock.advance(by: 365 * 86_400)
    try await tenant.runJob("membership.forget_purchases")
    #expect(try await kept(tenant) == 1)
    tenant.clock.advance(by: 2 * 86_400)
    let export = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    #expect(export["used_up"] == [["category": "diapers", "pieces": 1, "day": "2026-09-21"]])
    try await tenant.runJob("membership.forget_purchases")
    #expect(try await kept(tenant) == 0)
    #expect(try await kept(pair.other) == 1)
  }

  private static let noticing: [(JSONValue, Bool)] = [
    ([:], false), (["birthBag": [:]], false), (["birthBag": ["bra": ["mum-wear"]]], true),
    (["reminders": ["restock": [["category": "c", "days": 3, "name": ["en": "C"]]]]], true),
  ]

  @Test(arguments: noticing)
  func `a shop that does nothing with what was bought does not look it up`(
    _ settings: JSONValue,
    _ notices: Bool
  ) async throws {
    let tenant = try await familyPair(["membership": settings]).mine
    #expect(try tenant.snapshot.membership.noticesGoods == notices)
  }

  @Test func `the bag of who is expected ticks itself, and again with what is bought again`()
    async throws
  {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-10-28", member)[0]
    let lost = try await tenant.expecting("2026-12-20", member)[0]
    try await tenant.families {
      try await $0.fallSilent(about: lost.id, of: member, in: $2)
    }
    try await buy([nappies], member, tenant)
    #expect(try await tenant.scope.birthBag(of: child.id) == [], "orders are not to be used for it")
    try await tenant.agree(member, to: .personalisation)
    let large = BoughtGoods(categories: ["diaper-tape", "diapers"], pieces: 1, fromMonths: 9)
    try await buy([large], member, tenant)
    #expect(try await tenant.scope.birthBag(of: child.id) == [], "those are for a bigger child")
    let bra = BoughtGoods(categories: ["mum-wear"], pieces: 1, fromMonths: 3)
    try await buy([nappies, bra], member, tenant)
    #expect(try await tenant.scope.birthBag(of: child.id) == ["nappies", "bra"])
    #expect(try await tenant.scope.birthBag(of: lost.id) == [])
    try await tenant.families {
      try await $0.packBirthBag(["bra"], of: child.id, parent: member, in: $2)
    }
    try await buy([BoughtGoods(categories: ["toys"], pieces: 1)], member, tenant)
    #expect(try await tenant.scope.birthBag(of: child.id) == ["bra"])
    try await buy([nappies], member, tenant)
    #expect(try await tenant.scope.birthBag(of: child.id) == ["nappies", "bra"])
  }
}
