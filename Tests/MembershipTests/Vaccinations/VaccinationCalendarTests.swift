import Membership
import TenantStore
import Testing

@Suite("The vaccination calendar")
struct VaccinationCalendarTests {
  private func calendar(_ birth: String, _ given: [GivenDose] = [], on today: String) throws
    -> [String: CalendarDose]
  {
    let lines = VaccinationCalendarRule.calendar(
      birth: try day(birth),
      given: given,
      today: try day(today)
    )
    return Dictionary(
      uniqueKeysWithValues: lines.map { ("\($0.dose.vaccine) \($0.dose.dose)", $0) }
    )
  }

  @Test func `a child of 2026 has the doses of the programme at their ages`() throws {
    let lines = try calendar("2026-03-31", on: "2026-03-31")
    let days = lines.mapValues { "\($0.day)" }
    #expect(
      days == [
        "HepB 1": "2026-03-31", "BCG 1": "2026-03-31", "HepB 2": "2026-04-30",
        "Polio 1": "2026-05-31", "DTaP 1": "2026-05-31", "Polio 2": "2026-06-30",
        "Polio 3": "2026-07-31", "DTaP 2": "2026-07-31", "HepB 3": "2026-09-30",
        "DTaP 3": "2026-09-30", "MPSV-A 1": "2026-09-30", "MMR 1": "2026-11-30",
        "JE-L 1": "2026-11-30", "MPSV-A 2": "2026-12-31", "DTaP 4": "2027-09-30",
        "MMR 2": "2027-09-30", "HepA-L 1": "2027-09-30", "JE-L 2": "2028-03-31",
        "MPSV-AC 1": "2029-03-31", "Polio 4": "2030-03-31", "DTaP 5": "2032-03-31",
        "MPSV-AC 2": "2032-03-31",
      ]
    )
    #expect(lines["HepB 1"]?.by == (try day("2026-04-01")) && lines["HepB 1"]?.state == .due)
    #expect(lines["MMR 1"]?.by == (try day("2027-03-30")) && lines["MMR 1"]?.state == .upcoming)
  }

  @Test func `children from before the change of 2025 keep the older ages`() throws {
    let old = try calendar("2024-10-31", on: "2024-10-31")
    let new = try calendar("2024-11-01", on: "2024-11-01")
    #expect(old["DTaP 1"]?.day == (try day("2025-01-31")))
    #expect(new["DTaP 1"]?.day == (try day("2025-01-01")))
    #expect(new["DTaP 3"]?.day == (try day("2025-05-01")))
    let six = try calendar("2018-12-31", on: "2024-12-31")
    #expect(six["DT 1"] != nil && six["DTaP 5"] == nil)
    let seven = try calendar("2019-01-01", on: "2025-01-01")
    #expect(seven["DT 1"] == nil && seven["DTaP 5"] != nil)
  }

  @Test func `a late dose moves those after it by their least intervals`() throws {
    let late = try calendar(
      "2026-01-01",
      [GivenDose(vaccine: "Polio", dose: 1, day: try day("2026-06-10"))],
      on: "2026-06-20"
    )
    #expect(late["Polio 1"]?.state == .given)
    #expect(late["Polio 2"]?.day == (try day("2026-07-08")))
    #expect(late["Polio 2"]?.state == .upcoming)
    // The second cannot be before its day, so the third is 28 days after that.
    #expect(late["Polio 3"]?.day == (try day("2026-08-05")))
    #expect(late["DTaP 1"]?.state == .overdue)
    #expect(late["DTaP 2"]?.day == (try day("2026-07-18")))
  }

  @Test func `a child who is too old for a vaccine has missed it`() throws {
    let lines = try calendar("2022-01-01", on: "2026-01-01")
    #expect(lines["BCG 1"]?.state == .missed)
    #expect(lines["MPSV-A 1"]?.state == .missed && lines["MPSV-A 2"]?.state == .missed)
    #expect(lines["MMR 1"]?.state == .overdue)
  }

  @Test func `doses never come too early or too close, whatever was given when`() throws {
    var random = SeededGenerator(state: 5)
    let birth = CivilDay(try day("2025-03-31"))
    for _ in 0..<300 {
      let given = VaccinationProgramme.china.doses(forBirth: birth.date).compactMap {
        dose -> GivenDose? in
        guard Bool.random(using: &random) else { return nil }
        let delay = Int.random(in: 0...200, using: &random)
        let day = birth.adding(months: dose.from).adding(days: delay)
        return GivenDose(vaccine: dose.vaccine, dose: dose.dose, day: day.date)
      }
      let today = birth.adding(days: Int.random(in: 0...2_500, using: &random)).date
      let lines = VaccinationCalendarRule.calendar(birth: birth.date, given: given, today: today)
      for line in lines where line.state != .given {
        #expect(CivilDay(line.day) >= birth.adding(months: line.dose.from))
        let before = lines.first {
          $0.dose.vaccine == line.dose.vaccine && $0.dose.dose == line.dose.dose - 1
        }
        if let before {
          #expect(CivilDay(before.day).days(until: CivilDay(line.day)) >= line.dose.interval)
        }
        #expect((line.state == .upcoming) == (line.day > today) || line.state == .missed)
      }
    }
  }
}
