import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private func draft(_ slug: String, _ topic: String, _ first: Int, _ last: Int) -> KnowledgeDraft {
  KnowledgeDraft(
    slug: slug,
    topic: topic,
    question: "\(slug)?",
    answer: "answer of \(slug)",
    minAgeDays: first,
    maxAgeDays: last,
    source: "S"
  )
}

private let drafts = [
  draft("solids", "feeding", 183, 364), draft("lumps", "feeding", 240, 500),
  draft("measles", "vaccines", 240, 400), draft("rolling", "milestones", 60, 364),
  draft("naps", "sleep", 90, 364), draft("stairs", "safety", 270, 2_190),
  draft("newborn", "feeding", 0, 60), draft("returns", "returns", 183, 364),
]

private func day(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDate {
  try #require(CalendarDate(year: year, month: month, day: day))
}

extension TestTenant {
  fileprivate func publish(_ drafts: [KnowledgeDraft]) async throws {
    let desk = ServiceDesk()
    try await transaction { transaction in
      for draft in drafts {
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(draft.slug, by: .system, in: transaction)
        try await desk.publishKnowledge(draft.slug, reviewer: "R", by: .system, in: transaction)
      }
    }
  }

  fileprivate var utcDay: CalendarDate { CalendarDate(clock.now, in: .gmt) }

  /// Keeps the plan of a child that is so old today.
  fileprivate func keepPlan(
    of session: SessionID,
    ageDays: Int,
    weeksEarly: Int = 0,
    isTold: Bool = true
  ) async throws {
    let birth = CalendarDate(clock.now.addingTimeInterval(Double(-ageDays) * 86_400), in: .gmt)
    try await transaction { transaction in
      try await ChildPlans.keep(
        ChildPlan(child: PlannedChild(birth: birth, weeksEarly: weeksEarly), isTold: isTold),
        for: session,
        in: "zh",
        today: utcDay,
        in: transaction
      )
    }
  }

  /// Asks for the daily job and runs it.
  fileprivate func tellPlans() async throws {
    try await work(SmartServiceModule.module) { $0.name == "service.tell_plans" }
  }

  fileprivate func told(_ session: SessionID) async throws -> [String] {
    guard let talk = try await scope.conversation(of: session) else { return [] }
    return try await scope.messages(of: talk.id).compactMap { message in
      ChatPayload(message.payload).flatMap {
        $0.plannedAge == nil ? nil : $0.citations.first?.entry
      }
    }
  }
}

/// Does everything with plans once, so that the table has rows and every query has run.
func keepPlans(_ tenant: TestTenant) async throws {
  try await tenant.publish(Array(drafts.prefix(1)))
  let (session, gone) = (
    SessionID.make(in: tenant.database.environment), SessionID.make(in: tenant.database.environment)
  )
  try await tenant.keepPlan(of: session, ageDays: 180)
  try await tenant.keepPlan(of: gone, ageDays: 10)
  tenant.clock.advance(by: 86_400)
  try await tenant.tellPlans()
  #expect(try await tenant.scope.childPlan(of: session)?.isTold == true)
  #expect(try await tenant.told(session) == ["solids"])
  try await tenant.transaction { try await ChildPlans.erase(gone, in: $0) }
}

@Suite("What comes for a child", .tenantDatabase([SmartServiceModule.module]))
struct ChildPlanTests {
  private func entries(of tenant: TestTenant) async throws -> [KnowledgeEntry] {
    try await tenant.publish(drafts)
    return try await ServiceDesk().planned(in: ["zh"], from: tenant.scope)
  }

  @Test func `steps are dated by birth, and of a preterm child by its corrected age`() async throws
  {
    let entries = try await entries(of: TenantPair.fresh(settings: ["service": [:]]).mine)
    let (birth, today) = (try day(2026, 1, 1), try day(2026, 6, 1))
    func coming(_ weeks: Int) -> [String] {
      ChildPlanRule.coming(
        of: entries,
        for: PlannedChild(birth: birth, weeksEarly: weeks),
        after: today
      ).map { "\($0.day) \($0.entry.draft.slug)\($0.isCorrected ? " corrected" : "")" }
    }
    #expect(coming(0) == ["2026-07-03 solids", "2026-08-29 lumps", "2026-08-29 measles"])
    // Six weeks later, but vaccinations keep their day, and what lies beyond 90 days is left out.
    #expect(coming(6) == ["2026-08-14 solids corrected", "2026-08-29 measles"])
    #expect(coming(16).isEmpty == false && !coming(16).contains { $0.contains("solids") })
  }

  @Test func `what holds now is short-lived, newest first, and of each part three at most`()
    async throws
  {
    let entries = try await entries(of: TenantPair.fresh(settings: ["service": [:]]).mine)
    let child = PlannedChild(birth: try day(2026, 1, 1))
    func now(_ month: Int, _ date: Int) throws -> [String] {
      ChildPlanRule.current(of: entries, for: child, on: try day(2026, month, date))
        .map(\.entry.draft.slug)
    }
    #expect(try now(1, 2) == [])
    #expect(try now(10, 1) == ["lumps", "solids", "naps", "measles", "rolling"])
    #expect(try now(7, 2) == ["naps", "rolling"] && now(7, 3) == ["solids", "naps", "rolling"])
  }

  @Test func `a step is told once before its day, and then the plan rests for a week`() async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": [:]])
    let mine = pair.mine
    try await mine.publish(drafts)
    let (told, silent) = (
      SessionID.make(in: mine.database.environment), SessionID.make(in: mine.database.environment)
    )
    try await mine.keepPlan(of: told, ageDays: 178)
    try await mine.keepPlan(of: silent, ageDays: 178, isTold: false)
    var days: [Int: [String]] = [:]
    for age in 179...250 {
      mine.clock.advance(by: 86_400)
      // Twice a day changes nothing.
      for _ in 0..<2 { try await mine.tellPlans() }
      days[age] = try await mine.told(told)
    }
    #expect(days[179] == [] && days[180] == ["solids"] && days[236] == ["solids"])
    // Of two that begin on one day one is told.
    #expect(days[237] == ["solids", "lumps"] && days[250] == ["solids", "lumps"])
    #expect(try await mine.told(silent).isEmpty)
    #expect(try await pair.other.scope.childPlan(of: told) == nil)
    let talk = try #require(try await mine.scope.conversation(of: told))
    let message = try #require(try await mine.scope.messages(of: talk.id).first)
    #expect(message.text == "solids?\nanswer of solids" && message.author == .bot)
    // Nobody asked, so that nothing was saved.
    let insights = try await mine.scope.serviceInsights(since: .distantPast, in: .gmt)
    #expect(insights.automation.total == 0)
  }

  @Test func `nothing is said into a person's talk, and erased plans say nothing`() async throws {
    let mine = try await TenantPair.fresh(settings: ["service": [:]]).mine
    try await mine.publish(drafts)
    let desk = ConversationDesk(hours: .always(in: .gmt))
    let talk = try await mine.ask("hello", desk)
    try await mine.handOff(talk.id, .asked, desk)
    try await mine.keepPlan(of: talk.session, ageDays: 181)
    let gone = SessionID.make(in: mine.database.environment)
    try await mine.keepPlan(of: gone, ageDays: 181)
    try await mine.transaction { try await ConversationDesk.erase(session: gone, in: $0) }
    mine.clock.advance(by: 86_400)
    try await mine.tellPlans()
    #expect(try await mine.told(talk.session).isEmpty)
    #expect(try await mine.told(gone).isEmpty)
    #expect(try await mine.scope.childPlan(of: gone) == nil)
  }

  @Test func `a child of the future, or too early, is refused, and a grown one is forgotten`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["service": [:]]).mine
    let session = SessionID.make(in: mine.database.environment)
    for (age, weeks) in [(-1, 0), (2_191, 0), (10, 17), (10, -1)] {
      let refusal = await #expect(throws: ServiceRefusal.self) {
        try await mine.keepPlan(of: session, ageDays: age, weeksEarly: weeks)
      }
      #expect(refusal?.code == .planInvalid)
    }
    try await mine.keepPlan(of: session, ageDays: 2_190)
    mine.clock.advance(by: 2 * 86_400)
    try await mine.tellPlans()
    #expect(try await mine.scope.childPlan(of: session) == nil)
  }
}
