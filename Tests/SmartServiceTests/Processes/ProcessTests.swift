import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private let mei = ProcessDesk.Agent(login: "mei", role: .service)
private let li = ProcessDesk.Agent(login: "li", role: .service)
private let boss = ProcessDesk.Agent(login: "boss", role: .manager)

extension TestTenant {
  var cases: ProcessDesk { get throws { try snapshot.processDesk } }

  func open(_ kind: ProcessKind, _ subject: String, from talk: ConversationID? = nil) async throws
    -> ServiceCaseID
  {
    let desk = try cases
    return try await transaction {
      try await desk.open(kind, subject, reference: "L2026", from: talk, by: mei, in: $0)
    }
  }

  func move(_ id: ServiceCaseID, to state: String, by agent: ProcessDesk.Agent) async throws {
    let desk = try cases
    try await transaction { try await desk.move(id, to: state, note: "n", by: agent, in: $0) }
  }

  func take(_ id: ServiceCaseID, by agent: ProcessDesk.Agent) async throws {
    let desk = try cases
    try await transaction { try await desk.take(id, by: agent, in: $0) }
  }
}

/// Does everything with cases once, so that both tables have rows and every query has run.
func carryCases(_ tenant: TestTenant) async throws {
  let talks = ConversationDesk(hours: .always(in: .gmt))
  let talk = try await tenant.ask("投诉", talks)
  let id = try await tenant.open(.complaint, "包装破了", from: talk.id)
  try await tenant.take(id, by: mei)
  try await tenant.move(id, to: "checking", by: mei)
  let desk = try tenant.cases
  try await tenant.transaction { try await desk.note("已联系", on: id, by: mei, in: $0) }
  let late = try await tenant.open(.recall, "批次 L2026")
  tenant.clock.advance(by: 40 * 86_400)
  try await tenant.runServiceJobs()
  #expect(try await tenant.scope.serviceCase(late)?.role == .owner)
  for filter in CaseFilter.allCases {
    _ = try await tenant.scope.serviceCases(filter, login: "mei", role: .service)
  }
  _ = try await tenant.scope.escalatedCases(for: .owner)
  try await tenant.transaction {
    _ = try await ConversationDesk.erase(session: talk.session, in: $0)
  }
  #expect(try await tenant.scope.caseSteps(of: id).allSatisfy { $0.note.isEmpty })
}

@Suite("Processes of customer service")
struct ProcessRuleTests {
  private func state(
    _ code: String,
    _ owner: String? = "service",
    minutes: Int? = nil,
    to role: String? = nil,
    next: [String]? = nil
  ) -> ServiceProcess.State {
    ServiceProcess.State(
      code: code,
      name: LocalizedText(LanguageTag(rawValue: "zh").map { [$0: "名"] } ?? [:]),
      owner: owner,
      minutes: minutes,
      escalatesTo: role,
      next: next
    )
  }

  private func problems(_ states: [ServiceProcess.State], kind: String = "recall") -> [String] {
    ServiceProcessRule.problems(of: ServiceProcess(kind: kind, states: states))
      .map { $0.path.joined(separator: ".") }
  }

  @Test func `every kind has a standard process in four languages, with nothing wrong`() {
    #expect(ServiceProcess.standard.map(\.kind) == ProcessKind.allCases.map(\.rawValue))
    for process in ServiceProcess.standard {
      #expect(ServiceProcessRule.problems(of: process).isEmpty, "\(process.kind)")
      #expect(process.states.allSatisfy { $0.name.texts.count == 4 })
      #expect(process.states.allSatisfy { $0.isEnd || $0.minutes != nil && $0.escalatesTo != nil })
    }
  }

  @Test func `a process that leads nowhere, or that nobody may move, is told`() {
    let end = state("end", nil)
    #expect(problems([state("a", next: ["end"]), end]) == [])
    #expect(problems([state("a", next: ["end"]), end], kind: "party") == ["kind"])
    #expect(problems([state("a", next: ["end"])]) == ["states", "states.0.next"])
    #expect(problems([state("A b", next: ["end"]), end]) == ["states.0.code"])
    #expect(problems([state("a", "finance", next: ["end"]), end]) == ["states.0.owner"])
    #expect(problems([state("a", nil, next: ["end"]), end]) == ["states.0.owner"])
    #expect(problems([state("a", minutes: 0, next: ["end"]), end]) == ["states.0.minutes"])
    #expect(problems([state("a", to: "owner", next: ["end"]), end]) == ["states.0.escalatesTo"])
    #expect(problems([state("a", next: ["end"]), end, state("lost", nil)]) == ["states"])
    let circle = [
      state("a", next: ["b", "end"]), state("b", next: ["c"]), state("c", next: ["b"]),
    ]
    #expect(problems(circle + [end]) == ["states"])
    #expect(problems([state("a", next: ["end"]), end, end]) == ["states"])
  }

  @Test func `who stands higher may act, nobody beside`() {
    for role in StaffRole.allCases {
      for owner in StaffRole.allCases {
        let order: [StaffRole: Int] = [.service: 0, .manager: 1, .owner: 2]
        let expected = order[role].flatMap { mine in order[owner].map { mine >= $0 } } ?? false
        #expect(ServiceProcessRule.may(role, actFor: owner) == expected, "\(role) \(owner)")
      }
    }
  }
}

@Suite("Cases of customer service", .tenantDatabase([SmartServiceModule.module]))
struct CaseTests {
  private static let shifts: JSONValue = [
    ["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["09:00-12:00", "14:00-18:00"]]
  ]
  private static let own: JSONValue = [
    "kind": "return",
    "states": [
      [
        "code": "asked", "name": ["zh": "已申请"], "owner": "service", "minutes": 240,
        "escalatesTo": "manager", "next": ["done"],
      ],
      ["code": "done", "name": ["zh": "完成"]],
    ],
  ]

  /// Two merchants, of whom both have a process of their own; 03:00 in Shanghai.
  private func pair() async throws -> TenantPair {
    try await TenantPair.fresh(
      settings: ["service": ["hours": Self.shifts, "processes": [Self.own]]],
      now: Date(timeIntervalSince1970: 1_789_930_800)
    )
  }

  private func refusal(_ body: () async throws -> Void) async -> CaseRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? CaseRefusal)?.code }
  }

  @Test func `a case is opened, taken, moved and ended, by the process it began with`()
    async throws
  {
    let pair = try await pair()
    let mine = pair.mine
    let id = try await mine.open(.complaint, " 包装破了 ")
    let opened = try #require(try await mine.scope.serviceCase(id))
    #expect(opened.state.code == "received" && opened.subject == "包装破了" && opened.owner == nil)
    #expect(try await pair.other.scope.serviceCase(id) == nil)
    try await mine.take(id, by: mei)
    #expect(await refusal { try await mine.take(id, by: li) } == .taken)
    #expect(await refusal { try await mine.move(id, to: "answered", by: mei) } == .stateRefused)
    #expect(await refusal { try await mine.move(id, to: "checking", by: li) } == .taken)
    try await mine.move(id, to: "checking", by: mei)
    try await mine.move(id, to: "checking", by: mei)
    try await mine.take(id, by: boss)
    try await mine.move(id, to: "answered", by: boss)
    let over = try #require(try await mine.scope.serviceCase(id))
    #expect(over.closedAt != nil && over.owner == nil && over.dueAt == nil && over.role == nil)
    #expect(await refusal { try await mine.take(id, by: boss) } == .stateRefused)
    let steps = try await mine.scope.caseSteps(of: id)
    #expect(steps.map(\.event) == [.opened, .taken, .moved, .taken, .moved])
    #expect(steps.map(\.state) == ["received", "received", "checking", "checking", "answered"])
    #expect(await refusal { try await pair.other.move(id, to: "checking", by: boss) } == .notFound)
    #expect(await refusal { _ = try await mine.open(.recall, "  ") } == .fieldsInvalid)
  }

  @Test func `a deadline counts working minutes, and calls the higher role once`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let id = try await mine.open(.giveBack, "尺码不对")
    // Four working hours from 03:00: 09:00 to 12:00 and 14:00 to 15:00.
    let due = try #require(try await mine.scope.serviceCase(id)?.dueAt)
    #expect(due == Date(timeIntervalSince1970: 1_789_930_800 + 12 * 3_600))
    try await mine.take(id, by: mei)
    mine.clock.advance(by: 12 * 3_600 - 1)
    try await mine.runServiceJobs()
    #expect(try await mine.scope.serviceCase(id)?.escalatedAt == nil)
    mine.clock.advance(by: 61)
    try await mine.runServiceJobs()
    mine.clock.advance(by: 60)
    try await mine.runServiceJobs()
    let late = try #require(try await mine.scope.serviceCase(id))
    #expect(late.escalatedAt != nil && late.role == .manager && late.owner == nil)
    #expect(try await mine.scope.caseSteps(of: id).map(\.event) == [.opened, .taken, .escalated])
    #expect(try await mine.scope.escalatedCases(for: .manager) == 1)
    #expect(try await pair.other.scope.escalatedCases(for: .manager) == 0)
    let forBoss = try await mine.scope.serviceCases(.mine, login: "boss", role: .manager)
    #expect(forBoss.map(\.id) == [id])
    try await mine.move(id, to: "done", by: boss)
    #expect(try await mine.scope.escalatedCases(for: .manager) == 0)
    #expect(try await mine.scope.serviceCases(.closed, login: "x", role: .owner).map(\.id) == [id])
  }

  @Test func `a state of a higher role is moved by nobody below`() async throws {
    let mine = try await pair().mine
    let id = try await mine.open(.recall, "批次 L2026")
    #expect(await refusal { try await mine.move(id, to: "stopped", by: mei) } == .roleRefused)
    try await mine.move(id, to: "stopped", by: boss)
    #expect(try await mine.scope.serviceCase(id)?.owner == "boss")
  }

  @Test func `a talk has one open case of a kind, and loses its words with the talk`() async throws
  {
    let mine = try await pair().mine
    let talk = try await mine.ask("我要投诉", ConversationDesk(hours: .always(in: .gmt)))
    let ids = try await withThrowingTaskGroup(of: ServiceCaseID.self) { group in
      for _ in 0..<4 { group.addTask { try await mine.open(.complaint, "破损", from: talk.id) } }
      return try await group.reduce(into: Set<ServiceCaseID>()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    let id = try #require(ids.first)
    try await mine.move(id, to: "checking", by: mei)
    let unknown = ConversationID.make(in: mine.database.environment)
    #expect(
      await refusal { _ = try await mine.open(.complaint, "破损", from: unknown) } == .notFound
    )
    try await mine.transaction {
      _ = try await ConversationDesk.erase(session: talk.session, in: $0)
    }
    let left = try #require(try await mine.scope.serviceCase(id))
    #expect(left.subject.isEmpty && left.conversation == nil && left.state.code == "checking")
    #expect(try await mine.scope.caseSteps(of: id).allSatisfy { $0.note.isEmpty })
  }
}
