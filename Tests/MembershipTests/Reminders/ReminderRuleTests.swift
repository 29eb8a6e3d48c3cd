import Foundation
import Membership
import TenantStore
import Testing

@Suite("What a family is reminded of")
struct ReminderPlanTests {
  private func child(_ dates: ChildDates, sex: ChildSex? = nil, isQuiet: Bool = false) -> Child {
    Child(
      id: ChildID(uuid: UUID()),
      member: MemberID(uuid: UUID()),
      siblings: UUID(),
      nickname: "",
      sex: sex,
      dates: dates,
      quietSince: isQuiet ? Date(timeIntervalSince1970: 0) : nil
    )
  }

  private func plan(
    _ child: Child,
    on today: String,
    given: [GivenDose] = [],
    market: String = "CN"
  ) throws -> [String: PlannedReminder] {
    let plan = ReminderPlanRule.plan(
      for: child,
      given: given,
      growth: [],
      today: try day(today),
      leadDays: 3,
      market: market
    )
    return Dictionary(uniqueKeysWithValues: plan.map { ($0.topic, $0) })
  }

  @Test func `checks come by weeks of pregnancy, and move with the due date`() throws {
    let due = try day("2026-12-31")
    let expected = child(try ChildDateRule.expected(due: due, today: try day("2026-08-01")))
    let plan = try plan(expected, on: "2026-08-01")
    // 24 weeks after 26 March are 10 September; weeks 6 to 13 are over.
    #expect(plan["prenatal:glucose"]?.dueOn == (try day("2026-09-10")))
    #expect(plan["prenatal:glucose"]?.sendOn == (try day("2026-09-07")))
    #expect(plan["prenatal:first"] == nil)
    #expect(plan["prenatal:second"]?.sendOn == (try day("2026-08-01")))
    let later = child(
      try ChildDateRule.expected(due: try day("2027-01-07"), today: try day("2026-08-01"))
    )
    #expect(try self.plan(later, on: "2026-08-01")["prenatal:glucose"]?.dueOn == day("2026-09-17"))
    #expect(try self.plan(expected, on: "2027-01-14").isEmpty)
  }

  @Test func `nobody abroad is reminded by China's programmes`() throws {
    let today = try day("2026-08-01")
    let expected = child(try ChildDateRule.expected(due: try day("2026-12-31"), today: today))
    let born = child(try ChildDateRule.born(on: try day("2026-06-01"), due: nil, today: today))
    #expect(try plan(expected, on: "2026-08-01", market: "ID").isEmpty)
    let topics = try plan(born, on: "2026-08-01", market: "JP").keys
    #expect(!topics.contains { $0.hasPrefix("vaccination:") })
  }

  @Test func `doses that were given and birth doses are not reminded of`() throws {
    let born = child(
      try ChildDateRule.born(on: try day("2026-06-01"), due: nil, today: try day("2026-06-01"))
    )
    let first = try plan(born, on: "2026-06-01")
    #expect(first["vaccination:HepB:1"] == nil && first["vaccination:BCG:1"] == nil)
    #expect(first["vaccination:HepB:2"]?.sendOn == (try day("2026-06-28")))
    let given = GivenDose(vaccine: "HepB", dose: 2, day: try day("2026-07-01"))
    #expect(try plan(born, on: "2026-07-02", given: [given])["vaccination:HepB:2"] == nil)
  }

  @Test func `a child grows out of a size when its curve passes it`() throws {
    let dates = try ChildDateRule.born(
      on: try day("2026-06-01"),
      due: nil,
      today: try day("2026-06-01")
    )
    let girl = try plan(child(dates, sex: .female), on: "2026-06-01")
    let change = try #require(girl["size:59"])
    // The median girl passes 52 cm in her third week.
    #expect((14...21).contains(CivilDay(try day("2026-06-01")).days(until: CivilDay(change.dueOn))))
    #expect(try plan(child(dates), on: "2026-06-01").keys.allSatisfy { !$0.hasPrefix("size") })
  }

  @Test func `silence plans nothing`() throws {
    let dates = try ChildDateRule.expected(
      due: try day("2026-12-31"),
      today: try day("2026-08-01")
    )
    #expect(try plan(child(dates, isQuiet: true), on: "2026-08-01").isEmpty)
  }
}

@Suite("How often a family is written to")
struct ReminderPaceTests {
  private let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

  /// An hour of 21 September 2026 in Shanghai.
  private func hour(_ hour: Double) -> Date {
    Date(timeIntervalSince1970: 1_789_920_000 + hour * 3_600)
  }

  private func steps(_ count: Int, due: String = "2026-09-24", sent: [Date] = [], at now: Date)
    throws -> [ReminderStep]
  {
    let reminders = try (0..<count).map { place in
      Reminder(
        child: ChildID(uuid: UUID()),
        topic: "\(place)",
        kind: .vaccination,
        dueOn: try day(due),
        sendAt: now,
        state: .planned
      )
    }
    let pace = ReminderPace(leadDays: 3, fromHour: 9, untilHour: 20, perDay: 2, perWeek: 5)
    return ReminderPaceRule.steps(reminders, sent: sent, now: now, pace: pace, zone: zone)
  }

  @Test func `nobody is woken`() throws {
    #expect(try steps(1, at: hour(8.99)) == [.wait(until: hour(9))])
    #expect(try steps(1, at: hour(9)) == [.send])
    #expect(try steps(1, at: hour(19.99)) == [.send])
    #expect(try steps(1, at: hour(20)) == [.wait(until: hour(33))])
    #expect(try steps(1, at: hour(23.5)) == [.wait(until: hour(33))])
  }

  @Test func `two go out on a day, five in a week, the rest wait for the next morning`() throws {
    let next = hour(33)
    #expect(try steps(3, at: hour(10)) == [.send, .send, .wait(until: next)])
    #expect(try steps(2, sent: [hour(9)], at: hour(10)) == [.send, .wait(until: next)])
    let week = (1...4).map { hour(9 - Double($0) * 24) }
    #expect(try steps(2, sent: week, at: hour(10)) == [.send, .wait(until: next)])
    let older = (1...5).map { hour(9 - 7 * 24 - Double($0)) }
    #expect(try steps(1, sent: older, at: hour(10)) == [.send])
  }

  @Test func `what is of no use any more is not sent`() throws {
    #expect(try steps(1, due: "2026-09-06", at: hour(10)) == [.expire])
    #expect(try steps(1, due: "2026-09-07", at: hour(10)) == [.send])
  }
}
