import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Doing what is due with boxes", .tenantDatabase([MembershipModule.module]))
struct SubscriptionRunTests {
  struct Broken: Error {}

  @Test func `a contract that breaks does not hold up the others`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let provider = BookedProvider()
    let bad = try await tenant.subscribe(tenant.member())
    let good = try await tenant.subscribe(tenant.member())
    let program = try tenant.boxes(
      ports: SubscriptionPorts(reserve: { box, _ in
        if box.key.hasPrefix("\(bad):") { throw Broken() }
        return true
      })
    )
    let run = try await program.advanceAll(
      on: tenant.database,
      of: tenant.id,
      charging: provider
    )
    #expect(run.seen == 2 && run.failed == 1)
    #expect(try await tenant.scope.subscriptionCycles(of: good).map(\.state) == [.paid])
  }

  @Test func `only contracts with which something is due are looked at`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let ids = [
      try await tenant.subscribe(tenant.member()), try await tenant.subscribe(tenant.member()),
    ]
    func seen() async throws -> Int {
      try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider).seen
    }
    #expect(try await seen() == 2)
    tenant.wait(days: 1)
    #expect(try await seen() == 0)
    tenant.wait(days: 31)
    #expect(try await seen() == 2)
    #expect(try await tenant.scope.subscriptionCycles(of: ids[0]).count == 2)
  }

  @Test func `a merchant who collects the money adds no line to the trail each hour`() async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try tenant.boxes()
    let id = try await tenant.subscribe(tenant.member())
    for _ in 0..<5 {
      try await program.advance(
        id,
        on: tenant.database,
        of: tenant.id,
        charging: ManualCollection()
      )
      tenant.clock.advance(by: 3_600)
    }
    let lines: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM membership.subscription_attempt WHERE tenant_id = \(tenant.id)"
    )
    #expect(lines == 2)
  }

  @Test func `asking twice under one key makes one contract, for each member`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try tenant.boxes()
    let (ada, lin) = (tenant.member(), tenant.member())
    func subscribe(_ member: MemberID) async throws -> SubscriptionID {
      try await tenant.transaction {
        try await program.subscribe(
          member,
          to: "growth",
          on: tenant.today,
          address: "1 Lake Road",
          key: "form-1",
          in: $0
        )
      }
    }
    let ids = try await withThrowingTaskGroup(of: SubscriptionID.self) { group in
      for _ in 0..<8 { group.addTask { try await subscribe(ada) } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    #expect(try await !ids.contains(subscribe(lin)))
  }
}
