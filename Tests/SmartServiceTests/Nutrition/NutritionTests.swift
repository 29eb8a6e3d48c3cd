import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  CalendarDate(year: year, month: month, day: day) ?? CalendarDate(.distantPast, in: .gmt)
}

private let due = day(2027, 3, 1)

extension TestTenant {
  var today: CalendarDate { CalendarDate(clock.now, in: snapshot.timeZone) }

  func beginDiary(_ due: CalendarDate, by session: SessionID) async throws {
    let today = today
    try await transaction {
      try await NutritionDiary.begin(due: due, for: session, today: today, in: $0)
    }
  }

  func noteMeals(_ noted: IntakeDay, by session: SessionID) async throws {
    let (today, references) = (today, try snapshot.service.intakes)
    try await transaction { transaction in
      try await NutritionDiary.note(
        noted,
        for: session,
        today: today,
        references: references,
        in: transaction
      )
    }
  }
}

/// Does everything with diaries once, so that both tables have rows and every query has run.
func keepDiaries(_ tenant: TestTenant) async throws {
  let (session, gone) = (tenant.newSession(), tenant.newSession())
  let due = CalendarDate(
    tenant.clock.now.addingTimeInterval(100 * 86_400),
    in: tenant.snapshot.timeZone
  )
  for session in [session, gone] {
    try await tenant.beginDiary(due, by: session)
    try await tenant.noteMeals(
      IntakeDay(day: tenant.today, amounts: ["milk": 300], words: "寿司"),
      by: session
    )
  }
  _ = try await tenant.scope.dueDay(of: session)
  _ = try await tenant.scope.diaryDays(of: session)
  try await tenant.transaction {
    _ = try await ConversationDesk.erase(session: gone, in: $0)
  }
  try await tenant.runServiceJobs()
  #expect(try await tenant.scope.diaryDays(of: gone).isEmpty)
}

@Suite("Eating in pregnancy")
struct NutritionRuleTests {
  @Test(
    arguments: [
      (day(2027, 3, 1), 40), (day(2027, 2, 28), 39), (day(2026, 5, 25), 0), (day(2026, 5, 24), nil),
      (day(2027, 3, 21), 42), (day(2027, 3, 22), nil), (day(2026, 8, 31), 14),
      (day(2026, 8, 30), 13),
      (day(2026, 12, 7), 28),
    ] as [(CalendarDate, Int?)]
  )
  func `weeks are counted back from the day on which birth is due`(
    _ today: CalendarDate,
    _ week: Int?
  ) {
    #expect(GestationalAge.week(on: today, due: due) == week)
  }

  @Test func `a week is in one third`() {
    let thirds = (0...42).map { GestationalAge.third(ofWeek: $0) }
    #expect(thirds.prefix(14).allSatisfy { $0 == .early })
    #expect(thirds[14..<28].allSatisfy { $0 == .middle })
    #expect(thirds[28...].allSatisfy { $0 == .late })
  }

  @Test func `what is usual is written for every third with a source, and nobody has signed it`() {
    let standard = ReferenceIntake.standard
    let items = Set(standard.map(\.item))
    #expect(items.count == 9 && standard.count == 27)
    for item in items {
      let thirds = standard.filter { $0.item == item }
      #expect(thirds.map(\.third) == PregnancyThird.allCases.map(\.rawValue))
      #expect(Set(thirds.map(\.unit)).count == 1)
    }
    #expect(standard.allSatisfy { !$0.source.isEmpty && $0.signedBy == nil && $0.amount > 0 })
    #expect(standard.allSatisfy { $0.name.texts.count == 4 })
    #expect(UnsafeFood.all.allSatisfy { $0.reason.texts.count == 4 && !$0.source.isEmpty })
  }

  @Test func `what changes with the next third is told three weeks before, and only that`() {
    let all = ReferenceIntake.standard
    for week in [0, 10, 14, 24, 28, 41] {
      #expect(IntakeRule.coming(inWeek: week, all)?.week == nil, "\(week)")
    }
    for week in [11, 12, 13] {
      let found = IntakeRule.coming(inWeek: week, all)
      #expect(found?.week == 14 && found?.changes.isEmpty == false, "\(week)")
      #expect(found?.changes.contains { $0.item == "iron" && $0.amount == 24 } == true)
      #expect(found?.changes.contains { $0.item == "iodine" } == false)
    }
    #expect(IntakeRule.coming(inWeek: 25, all)?.changes.first { $0.item == "iron" }?.amount == 29)
    #expect(IntakeRule.coming(inWeek: 25, all)?.changes.allSatisfy { $0.third == "late" } == true)
    #expect(IntakeRule.coming(inWeek: 12, [])?.week == nil)
  }

  @Test func `a mean is compared from three days of its week on`() {
    // Week 28 begins on 7 December.
    let days = (7...13).map { IntakeDay(day: day(2026, 12, $0), amounts: ["milk": 250]) }
    func milk(_ days: [IntakeDay], week: Int = 28) -> IntakeComparison? {
      IntakeRule.comparisons(days, inWeek: week, due: due, ReferenceIntake.standard)
        .first { $0.reference.item == "milk" }
    }
    #expect(milk([])?.verdict == .unknown && milk([])?.mean == 0)
    #expect(milk(Array(days.prefix(2)))?.verdict == .unknown)
    #expect(milk(Array(days.prefix(3)))?.verdict == .short)
    #expect(milk(days)?.days == 7 && milk(days)?.mean == 250)
    #expect(milk(days)?.reference.third == "late")
    let more = [IntakeDay(day: day(2026, 12, 7), amounts: ["milk": 800])] + days.dropFirst()
    #expect(milk(more)?.verdict == .reached)
    // A day of another week, and one without the item, count for nothing.
    let other = [IntakeDay(day: day(2026, 12, 6), amounts: ["milk": 9_000])]
    let empty = [IntakeDay(day: day(2026, 12, 8), amounts: ["fruit": 300])]
    #expect(milk(Array(days.prefix(3)) + other + empty)?.mean == 250)
    #expect(milk(days, week: 27)?.days == 0)
  }

  @Test(arguments: [
    ("中午吃了寿司和味噌汤", ["raw-fish"]), ("溏心蛋拌面，晚上一杯红酒", ["raw-egg", "alcohol"]),
    ("沒有喝咖啡，吃了煮雞蛋", []), ("不吃生鱼片，吃蒸鱼", []), ("没吃早餐，喝了咖啡", ["caffeine"]),
    ("Sushi for lunch, no wine", ["raw-fish"]), ("birthday cake", []), ("minum bir", ["alcohol"]),
    ("コーヒー1杯", ["caffeine"]), ("炒猪肝", ["liver"]), ("牛奶、米饭、青菜", []), ("", []),
    ("SHARK fin soup", ["mercury"]), ("delivery pizza", []),
  ])
  func `food that a guideline speaks against is named`(_ words: String, _ codes: [String]) {
    #expect(UnsafeFood.named(in: words).map(\.code) == codes, "\(words)")
  }
}

@Suite("Diaries of pregnancy", .tenantDatabase([SmartServiceModule.module]))
struct NutritionDiaryTests {
  private func pair() async throws -> TenantPair {
    try await TenantPair.fresh(
      settings: ["service": .object([:])],
      now: Date(timeIntervalSince1970: 1_796_169_600)
    )
  }

  private func refusal(_ body: () async throws -> Void) async -> ServiceRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? ServiceRefusal)?.code }
  }

  @Test func `a diary is its session's and its merchant's, and ends with her wish or with time`()
    async throws
  {
    let pair = try await pair()
    let mine = pair.mine
    let (session, other) = (mine.newSession(), mine.newSession())
    #expect(mine.today == day(2026, 12, 2))
    let noted = IntakeDay(day: mine.today, amounts: ["milk": 250, "iron": 27.5], words: " 面 ")
    #expect(await refusal { try await mine.noteMeals(noted, by: session) } == .diaryInvalid)
    try await mine.beginDiary(due, by: session)
    for _ in 0..<2 { try await mine.noteMeals(noted, by: session) }
    let kept = try await mine.scope.diaryDays(of: session)
    #expect(kept == [IntakeDay(day: mine.today, amounts: ["milk": 250, "iron": 27.5], words: "面")])
    #expect(try await mine.scope.dueDay(of: session) == due)
    #expect(try await mine.scope.diaryDays(of: other).isEmpty)
    #expect(try await pair.other.scope.dueDay(of: session) == nil)
    for wrong in [
      IntakeDay(day: day(2026, 12, 3), amounts: ["milk": 1]),
      IntakeDay(day: day(2026, 5, 1), amounts: ["milk": 1]),
      IntakeDay(day: mine.today, amounts: ["beer": 1]),
      IntakeDay(day: mine.today, amounts: ["milk": -1]),
      IntakeDay(day: mine.today, amounts: [:], words: "  "),
      IntakeDay(day: mine.today, amounts: [:], words: String(repeating: "面", count: 1_001)),
    ] {
      #expect(await refusal { try await mine.noteMeals(wrong, by: session) } == .diaryInvalid)
    }
    for wrong in [day(2026, 11, 1), day(2027, 12, 1)] {
      #expect(await refusal { try await mine.beginDiary(wrong, by: session) } == .diaryInvalid)
    }
    try await mine.beginDiary(due, by: other)
    try await mine.transaction { _ = try await ConversationDesk.erase(session: other, in: $0) }
    #expect(try await mine.scope.dueDay(of: other) == nil)
    mine.clock.advance(by: 178 * 86_400)
    try await mine.runServiceJobs()
    #expect(try await mine.scope.dueDay(of: session) == due)
    mine.clock.advance(by: 3 * 86_400)
    try await mine.runServiceJobs()
    #expect(try await mine.scope.dueDay(of: session) == nil)
    #expect(try await mine.scope.diaryDays(of: session).isEmpty)
  }

  @Test func `a merchant's own amounts take the place of the project's`() async throws {
    let own: JSONValue = [
      "item": "milk", "unit": "g", "third": "late", "amount": 500, "source": "S",
      "signedBy": "王营养师", "name": ["zh": "奶"],
    ]
    let pair = try await TenantPair.fresh(settings: ["service": ["referenceIntakes": [own]]])
    let milk = try pair.mine.snapshot.service.intakes.filter { $0.item == "milk" }
    #expect(milk.map(\.amount) == [300, 300, 500] && milk.last?.signedBy == "王营养师")
  }
}
