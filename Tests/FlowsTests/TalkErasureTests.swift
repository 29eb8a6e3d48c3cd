import Flows
import Foundation
import Membership
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private let modules = [MembershipModule.module, SmartServiceModule.module, FlowsModule.module]
private let settings: [String: JSONValue] = ["membership": [:], "service": [:]]

// One after the other: a drain serves all tenants of the database.
@Suite("Talks of members who go", .serialized, .tenantDatabase(modules))
struct TalkErasureTests {
  private func member(_ number: String, at tenant: TestTenant) async throws -> MemberID {
    let desk = SignInDesk(
      providers: [LastCode.shared],
      codes: SignInCodes(key: Secret(Array("0123456789abcdef".utf8)))
    )
    try await desk.requestCode(.phone, number, for: tenant.snapshot, in: tenant.database)
    return try await desk.enter(
      LastCode.shared.code(of: number),
      .phone,
      number,
      for: tenant.snapshot,
      in: tenant.database
    ).member
  }

  private func talk(_ session: SessionID, at tenant: TestTenant) async throws {
    let desk = ConversationDesk(hours: .always(in: .gmt))
    try await tenant.transaction { transaction in
      _ = try await desk.write("宝宝发烧了", session: session, locale: "zh", in: transaction)
    }
  }

  private func hasTalk(_ session: SessionID, at tenant: TestTenant) async throws -> Bool {
    try await tenant.scope.conversation(of: session) != nil
  }

  @Test func `an erasure takes along what was said on every device, and nobody else's`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: settings)
    let tenant = pair.mine
    let environment = tenant.database.environment
    let sessions = (0..<4).map { _ in SessionID.make(in: environment) }
    let (leaver, other) = (
      try await member("13800138701", at: tenant), try await member("13800138702", at: tenant)
    )
    let namesake = try await member("13800138701", at: pair.other)
    try await tenant.transaction { transaction in
      try await Families().signIn(leaver, on: sessions[0], in: transaction)
      try await Families().signIn(leaver, on: sessions[1], in: transaction)
      try await Families().signIn(other, on: sessions[2], in: transaction)
    }
    try await pair.other.transaction { transaction in
      try await Families().signIn(namesake, on: sessions[0], in: transaction)
    }
    for session in sessions { try await talk(session, at: tenant) }
    try await talk(sessions[0], at: pair.other)
    try await tenant.transaction { try await Families().signOut(sessions[1], in: $0) }

    try await tenant.transaction { try await Families().erase(leaver, by: .shopper, in: $0) }
    for _ in 0..<2 {
      _ = try await OutboxDrain(database: tenant.database, modules: modules, logger: .quiet)
        .deliverDue()
      try await tenant.work(FlowsModule.module)
      try await pair.other.work(FlowsModule.module)
    }

    #expect(try await !hasTalk(sessions[0], at: tenant))
    #expect(try await !hasTalk(sessions[1], at: tenant), "signed out before")
    #expect(try await hasTalk(sessions[2], at: tenant), "another member's")
    #expect(try await hasTalk(sessions[3], at: tenant), "a guest's")
    #expect(try await hasTalk(sessions[0], at: pair.other), "another shop's")
  }
}
