import Foundation
import TenantStore
import TenantStoreTesting
import Testing

@Suite("When scheduled jobs come")
struct JobScheduleRuleTests {
  private func zone(_ name: String) throws -> TimeZone {
    try #require(TimeZone(identifier: name))
  }

  private func utc(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
  }

  private func slots(
    _ rule: JobScheduleRule,
    _ zone: TimeZone,
    after start: Date,
    count: Int
  ) -> [String] {
    var instant = start
    return (0..<count).map { _ in
      instant = rule.next(after: instant, in: zone)
      return instant.formatted(.iso8601)
    }
  }

  @Test func `a time that the clocks skip is the instant at which they go on`() throws {
    let found = slots(
      .daily(at: .at(2, 30)),
      try zone("Europe/Berlin"),
      after: try utc("2026-03-27T12:00:00Z"),
      count: 3
    )
    #expect(
      found == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
    )
  }

  @Test func `a time that comes twice counts once, at its first coming`() throws {
    let found = slots(
      .daily(at: .at(1, 30)),
      try zone("America/New_York"),
      after: try utc("2026-10-31T12:00:00Z"),
      count: 2
    )
    #expect(found == ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"])
  }

  @Test func `every hour comes through the change of clocks, also the one that comes twice`() throws
  {
    let found = slots(
      .hourly(minute: 15),
      try zone("Europe/Berlin"),
      after: try utc("2026-10-24T23:20:00Z"),
      count: 4
    )
    #expect(
      found == [
        "2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z",
        "2026-10-25T03:15:00Z",
      ]
    )
  }

  @Test func `zones without summer time keep their hour`() throws {
    for (name, expected) in [
      ("Asia/Shanghai", "2026-07-01T19:30:00Z"), ("Asia/Jakarta", "2026-07-01T20:30:00Z"),
    ] {
      let found = slots(
        .daily(at: .at(3, 30)),
        try zone(name),
        after: try utc("2026-07-01T12:00:00Z"),
        count: 1
      )
      #expect(found == [expected])
    }
  }

  @Test func `a day that an island left out has no slot`() throws {
    let found = slots(
      .daily(at: .at(3, 30)),
      try zone("Pacific/Apia"),
      after: try utc("2011-12-28T20:00:00Z"),
      count: 3
    )
    // The clocks went from 29 December, 24:00 at -10:00 to 31 December, 0:00 at +14:00.
    #expect(
      found == ["2011-12-29T13:30:00Z", "2011-12-30T13:30:00Z", "2011-12-31T13:30:00Z"]
    )
  }

  @Test func `a gap that ends at midnight keeps the day's slot`() throws {
    let found = slots(
      .daily(at: .at(23, 30)),
      try zone("America/Nuuk"),
      after: try utc("2026-03-28T02:00:00Z"),
      count: 2
    )
    #expect(found == ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
  }

  @Test func `a week's slot is on its day`() throws {
    let found = slots(
      .weekly(.monday, at: .hour(9)),
      try zone("Europe/Berlin"),
      after: try utc("2026-03-23T08:00:00Z"),
      count: 2
    )
    #expect(found == ["2026-03-30T07:00:00Z", "2026-04-06T07:00:00Z"])
  }

  @Test func `every so many minutes is counted in UTC`() throws {
    let found = slots(
      .every(minutes: 20),
      try zone("Asia/Kathmandu"),
      after: try utc("2026-01-01T00:20:00Z"),
      count: 2
    )
    #expect(found == ["2026-01-01T00:40:00Z", "2026-01-01T01:00:00Z"])
  }

  /// The oracle looks at each minute's clock face, as Foundation's calendar shows it.
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Apia", "Australia/Lord_Howe",
  ])
  func `each day has one slot, at the first minute whose clock shows the time`(name: String) throws
  {
    let zone = try zone(name)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var generator = SystemRandomNumberGenerator()
    let (hour, minute) = (Int.random(in: 0...23, using: &generator), 15)
    let rule = JobScheduleRule.daily(at: .at(hour, minute))
    // A year with both changes of the clocks, and for Samoa the year without 30 December.
    let start = try utc(name == "Pacific/Apia" ? "2011-12-20T00:00:00Z" : "2026-03-01T00:00:00Z")
    let days = name == "Pacific/Apia" ? 20 : 60
    var seen: Set<CalendarDate> = []
    var expected: [Date] = []
    for step in 1...(days * 24 * 4) {
      let instant = start + Double(step) * 900
      let parts = calendar.dateComponents([.hour, .minute], from: instant)
      let day = CalendarDate(instant, in: zone)
      if parts.hour == hour, parts.minute == minute, seen.insert(day).inserted {
        expected.append(instant)
      }
    }
    let end = start + Double(days) * 86_400
    var found: [Date] = []
    var instant = start
    while true {
      instant = rule.next(after: instant, in: zone)
      guard instant <= end else { break }
      found.append(instant)
    }
    // What the clocks skip is not on a clock's face; the other slots must be the same.
    #expect(
      found.filter {
        calendar.component(.minute, from: $0) == minute
          && calendar.component(.hour, from: $0) == hour
      } == expected
    )
    #expect(found.count - expected.count <= 1)
    #expect(found == found.sorted() && Set(found).count == found.count)
  }
}

@Suite("Scheduled jobs", .tenantDatabase([ScheduleProbe.module]), .serialized)
struct JobSchedulerTests {
  private func scheduler(_ pair: TenantPair, _ snapshots: [TenantSnapshot]) -> JobScheduler {
    JobScheduler(
      database: pair.mine.database,
      modules: [ScheduleProbe.module],
      tenants: { snapshots },
      logger: .quiet
    )
  }

  @Test func `a slot is one job however many processes look, and missed slots are one`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["probe": [:]])
    let tenants = [pair.mine.snapshot, pair.other.snapshot]
    let schedulers = (0..<4).map { _ in scheduler(pair, tenants) }
    func look() async -> [JobID] {
      await withTaskGroup(of: [JobID].self) { group in
        for scheduler in schedulers { group.addTask { await scheduler.requestDue() } }
        return await group.reduce(into: []) { $0 += $1 }
      }
    }

    #expect(await look().isEmpty)
    pair.mine.clock.advance(by: 86_400)
    let first = await look()
    #expect(first.count == 2)
    #expect(await look().isEmpty)

    let worker = JobWorker(
      database: pair.mine.database,
      modules: [ScheduleProbe.module],
      options: .onEnvironment,
      logger: .quiet
    )
    await worker.runUntilIdle()
    pair.mine.clock.advance(by: 9 * 86_400)
    let missed = await look()
    #expect(missed.count == 2)
    let job = try #require(try await pair.mine.database.job(missed[0]))
    let latest = JobScheduleRule.daily(at: .at(3, 30))
      .next(after: pair.mine.clock.now - 86_400, in: pair.mine.snapshot.timeZone)
    #expect(job.runAt == latest)
  }

  @Test func `a tenant that has not enabled the module has no scheduled jobs`() async throws {
    let pair = try await TenantPair.fresh()
    let scheduler = scheduler(pair, [pair.mine.snapshot])
    #expect(await scheduler.requestDue().isEmpty)
    pair.mine.clock.advance(by: 2 * 86_400)
    #expect(await scheduler.requestDue().isEmpty)
  }
}

private enum ScheduleProbe {
  static let kind = JobKind(name: "probe.nightly") { _ in }
  static let module = TenantModule(
    name: "probe",
    settings: ProbeSettings.self,
    migrations: [],
    jobs: [kind],
    schedules: [JobSchedule(.daily(at: .at(3, 30)), kind)]
  )
}

extension JobWorkerOptions {
  /// Defaults on the clock that a test moves.
  static var onEnvironment: Self {
    var options = Self()
    options.clock = .environment
    return options
  }
}
