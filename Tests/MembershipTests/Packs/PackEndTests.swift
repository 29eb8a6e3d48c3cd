import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let settings: [String: JSONValue] = [
  "membership": [
    "packs": [
      [
        "code": "pregnancy", "name": ["zh": "孕育包"], "until": "birth", "next": "parenting",
        "months": 6, "services": [["code": "midwife", "name": ["zh": "助产士"], "times": 2]],
      ],
      [
        "code": "parenting", "name": ["zh": "育儿包"],
        "services": [["code": "midwife", "name": ["zh": "助产士"], "times": 3]],
      ],
    ]
  ]
]

@Suite("How packs end", .tenantDatabase([MembershipModule.module]))
struct PackEndTests {
  private func settle(
    _ pieces: Int,
    with order: UUID,
    of plan: String = "pregnancy",
    by member: MemberID,
    at tenant: TestTenant
  ) async throws {
    let program = try #require(PackProgram(of: tenant.snapshot))
    for _ in 0..<2 {
      try await tenant.transaction { transaction in
        try await transaction.lockBought(with: order)
        try await program.settle(
          plan,
          boughtWith: order,
          pieces: pieces,
          by: member,
          paidEach: tenant.money(19_900),
          in: transaction
        )
      }
    }
  }

  private func packs(of member: MemberID, at tenant: TestTenant) async throws -> [ServicePack] {
    let known = try #require(await tenant.scope.member(member))
    return try await tenant.scope.servicePacks(of: known)
  }

  /// The plans of the packs that hold.
  private func open(_ member: MemberID, at tenant: TestTenant) async throws -> [String] {
    try await packs(of: member, at: tenant).filter { $0.holds(at: tenant.clock.now) }.map(\.plan)
      .sorted()
  }

  private func bear(_ child: Child, on birth: String, by member: MemberID, at tenant: TestTenant)
    async throws
  {
    try await tenant.families {
      try await $0.recordBirth(
        BirthForm(birth: day(birth), sex: .female),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
  }

  @Test func `what a bought pack became at the birth ends with the order's money`() async throws {
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-10-01", member)[0]
    let (order, kept) = (UUID(), UUID())
    try await settle(2, with: order, by: member, at: tenant)
    try await settle(1, with: kept, by: member, at: tenant)
    try await bear(child, on: "2026-09-20", by: member, at: tenant)
    #expect(try await open(member, at: tenant) == ["parenting", "parenting", "parenting"])
    try await settle(2, with: order, by: member, at: tenant)
    #expect(try await open(member, at: tenant).count == 3)
    try await settle(1, with: order, by: member, at: tenant)
    #expect(try await open(member, at: tenant).count == 2)
    try await settle(0, with: order, by: member, at: tenant)
    #expect(try await open(member, at: tenant) == ["parenting"])
  }

  @Test func `a pack goes on when the silence ends, unless its money went back meanwhile`()
    async throws
  {
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-01", member)[0]
    let (kept, refunded, before) = (UUID(), UUID(), UUID())
    for order in [kept, refunded, before] {
      try await settle(1, with: order, by: member, at: tenant)
    }
    tenant.wait(days: 1)
    try await settle(0, with: before, by: member, at: tenant)
    tenant.wait(days: 1)
    try await tenant.families { try await $0.fallSilent(about: child.id, of: member, in: $2) }
    #expect(try await open(member, at: tenant) == [])
    #expect(try await packs(of: member, at: tenant).allSatisfy { $0.closedAt != nil })
    tenant.wait(days: 1)
    try await settle(0, with: refunded, by: member, at: tenant)
    try await tenant.families {
      try await $0.endSilence(about: child.id, of: member, for: $1, in: $2)
    }
    #expect(try await open(member, at: tenant) == ["pregnancy"])
  }

  @Test func `what was paid for a pack stays on record when the child or the member goes`()
    async throws
  {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let children = [
      try await tenant.expecting("2026-12-01", member)[0],
      try await tenant.child("2025-12-01", member),
    ]
    let program = try #require(PackProgram(of: tenant.snapshot))
    for (child, key) in [(children[0].id, "a"), (children[1].id, "b")] {
      for paid in [nil, tenant.money(19_900)] {
        try await tenant.transaction {
          try await program.open(
            "parenting",
            for: member,
            child: child,
            key: key + (paid == nil ? "" : "paid"),
            paid: paid,
            in: $0
          )
        }
      }
    }
    for _ in 0..<2 {
      _ = try await refusal {
        try await tenant.families {
          try await $0.withdrawGuardianConsent(for: children[0].id, by: member, in: $2)
        }
      }
    }
    #expect(try await open(member, at: tenant) == ["parenting", "parenting"])
    #expect(try await packs(of: member, at: tenant).count == 4)
    #expect(try await packs(of: member, at: tenant).count { $0.child == nil } == 2)
    #expect(try await tenant.events("membership.pack_refund_owed") == 1)
    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await packs(of: member, at: tenant).count == 4)
    #expect(try await packs(of: member, at: tenant).allSatisfy { $0.child == nil })
    #expect(try await open(member, at: tenant) == [])
    #expect(try await tenant.events("membership.pack_refund_owed") == 2)
    #expect(try await pair.other.events("membership.pack_refund_owed") == 0)
    // What was paid for before the birth is owed after it.
    let other = try await tenant.signIn("13800138603")
    let born = try await tenant.expecting("2026-10-01", other)[0]
    try await settle(1, with: UUID(), by: other, at: tenant)
    try await bear(born, on: "2026-09-20", by: other, at: tenant)
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: born.id, by: other, in: $2)
    }
    #expect(try await open(other, at: tenant) == [])
    #expect(try await tenant.events("membership.pack_refund_owed") == 3)
  }

  @Test func `a pack that holds until the birth follows who is expected, entered before or after`()
    async throws
  {
    let tenant = try await familyPair(settings).mine
    let (early, late) = (
      try await tenant.signIn("13800138601"), try await tenant.signIn("13800138602")
    )
    let toddlers = [
      try await tenant.child("2024-03-20", early), try await tenant.child("2024-03-20", late),
    ]
    let expected = try await tenant.expecting("2026-10-01", early)[0]
    for member in [early, late] { try await settle(1, with: UUID(), by: member, at: tenant) }
    #expect(try await packs(of: early, at: tenant).map(\.child) == [expected.id.uuid])
    #expect(try await packs(of: late, at: tenant).map(\.child) == [nil])
    let entered = try await tenant.expecting("2026-10-01", late)[0]
    for (member, child) in [(early, expected), (late, entered)] {
      try await bear(child, on: "2026-09-20", by: member, at: tenant)
      let open = try await packs(of: member, at: tenant).filter { $0.holds(at: tenant.clock.now) }
      #expect(open.map(\.plan) == ["parenting"] && open.map(\.child) == [child.id.uuid])
    }
    // Other packs follow the only child there is.
    try await settle(1, with: UUID(), of: "parenting", by: early, at: tenant)
    #expect(try await open(early, at: tenant).count == 2)
    #expect(toddlers.count == 2)
  }

  @Test(arguments: [("2027-03-20", true), ("2027-03-21", true), ("2027-03-22", false)])
  func `a pack becomes the next one where it held on the day of the birth, told whenever`(
    _ birth: String,
    _ turns: Bool
  ) async throws {
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2027-04-01", member)[0]
    let program = try #require(PackProgram(of: tenant.snapshot))
    try await tenant.transaction {
      try await program.open("pregnancy", for: member, child: child.id, key: "own", in: $0)
    }
    // It ended on 21 March at 09:15; told on 25 March.
    tenant.wait(days: 185)
    #expect(try await open(member, at: tenant) == [])
    try await bear(child, on: birth, by: member, at: tenant)
    #expect(try await open(member, at: tenant) == (turns ? ["parenting"] : []))
  }
}
