import Membership
import TenantStore
import Testing

private func expected(_ due: String, today: String? = nil) throws -> ChildDates {
  let due = try day(due)
  return try ChildDateRule.expected(due: due, today: today.map(day) ?? due)
}

private func born(_ birth: String, due: String? = nil) throws -> ChildDates {
  try ChildDateRule.born(on: day(birth), due: due.map(day), today: day("2027-01-01"))
}

@Suite("Stages of a child")
struct StageRuleTests {
  @Test(arguments: [
    ("2026-03-25", ChildStage?.none), ("2026-03-26", .earlyPregnancy),
    ("2026-07-01", .earlyPregnancy), ("2026-07-02", .middlePregnancy),
    ("2026-10-07", .middlePregnancy), ("2026-10-08", .latePregnancy),
    ("2026-12-31", .latePregnancy), ("2027-01-14", .latePregnancy),
    ("2027-01-15", .unconfirmed), ("2030-01-01", .unconfirmed),
  ])
  func `a pregnancy's stage follows from the due date`(on: String, stage: ChildStage?) throws {
    // 280 days before 31 December 2026 is 26 March.
    let dates = try expected("2026-12-31")
    #expect(StageRule.stage(of: dates, on: try day(on)) == stage)
  }

  @Test(arguments: [
    ("2024-02-28", ChildStage?.none), ("2024-02-29", .newborn), ("2024-03-27", .newborn),
    ("2024-03-28", .infant), ("2024-08-28", .infant), ("2024-08-29", .weaning),
    ("2025-02-27", .weaning), ("2025-02-28", .toddler), ("2027-02-27", .toddler),
    ("2027-02-28", .preschool), ("2030-02-27", .preschool), ("2030-02-28", .school),
  ])
  func `a child of 29 February grows on 28 February`(on: String, stage: ChildStage?) throws {
    let dates = try born("2024-02-29")
    #expect(StageRule.stage(of: dates, on: try day(on)) == stage)
  }

  @Test func `a preterm child's stages wait for the due date until a year, and no longer`() throws {
    let dates = try born("2025-01-01", due: "2025-03-05")
    #expect(StageRule.isPreterm(dates))
    #expect(StageRule.gestation(of: dates).map { [$0.weeks, $0.days] } == [31, 0])
    #expect(StageRule.stage(of: dates, on: try day("2025-03-20")) == .newborn)
    #expect(StageRule.stage(of: dates, on: try day("2025-07-15")) == .infant)
    #expect(StageRule.stage(of: dates, on: try day("2025-09-05")) == .weaning)
    #expect(StageRule.stage(of: dates, on: try day("2026-03-05")) == .toddler)
    #expect(StageRule.stage(of: dates, on: try day("2028-01-01")) == .preschool)
  }

  @Test func `the corrected age ends with two years`() throws {
    let dates = try born("2024-06-01", due: "2024-08-01")
    func months(_ on: String, corrected: Bool) throws -> ChildAge? {
      StageRule.age(of: dates, on: try day(on), isCorrected: corrected)
    }
    #expect(try months("2024-07-01", corrected: true) == .born(months: 0, days: 0))
    #expect(try months("2026-05-31", corrected: true) == .born(months: 21, days: 30))
    #expect(try months("2026-06-01", corrected: true) == .born(months: 24, days: 0))
    #expect(try months("2026-05-31", corrected: false) == .born(months: 23, days: 30))
  }

  @Test func `37 completed weeks are term, a day less is not`() throws {
    #expect(try StageRule.isPreterm(born("2025-02-11", due: "2025-03-05")))
    #expect(try !StageRule.isPreterm(born("2025-02-12", due: "2025-03-05")))
    #expect(try StageRule.gestation(of: born("2025-02-12", due: "2025-03-05"))?.weeks == 37)
  }

  @Test func `weeks of pregnancy count from 280 days before the due date`() throws {
    let dates = try expected("2026-12-31")
    func age(_ on: String) throws -> ChildAge? {
      StageRule.age(of: dates, on: try day(on), isCorrected: false)
    }
    #expect(try age("2026-03-25") == nil)
    #expect(try age("2026-03-26") == .pregnancy(weeks: 0, days: 0))
    #expect(try age("2026-12-31") == .pregnancy(weeks: 40, days: 0))
    #expect(try age("2026-12-30") == .pregnancy(weeks: 39, days: 6))
  }

  @Test func `stages never go back, whatever the dates are`() throws {
    var random = SeededGenerator(state: 11)
    let today = CivilDay(try day("2027-01-01"))
    for _ in 0..<2_000 {
      let birth = today.adding(days: -Int.random(in: 0...2_500, using: &random))
      let due = birth.adding(days: Int.random(in: -28...126, using: &random))
      let isKnown = Bool.random(using: &random)
      let dates = try ChildDateRule.born(
        on: birth.date,
        due: isKnown ? due.date : nil,
        today: today.date
      )
      let days = stride(from: 0, to: 2_400, by: 3)
      let stages = days.compactMap { StageRule.stage(of: dates, on: birth.adding(days: $0).date) }
      #expect(stages.count == days.underestimatedCount && stages == stages.sorted())
      #expect(stages.first == .newborn && !stages.contains { $0.isPregnancy })
    }
  }
}

@Suite("Dates of a child")
struct ChildDateRuleTests {
  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026/01/01", "", "今天",
    "2026-04-31", "0000-01-01", "2026-01-01 ", "+026-01-01", "٢٠٢٦-٠١-٠١",
  ])
  func `what is no day is refused`(text: String) {
    #expect(throws: ImpossibleDate.notADay) { try ChildDateRule.day(text) }
  }

  @Test func `29 February is a day every fourth year`() throws {
    #expect(try ChildDateRule.day("2024-02-29").day == 29)
    #expect(try ChildDateRule.day("2000-02-29").day == 29)
    #expect(throws: ImpossibleDate.notADay) { try ChildDateRule.day("2100-02-29") }
  }

  @Test(arguments: [
    ("2026-11-15", nil), ("2026-11-14", ImpossibleDate.dueTooLongAgo), ("2027-09-25", nil),
    ("2027-09-26", .dueTooFarAhead),
  ])
  func `a pregnancy is at most 42 weeks old and 300 days from its end`(
    due: String,
    reason: ImpossibleDate?
  ) throws {
    let (due, today) = (try day(due), try day("2026-11-29"))
    let found: ImpossibleDate?
    do throws(ImpossibleDate) {
      _ = try ChildDateRule.expected(due: due, today: today)
      found = nil
    } catch { found = error }
    #expect(found == reason)
  }

  @Test(arguments: [
    ("2026-11-29", String?.none, ImpossibleDate?.none), ("2026-11-30", nil, .birthInFuture),
    ("2008-11-29", nil, .birthTooLongAgo), ("2008-11-30", nil, nil),
    ("2026-11-01", "2027-03-07", nil), ("2026-11-01", "2027-03-08", .birthFarFromDue),
    ("2026-11-01", "2026-10-04", nil), ("2026-11-01", "2026-10-03", .birthFarFromDue),
  ])
  func `a birth is not in the future, and near the due date`(
    birth: String,
    due: String?,
    reason: ImpossibleDate?
  ) throws {
    let (birth, due, today) = (try day(birth), try due.map(day), try day("2026-11-29"))
    let found: ImpossibleDate?
    do throws(ImpossibleDate) {
      _ = try ChildDateRule.born(on: birth, due: due, today: today)
      found = nil
    } catch { found = error }
    #expect(found == reason)
  }
}
