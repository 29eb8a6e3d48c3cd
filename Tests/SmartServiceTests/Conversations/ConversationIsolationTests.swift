import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// Whether a finding is about conversations; all others are about knowledge.
func isOfConversations(_ finding: IsolationFinding) -> Bool {
  [
    "conversation", "message", "hand_off", "wording", "picture", "consultation", "case", "entry_",
    "diary", "tele", "answer_", "child_plan",
  ].contains { finding.subject.hasPrefix("service.\($0)") }
}

private let withModel: [String: JSONValue] = [
  "service": [
    "languageModel": ["url": "https://models.example/v1", "model": "small"],
    "experts": [bookable],
    "teleConsultation": [
      "name": ["zh": "医院"], "licence": clinicLicence, "url": "https://clinic.example",
    ],
  ]
]

/// Does everything with conversations once, so that every table has rows and every query has run.
private func exercise(_ tenant: TestTenant) async throws {
  let desk = ConversationDesk(hours: .always(in: .gmt), answerMinutes: 10)
  let talk = try await tenant.ask("one", desk)
  try await tenant.transaction { transaction in
    _ = try await desk.answer("two", payload: ["a": 1], to: talk.id, after: 1, in: transaction)
  }
  try await tenant.handOff(talk.id, .asked, desk)
  try await tenant.handOff(talk.id, .redFlag, desk)
  try await tenant.transaction { transaction in
    try await ConversationDesk.want("mei", for: talk.id, in: transaction)
    try await ConversationDesk.favour(talk.id, by: 10, in: transaction)
  }
  try await tenant.transaction { transaction in
    try await desk.answer("three", to: talk.id, by: "mei", in: transaction)
    try await desk.note("four", on: talk.id, by: "mei", in: transaction)
    try await desk.change(.release, talk.id, by: "mei", in: transaction)
    try await desk.rate(talk.id, 4, session: talk.session, in: transaction)
  }
  tenant.clock.advance(by: 3_600)
  try await tenant.runServiceJobs()
  var query = InboxQuery()
  query.after = try await tenant.scope.inbox(query).first?.place
  _ = try await tenant.scope.inbox(query)
  _ = try await tenant.scope.conversation(of: talk.session)
  let worded = try await tenant.ask("辅食", desk)
  try await tenant.transaction { transaction in
    _ = try await desk.answer(
      "满6个月开始。",
      payload: ["action": "answer", "citations": [["entry": "solids"]]],
      to: worded.id,
      after: 1,
      in: transaction
    )
  }
  let model = WordingDesk(http: OutboundHTTP { _ in OutboundResponse(status: 500) }, variables: [:])
  try await model.reword(for: worded.session, of: tenant.snapshot, in: tenant.database)
  _ = try await tenant.scope.wordings(of: worded.id)
  let refused = try await tenant.ask("???", desk)
  try await tenant.transaction { transaction in
    _ = try await desk.answer(
      "?",
      payload: ["action": "refuse"],
      to: refused.id,
      after: 1,
      in: transaction
    )
  }
  try await tenant.transaction { transaction in
    try await ServiceDesk.grade(.right, answer: 2, of: worded.id, by: "lin", in: transaction)
  }
  _ = try await tenant.scope.answersToGrade(since: .distantPast)
  _ = try await tenant.scope.answerGrades(since: .distantPast)
  _ = try await tenant.scope.answerTimes(since: .distantPast)
  _ = try await tenant.scope.serviceInsights(since: .distantPast, in: .gmt)
  _ = try await tenant.scope.unansweredQuestions(since: .distantPast)
  _ = try await tenant.scope.customerWords(since: .distantPast)
  try await bookTalks(tenant)
  try await carryCases(tenant)
  // Between them, because a month passes in both: pictures go with it, and so does who read what.
  try await show(MadePicture.png(64, 64), tenant, desk)
  try await spreadContent(tenant)
  try await keepDiaries(tenant)
  try await keepPlans(tenant)
  try await meetClinicians(tenant)
  let gone = try await tenant.ask("gone", desk)
  try await tenant.transaction {
    _ = try await ConversationDesk.erase(session: gone.session, in: $0)
  }
}

/// Shows a picture, and forgets it when its talk has been over for long.
private func show(_ file: [UInt8], _ tenant: TestTenant, _ desk: ConversationDesk) async throws {
  let chat = CustomerChat(service: ServiceDesk(), talks: desk)
  let words = ChatWords(
    askAge: "?",
    askWhich: "?",
    askHeard: "?",
    unknown: "?",
    noOrders: "?",
    orders: { _ in "?" },
    person: { _, _ in "?" }
  )
  func talk() async throws -> ConversationID {
    let session = SessionID.make(in: tenant.database.environment)
    let customer = CustomerChat.Customer(session: session, locale: "zh", country: "CN")
    let picture = try Picture(file)
    try await tenant.transaction { transaction in
      try await chat.show(picture, saying: "红疹", by: customer, in: transaction, words: words)
    }
    return try #require(try await tenant.scope.conversation(of: session)).id
  }
  let (over, left) = (try await talk(), try await talk())
  #expect(try await tenant.scope.pictures(of: over).map(\.position) == [1])
  #expect(try await tenant.scope.picture(at: 1, of: over)?.contentType == "image/png")
  try await tenant.transaction { transaction in
    try await desk.change(.resolve, over, by: "mei", in: transaction)
  }
  tenant.clock.advance(by: 31 * 86_400)
  let open = try await talk()
  try await tenant.runServiceJobs()
  #expect(try await tenant.scope.pictures(of: over).isEmpty)
  #expect(try await tenant.scope.pictures(of: left).isEmpty, "nobody has resolved it, nor written")
  #expect(try await tenant.scope.pictures(of: open).count == 1)
}

@Suite("Isolation of conversations", .tenantDatabase([SmartServiceModule.module]))
struct ConversationIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: withModel)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)

    #expect(findings.filter(isOfConversations) == [])
  }

  @Test func `no query reaches another tenant under a role that no policy binds`() async throws {
    let pair = try await TenantPair.fresh(settings: withModel)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)

    #expect(findings.isEmpty, "\(findings)")
    #expect(suite.functions.filter { $0.hasPrefix("SmartService/") }.count >= 20)
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [SmartServiceModule.module])
  }
}
