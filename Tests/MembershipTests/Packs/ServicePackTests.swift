import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let midwife: JSONValue = ["zh": "助产士", "en": "Midwife"]
private let packSettings: [String: JSONValue] = [
  "membership": [
    "packs": [
      [
        "code": "pregnancy", "name": ["zh": "孕育包", "en": "Pregnancy"], "until": "birth",
        "next": "parenting",
        "services": [
          ["code": "midwife", "name": midwife, "times": 2],
          ["code": "class", "name": midwife, "times": 1, "provider": "school", "fee": "0.00"],
        ],
      ],
      [
        "code": "parenting", "name": ["zh": "育儿包", "en": "Parenting"], "months": 12,
        "services": [
          ["code": "midwife", "name": midwife, "times": 30, "provider": "clinic", "fee": "35.50"]
        ],
      ],
    ]
  ]
]

@Suite("Packs of services", .tenantDatabase([MembershipModule.module]))
struct ServicePackTests {
  private func open(_ code: String, _ child: ChildID?, for member: MemberID, at tenant: TestTenant)
    async throws -> ServicePackID
  {
    let program = try #require(PackProgram(of: tenant.snapshot))
    return try await tenant.transaction {
      try await program.open(code, for: member, child: child, key: "own:\(code)", in: $0)
    }
  }

  private func use(
    _ service: String,
    _ pack: ServicePackID,
    by member: MemberID,
    key: String,
    at tenant: TestTenant
  ) async throws -> Bool {
    let program = try #require(PackProgram(of: tenant.snapshot))
    return try await tenant.transaction {
      try await program.use(service, of: pack, by: member, key: key, noted: .staff("mei"), in: $0)
    }
  }

  private func left(_ pack: ServicePackID, at tenant: TestTenant) async throws -> [String: Int] {
    let known = try await tenant.scope.serviceAllowances(of: [pack])
    return Dictionary(uniqueKeysWithValues: known.map { ($0.service, $0.left) })
  }

  @Test func `a service is used as often as the pack says, however many ask at once`() async throws
  {
    let pair = try await familyPair(packSettings)
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let pack = try await open("pregnancy", nil, for: member, at: tenant)
    #expect(try await open("pregnancy", nil, for: member, at: tenant) == pack)
    let used = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for index in 0..<16 {
        group.addTask {
          do {
            return try await use("midwife", pack, by: member, key: "a\(index % 8)", at: tenant)
          } catch let refusal as ValueRefusal where refusal.code == .benefitUsedUp {
            return false
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(used == 2)
    #expect(try await left(pack, at: tenant) == ["midwife": 0, "class": 1])
    for (service, code) in [
      ("midwife", ValueRefusal.Code.benefitUsedUp), ("none", .benefitNotIncluded),
    ] {
      let refused = try await valueRefusal {
        _ = try await use(service, pack, by: member, key: "late", at: tenant)
      }
      #expect(refused == code)
    }
    let stranger = try await tenant.signIn("13900139000")
    let foreign = try await pair.other.signIn()
    for (who, where_) in [(stranger, tenant), (foreign, pair.other)] {
      let refused = try await valueRefusal {
        _ = try await use("class", pack, by: who, key: "x", at: where_)
      }
      #expect(refused == .benefitNotIncluded)
    }
    _ = try await use("class", pack, by: member, key: "b", at: tenant)
    let counts = try await tenant.scope.serviceUses(
      from: tenant.clock.now.addingTimeInterval(-60),
      until: tenant.clock.now.addingTimeInterval(60)
    )
    #expect(counts.map(\.provider) == ["", "school"] && counts.map(\.uses) == [2, 1])
  }

  @Test func `the pack of pregnancy becomes that of parenting at the birth, with what was left`()
    async throws
  {
    let tenant = try await familyPair(packSettings).mine
    let member = try await tenant.signIn()
    let twins = try await tenant.expecting("2026-10-01", member, count: 2)
    let pack = try await open("pregnancy", twins[0].id, for: member, at: tenant)
    _ = try await use("midwife", pack, by: member, key: "a", at: tenant)
    for _ in 0..<2 {
      try await tenant.families {
        try await $0.recordBirth(
          BirthForm(birth: day("2026-09-20"), sex: .female),
          of: twins[0].id,
          parent: member,
          for: $1,
          in: $2
        )
      }
    }
    let known = try #require(await tenant.scope.member(member))
    let packs = try await tenant.scope.servicePacks(of: known)
    #expect(packs.map(\.plan).sorted() == ["parenting", "pregnancy"])
    let parenting = try #require(packs.first { $0.plan == "parenting" })
    #expect(packs.filter { $0.holds(at: tenant.clock.now) } == [parenting])
    #expect(try await left(parenting.id, at: tenant) == ["midwife": 31])
    let closed = try await valueRefusal {
      _ = try await use("class", pack, by: member, key: "c", at: tenant)
    }
    #expect(closed == .benefitNotIncluded)
    tenant.clock.advance(by: 366 * 86_400)
    let over = try await valueRefusal {
      _ = try await use("midwife", parenting.id, by: member, key: "d", at: tenant)
    }
    #expect(over == .benefitNotIncluded)
  }

  @Test func `a provider is paid once for each use, month by month, whatever became of the family`()
    async throws
  {
    let pair = try await familyPair(packSettings)
    let tenant = pair.mine
    let program = try #require(PackProgram(of: tenant.snapshot))
    let member = try await tenant.signIn()
    let pack = try await open("parenting", nil, for: member, at: tenant)
    func debts() async throws -> [ProviderDebt] {
      let month = program.monthStart(of: tenant.clock.now)
      return try await tenant.scope.providerDebts(before: month)
    }
    @Sendable func settle(_ provider: String = "clinic", at tenant: TestTenant) async throws
      -> ProviderSettlementID?
    {
      try await tenant.transaction {
        try await program.settle(provider, by: .staff("mei"), in: $0)
      }
    }
    for key in ["a", "b", "b"] {
      _ = try await use("midwife", pack, by: member, key: key, at: tenant)
    }
    #expect(try await debts().map { [$0.uses, $0.amount, $0.usesThisMonth] } == [[0, 0, 2]])
    #expect(try await settle(at: tenant) == nil, "the month is not over")
    // 20 days on from 21 September, by the merchant's clocks another month; and one more use in it.
    tenant.clock.advance(by: 20 * 86_400)
    _ = try await use("midwife", pack, by: member, key: "c", at: tenant)
    #expect(try await debts().map { [$0.uses, $0.amount, $0.usesThisMonth] } == [[2, 7_100, 1]])
    // The family goes; what is owed stays.
    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await settle(at: pair.other) == nil, "nobody else's")
    let made = try await withThrowingTaskGroup(
      of: ProviderSettlementID?.self,
      returning: [ProviderSettlementID].self
    ) { group in
      for _ in 0..<8 { group.addTask { try await settle(at: tenant) } }
      return try await group.reduce(into: []) { if let id = $1 { $0.append(id) } }
    }
    #expect(made.count == 1)
    let id = try #require(made.first)
    let settled = try await tenant.scope.providerSettlements()
    #expect(settled.map(\.id) == [id] && settled[0].uses == 2 && settled[0].amount == 7_100)
    #expect(try await debts().map { [$0.uses, $0.usesThisMonth] } == [[0, 1]])
    func pay(_ reference: String, at tenant: TestTenant) async throws -> Bool {
      try await tenant.transaction {
        try await program.notePaid(id, reference: reference, by: .staff("mei"), in: $0)
      }
    }
    #expect(try await valueRefusal { _ = try await pay(" ", at: tenant) } == .settlementInvalid)
    let foreign = try await valueRefusal { _ = try await pay("B-1", at: pair.other) }
    #expect(foreign == .settlementNotFound)
    #expect(try await pay("B-1", at: tenant))
    #expect(try await !pay("B-2", at: tenant))
    #expect(try await tenant.scope.providerSettlements().map(\.reference) == ["B-1"])
    #expect(try await pair.other.scope.providerSettlements().isEmpty)
  }

  @Test func `packs of an order are as many as its pieces, and one that was closed stays closed`()
    async throws
  {
    let pair = try await familyPair(packSettings)
    let tenant = pair.mine
    let program = try #require(PackProgram(of: tenant.snapshot))
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-06-20", member)
    let order = UUID()
    func open() async throws -> [ServicePack] {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.servicePacks(of: known)
        .filter { $0.holds(at: tenant.clock.now) }
    }
    func settle(_ pieces: Int) async throws -> Int {
      for _ in 0..<2 {
        try await tenant.transaction { transaction in
          try await transaction.lockBought(with: order)
          try await program.settle(
            "parenting",
            boughtWith: order,
            pieces: pieces,
            of: "PACK-1",
            by: member,
            paidEach: tenant.money(19_900),
            in: transaction
          )
        }
      }
      return try await open().count
    }
    #expect(try await settle(2) == 2)
    #expect(try await open().allSatisfy { $0.child == child.id.uuid })
    #expect(try await settle(1) == 1)
    #expect(try await settle(2) == 1, "what went back is not opened again")
    #expect(try await settle(0) == 0)
    let known = try await tenant.transaction { try await $0.packsBought(with: order) }
    #expect(known.map(\.count) == [2] && known.map(\.sku) == ["PACK-1"])
    #expect(try await pair.other.transaction { try await $0.packsBought(with: order) }.isEmpty)
    let none = try await valueRefusal {
      try await tenant.transaction {
        try await program.settle(
          "none",
          boughtWith: UUID(),
          pieces: 1,
          by: member,
          paidEach: tenant.money(1),
          in: $0
        )
      }
    }
    #expect(none == .planNotFound)
  }

  @Test(arguments: [
    ("2026-09-30T15:59:59Z", "2026-08-31T16:00:00Z"),
    ("2026-09-30T16:00:00Z", "2026-09-30T16:00:00Z"),
    ("2027-01-01T00:00:00Z", "2026-12-31T16:00:00Z"),
  ])
  func `a month begins on the merchant's clocks`(_ now: String, _ start: String) async throws {
    let program = try #require(PackProgram(of: try await familyPair(packSettings).mine.snapshot))
    let instant = try Date(now, strategy: .iso8601)
    #expect(try program.monthStart(of: instant) == Date(start, strategy: .iso8601))
  }

  @Test func `silence, a withdrawn consent and an erasure end packs`() async throws {
    let tenant = try await familyPair(packSettings).mine
    let member = try await tenant.signIn()
    let children = try await tenant.expecting("2026-10-01", member, count: 2)
    _ = try await open("pregnancy", children[0].id, for: member, at: tenant)
    _ = try await open("parenting", nil, for: member, at: tenant)
    func plans() async throws -> [String] {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.servicePacks(of: known)
        .filter { $0.holds(at: tenant.clock.now) }.map(\.plan)
    }
    #expect(try await plans().sorted() == ["parenting", "pregnancy"])
    try await tenant.families {
      try await $0.fallSilent(about: children[0].id, of: member, in: $2)
    }
    #expect(try await plans() == ["parenting"])
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: children[0].id, by: member, in: $2)
    }
    #expect(try await plans() == ["parenting"])
    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await plans() == [])
  }

  @Test func `the hospital bag is ticked and unticked, of a child who is spoken of`() async throws {
    let tenant = try await familyPair(packSettings).mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-10-01", member)[0]
    #expect(BirthBagItem.china.count == 20)
    for items in [["papers", "nappies"], ["nappies", "nothing-like-it"]] as [Set<String>] {
      try await tenant.families {
        try await $0.packBirthBag(items, of: child.id, parent: member, in: $2)
      }
    }
    #expect(try await tenant.scope.birthBag(of: child.id) == ["nappies"])
    try await tenant.families { try await $0.fallSilent(about: child.id, of: member, in: $2) }
    let refused = try await refusal {
      try await tenant.families {
        try await $0.packBirthBag(["papers"], of: child.id, parent: member, in: $2)
      }
    }
    #expect(refused?.code == .childQuiet)
  }

  @Test(
    arguments: [
      ["packs": [["code": "a", "name": ["zh": "一"], "services": []]]],
      [
        "packs": [
          [
            "code": "a", "name": ["zh": "一"],
            "services": [["code": "s", "name": ["zh": "一"], "times": 0]],
          ]
        ]
      ],
      [
        "packs": [
          [
            "code": "a", "name": ["zh": "一"],
            "services": [["code": "s", "name": ["zh": "一"], "times": 1, "fee": "5.00"]],
          ]
        ]
      ],
      [
        "packs": [
          [
            "code": "a", "name": ["zh": "一"],
            "services": [
              ["code": "s", "name": ["zh": "一"], "times": 1, "provider": "p", "fee": "-1.00"]
            ],
          ]
        ]
      ],
      [
        "packs": [
          [
            "code": "a", "name": ["zh": "一"], "next": "b",
            "services": [["code": "s", "name": ["zh": "一"], "times": 1]],
          ]
        ]
      ],
    ] as [JSONValue]
  )
  func `packs that cannot be are refused`(settings: JSONValue) async throws {
    await #expect(throws: (any Error).self) { _ = try await familyPair(["membership": settings]) }
  }
}
