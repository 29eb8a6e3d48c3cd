import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let settings: [String: JSONValue] = [
  "membership": [
    "tiers": [
      "growthPerUnit": 1,
      "levels": [["name": ["en": "Basic"], "reach": 0, "keep": 0]],
      "plans": [
        [
          "code": "plus", "name": ["en": "Plus"], "price": "99.00", "months": 3, "sku": "VIP-1",
          "benefits": ["freeShipping": true, "earlyAccessHours": 24],
        ]
      ],
    ]
  ]
]

@Suite("Terms that orders bought", .tenantDatabase([MembershipModule.module]))
struct BoughtTermTests {
  private static let table: [([Bool], Int, (Int, Int))] = [
    ([], 0, (0, 0)), ([], 2, (2, 0)), ([false], 1, (0, 0)), ([false], 2, (1, 0)),
    ([false, false], 1, (0, 1)), ([false, false], 0, (0, 2)),
    // What was taken back is not opened again, however often it is told.
    ([true], 1, (0, 0)), ([false, true], 2, (0, 0)), ([false, true], 1, (0, 0)),
    ([false, true], 0, (0, 1)), ([], -1, (0, 0)),
  ]

  @Test(arguments: table.indices)
  func `one term is opened for each piece and taken back for each that went back`(_ row: Int) {
    let (known, wanted, expected) = Self.table[row]
    let step = BoughtTermRule.step(known: known, wanted: wanted)
    #expect(step.opened == expected.0 && step.revoked == expected.1)
  }

  @Test
  func `whatever is told in whatever order, no more terms hold than were ever bought and kept`() {
    var dice = SeededGenerator(state: 5)
    for _ in 0..<500 {
      var known: [Bool] = []
      var lowest = Int.max
      for _ in 0..<8 {
        let wanted = Int.random(in: 0...4, using: &dice)
        let step = BoughtTermRule.step(known: known, wanted: wanted)
        #expect(step.opened == 0 || step.revoked == 0)
        known += Array(repeating: false, count: step.opened)
        for _ in 0..<step.revoked {
          if let last = known.lastIndex(of: false) { known[last] = true }
        }
        lowest = min(lowest, known.count { !$0 })
        #expect(known.count { !$0 } <= wanted)
        let again = BoughtTermRule.step(known: known, wanted: wanted)
        #expect(again.revoked == 0 && (again.opened == 0 || known.count < wanted))
      }
    }
  }

  @Test(arguments: [
    // What was opened, what the settings name now, whether money came, what counts.
    ("", "plus=A", true, "plus=A"), ("", "plus=A", false, ""), ("", "", true, ""),
    ("plus=A", "plus=B", false, "plus=A"), ("plus=A", "plus=B", true, "plus=A"),
    ("plus=A", "gold=A", true, "plus=A"), ("plus=A", "gold=B", true, "plus=A gold=B"),
    ("plus=", "plus=B", false, "plus=B"), ("plus=", "", true, "plus="),
    ("", "plus=A gold=B", true, "gold=B plus=A"),
  ])
  func `an order counts for a plan by the SKU that opened it`(
    _ opened: String,
    _ skus: String,
    _ opens: Bool,
    _ counted: String
  ) {
    func pairs(_ text: String) -> [PlanSale] {
      text.split(separator: " ").map { pair in
        let halves = pair.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        return PlanSale(plan: halves[0], sku: halves[1].isEmpty ? nil : halves[1])
      }
    }
    let named = Dictionary(uniqueKeysWithValues: pairs(skus).map { ($0.plan, $0.sku ?? "") })
    #expect(BoughtTermRule.sales(opened: pairs(opened), named, opens: opens) == pairs(counted))
  }

  @Test func `terms that follow each other end on the day of the month on which the first began`()
    async throws
  {
    // 30 November 2026, 09:00 in Shanghai.
    let tenant = try await TenantPair.fresh(
      settings: settings,
      now: Date(timeIntervalSince1970: 1_796_000_400)
    ).mine
    let member = try await tenant.signIn()
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let money = Money(minorUnits: 9_900, currency: tenant.snapshot.currency)
    try await tenant.transaction { transaction in
      try await tiers.open("plus", for: member, key: "a", paid: money, in: transaction)
      try await tiers.settle(
        "plus",
        boughtWith: UUID(),
        pieces: 1,
        by: member,
        paidEach: money,
        in: transaction
      )
      try await tiers.open("plus", for: member, key: "b", paid: money, in: transaction)
    }
    let known = try #require(await tenant.scope.member(member))
    let ends = try await tenant.scope.paidTerms(of: known).reversed().map {
      CalendarDate($0.endsAt, in: tenant.snapshot.timeZone).description
    }
    #expect(ends == ["2027-02-28", "2027-05-30", "2027-08-30"])
  }

  @Test func `terms follow each other, and one that goes back lets the later ones begin earlier`()
    async throws
  {
    // 15 January 2026, 09:00 in Shanghai.
    let pair = try await TenantPair.fresh(
      settings: settings,
      now: Date(timeIntervalSince1970: 1_768_438_800)
    )
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let (first, second) = (UUID(), UUID())
    func settle(_ order: UUID, _ pieces: Int) async throws {
      for _ in 0..<2 {
        try await tenant.transaction {
          try await tiers.settle(
            "plus",
            boughtWith: order,
            pieces: pieces,
            of: "PLUS-1",
            by: member,
            paidEach: Money(minorUnits: 9_900, currency: tenant.snapshot.currency),
            in: $0
          )
        }
      }
    }
    func terms() async throws -> [String] {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).reversed().map { term in
        [term.startsAt, term.endsAt].map { CalendarDate($0, in: tenant.snapshot.timeZone) }
          .map(\.description).joined(separator: "/")
      }
    }
    func ships() async throws -> Bool {
      try await tenant.transaction {
        try await tiers.benefits(of: member, in: $0).freeShipping == true
      }
    }
    #expect(try await !ships())
    try await settle(first, 1)
    try await settle(second, 2)
    #expect(
      try await terms() == [
        "2026-01-15/2026-04-15", "2026-04-15/2026-07-15", "2026-07-15/2026-10-15",
      ]
    )
    #expect(try await ships())
    // One of two pieces goes back: the last of its order; then the first order whole.
    try await settle(second, 1)
    #expect(try await terms() == ["2026-01-15/2026-04-15", "2026-04-15/2026-07-15"])
    try await settle(first, 0)
    #expect(try await terms() == ["2026-01-15/2026-04-16"])
    #expect(try await ships())
    try await settle(second, 0)
    #expect(try await terms().isEmpty)
    #expect(try await !ships())
    let opened = try await tenant.transaction { try await $0.termsBought(with: second) }
    #expect(opened.map(\.plan) == ["plus"] && opened.map(\.count) == [2])
    #expect(opened.map(\.sku) == ["PLUS-1"])
    #expect(try await pair.other.transaction { try await $0.termsBought(with: second) }.isEmpty)
    let theirs = try await pair.other.scope.value(
      "SELECT count(*) FROM membership.paid_term WHERE tenant_id = \(pair.other.id)",
      as: Int.self
    )
    #expect(theirs == 0)
  }
}
