import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("The turn-over of stages", .tenantDatabase([MembershipModule.module]))
struct StageTurnoverTests {
  private func turns(_ child: Child, _ tenant: TestTenant) async throws -> [String] {
    try await tenant.scope.stageTurns(of: child.id).map { "\($0.stage.rawValue) \($0.day)" }
  }

  @Test func `each stage is entered once, whatever runs twice or how late it runs`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-31", member)[0]
    for _ in 0..<2 { try await tenant.run("membership.turn_stages") }
    #expect(try await turns(child, tenant) == ["middle_pregnancy 2026-07-02"])

    tenant.clock.advance(by: 20 * 86_400)
    for _ in 0..<2 { try await tenant.run("membership.turn_stages") }
    tenant.clock.advance(by: -10 * 86_400)
    try await tenant.run("membership.turn_stages")
    #expect(
      try await turns(child, tenant)
        == ["middle_pregnancy 2026-07-02", "late_pregnancy 2026-10-08"]
    )
    #expect(try await tenant.events("membership.stage_turned") == 2)
  }

  @Test func `a birth turns the pregnancy into childhood without anybody typing a stage`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-09-25", member)[0]
    try await tenant.run("membership.turn_stages")
    try await tenant.families {
      let birth = BirthForm(birth: try day("2026-09-20"))
      try await $0.recordBirth(birth, of: child.id, parent: member, for: $1, in: $2)
    }
    try await tenant.run("membership.turn_stages")
    #expect(
      try await turns(child, tenant) == ["late_pregnancy 2026-07-03", "newborn 2026-09-20"]
    )
    var query = MemberListQuery()
    query.stage = .newborn
    #expect(try await tenant.scope.members(query).map(\.id) == [member])
    #expect(try await tenant.scope.memberCount(query) == 1)
    query.stage = .latePregnancy
    #expect(try await tenant.scope.memberCount(query) == 0)
  }

  @Test func `a child who is entered late enters the present stage only`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2024-02-29", member)
    try await tenant.run("membership.turn_stages")
    #expect(try await turns(child, tenant) == ["toddler 2025-02-28"])
  }

  @Test func `two processes at once turn each child once, in batches`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    for _ in 0..<3 { _ = try await tenant.expecting("2026-12-31", member, count: 4) }
    let today = try day("2026-09-21")
    let looked = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var count = 0
          while true {
            let last = try await tenant.transaction {
              try await Families().turnStages(on: today, limit: 2, in: $0)
            }
            if last == 0 { return count }
            count += last
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(looked == 12)
    let entered: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM membership.stage_turn WHERE tenant_id = \(tenant.id)"
    )
    #expect(entered == 12)
    #expect(try await pair.other.events("membership.stage_turned") == 0)
  }
}
