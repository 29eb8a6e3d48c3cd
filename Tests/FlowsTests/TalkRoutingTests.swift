import Flows
import Foundation
import Membership
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private let modules = [MembershipModule.module, SmartServiceModule.module, FlowsModule.module]
private let settings: [String: JSONValue] = [
  "service": [:],
  "membership": [
    "tiers": [
      "growthPerUnit": 1, "agents": ["lin", "mei"],
      "levels": [
        ["name": ["en": "Basic"], "reach": 0, "keep": 0],
        [
          "name": ["en": "Top"], "reach": 100, "keep": 100,
          "benefits": ["dedicatedAgent": true, "serviceMinutes": 30],
        ],
      ],
    ]
  ],
]

// One after the other: a drain serves all tenants of the database.
@Suite("Talks of members", .serialized, .tenantDatabase(modules))
struct TalkRoutingTests {
  /// A talk of a session that waits for a person.
  private func talk(_ session: SessionID, at tenant: TestTenant) async throws -> ConversationID {
    let desk = ConversationDesk(hours: .always(in: .gmt))
    return try await tenant.transaction { transaction in
      let talk = try await desk.write("在吗", session: session, locale: "zh", in: transaction)
      try await desk.handOff(talk.id, .asked, in: transaction) { _ in "请稍等" }
      return talk.id
    }
  }

  private func listen(_ tenant: TestTenant) async throws {
    for _ in 0..<2 {
      _ = try await OutboxDrain(database: tenant.database, modules: modules, logger: .quiet)
        .deliverDue()
      try await tenant.work(FlowsModule.module)
    }
  }

  @Test func `a talk of the top tier waits for the member's own agent, and anybody may take it`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: settings)
    let tenant = pair.mine
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let sessions = (0..<3).map { _ in SessionID.make(in: tenant.database.environment) }
    let (top, basic) = try await tenant.transaction { transaction in
      let top = try await Families().enter(.phone, "+8613800138811", in: transaction).member
      let basic = try await Families().enter(.phone, "+8613800138812", in: transaction).member
      try await tiers.grant(level: 1, to: top, by: .system, in: transaction)
      try await Families().signIn(top, on: sessions[0], in: transaction)
      try await Families().signIn(basic, on: sessions[1], in: transaction)
      return (top, basic)
    }
    #expect(top != basic)
    var talks: [ConversationID] = []
    for session in sessions { talks.append(try await talk(session, at: tenant)) }
    let theirs = try await talk(sessions[0], at: pair.other)
    try await listen(tenant)
    let agent = try #require(AgentRule.agent(of: top, among: ["lin", "mei"]))
    let wanted = [agent, nil, nil]
    for (talk, wanted) in zip(talks, wanted) {
      let handOff = try #require(try await tenant.scope.openHandOff(of: talk))
      #expect(handOff.agent == wanted && handOff.minutesAhead == (wanted == nil ? 0 : 30))
    }
    let other = try #require(try await pair.other.scope.openHandOff(of: theirs))
    #expect(other.agent == nil && other.minutesAhead == 0)
    var waiting = InboxQuery()
    waiting.state = .queued
    let order = try await tenant.scope.inbox(waiting).map(\.conversation.id)
    #expect(order.first == talks[0] && Set(order) == Set(talks))

    func mine(_ login: String) async throws -> [ConversationID] {
      var query = InboxQuery()
      query.owner = login
      return try await tenant.scope.inbox(query).map(\.conversation.id)
    }
    #expect(try await mine(agent) == [talks[0]])
    let colleague = agent == "mei" ? "lin" : "mei"
    #expect(try await mine(colleague).isEmpty)
    // Whoever is there takes it; let go of again, it waits for the agent anew.
    let desk = ConversationDesk(hours: .always(in: .gmt))
    try await tenant.transaction { transaction in
      try await desk.take(talks[0], by: colleague, in: transaction)
    }
    #expect(try await mine(agent).isEmpty)
    #expect(try await mine(colleague) == [talks[0]])
    try await tenant.transaction { transaction in
      try await desk.change(.release, talks[0], by: colleague, in: transaction)
    }
    #expect(try await mine(agent) == [talks[0]])
    #expect(
      try await tenant.scope.auditEntries(of: talks[0].description)
        .filter { $0.action == "service.agent_wanted" }.count == 1
    )
  }
}
