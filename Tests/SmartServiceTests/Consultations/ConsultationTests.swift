import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// An expert who talks for half an hour, every day from nine to eleven in the zone of the merchant.
let bookable: JSONValue = [
  "code": "dr-lin", "name": ["zh": "林医生"], "profession": ["zh": "儿科医生"],
  "licence": [
    "number": "1", "issuer": "卫健委", "checkedOn": "2026-10-08", "checkedBy": "王",
  ],
  "hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["09:00-11:00"]]],
  "consultation": ["sku": "TALK-LIN", "minutes": 30, "aheadDays": 3, "noticeMinutes": 60],
]

extension TestTenant {
  var expert: ExpertSettings {
    get throws { try #require(try snapshot.service.experts?.first) }
  }

  func freeTimes() async throws -> [Date] {
    let expert = try expert
    return ConsultationSlotRule.free(
      at: clock.now,
      try #require(expert.consultation),
      hours: expert.workingHours(of: try snapshot.service, in: snapshot.timeZone),
      taken: try await scope.takenTimes(of: expert.code)
    )
  }

  func newSession() -> SessionID { SessionID.make(in: database.environment) }

  @discardableResult
  func hold(_ start: Date, by session: SessionID) async throws -> ConsultationID {
    let expert = try expert
    return try await transaction { transaction in
      try await ConsultationDesk.hold(
        start,
        of: expert,
        by: session,
        question: "睡不好",
        for: snapshot,
        in: transaction
      )
    }
  }

  func pay(_ order: UUID, by session: SessionID?, times: Int = 1) async throws {
    try await transaction { transaction in
      try await ConsultationDesk.paid(
        order,
        number: "2026\(order.uuidString.prefix(6))",
        by: session,
        pieces: ["NYFM-001": 3, "TALK-LIN": times],
        for: snapshot,
        in: transaction
      )
    }
  }
}

/// Does everything with consultations once, so that the table has rows and every query has run.
func bookTalks(_ tenant: TestTenant) async throws {
  let times = try await tenant.freeTimes()
  let (session, other, order) = (tenant.newSession(), tenant.newSession(), UUID())
  try await tenant.hold(times[0], by: session)
  let id = try await tenant.hold(times[1], by: session)
  try await tenant.pay(order, by: session)
  try await tenant.pay(UUID(), by: nil)
  try await tenant.hold(times[2], by: other)
  try await tenant.transaction { transaction in
    try await ConsultationDesk.note("睡前少刺激", on: id, by: .system, in: transaction)
    try await ConsultationDesk.end(id, isMissed: false, by: .system, in: transaction)
    try await ConsultationDesk.rate(id, 5, by: session, in: transaction)
    try await ConsultationDesk.refunded(order, in: transaction)
  }
  _ = try await tenant.scope.payoutsOwed()
  try await tenant.transaction { try await ConsultationDesk.payOut(id, by: .system, in: $0) }
  for filter in ConsultationFilter.allCases { _ = try await tenant.scope.consultations(filter) }
  _ = try await tenant.scope.consultations(of: session)
  _ = try await tenant.scope.refundsOwed()
}

@Suite("Booked talks", .tenantDatabase([SmartServiceModule.module]))
struct ConsultationTests {
  private func pair() async throws -> TenantPair {
    try await TenantPair.fresh(
      settings: ["service": ["experts": [bookable]]],
      now: Date(timeIntervalSince1970: 1_789_930_800)
    )
  }

  private func refusal(_ body: () async throws -> Void) async -> ConsultationRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? ConsultationRefusal)?.code }
  }

  private func state(_ id: ConsultationID, _ tenant: TestTenant) async throws -> ConsultationState?
  {
    try await tenant.scope.consultation(id)?.state
  }

  @Test func `times lie whole in the hours, after the notice, and nobody has them`() throws {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let monday = try #require(
      calendar.date(from: DateComponents(year: 2026, month: 9, day: 21, hour: 9, minute: 10))
    )
    let shift = try #require(WorkingHours.Shift("09:00-10:50"))
    let hours = WorkingHours(week: Array(repeating: [shift], count: 7), zone: zone)
    var settings = ConsultationSettings(sku: "T", minutes: 30)
    (settings.aheadDays, settings.noticeMinutes) = (1, 20)
    func clock(_ dates: [Date]) -> [String] {
      dates.map {
        "\(calendar.component(.day, from: $0)) \(calendar.component(.hour, from: $0)):\(calendar.component(.minute, from: $0))"
      }
    }
    let free = ConsultationSlotRule.free(at: monday, settings, hours: hours, taken: [])
    #expect(clock(free) == ["21 9:30", "21 10:0", "22 9:0"])
    let fewer = ConsultationSlotRule.free(at: monday, settings, hours: hours, taken: [free[0]])
    #expect(fewer == Array(free.dropFirst()))
    settings.minutes = 120
    #expect(ConsultationSlotRule.free(at: monday, settings, hours: hours, taken: []).isEmpty)
  }

  @Test func `no event takes anybody's paid time, and money that is owed is noted`() {
    for state in ConsultationState.allCases {
      for event in ConsultationEvent.allCases {
        guard let next = ConsultationTransition.state(after: event, in: state) else { continue }
        // Doing it again changes nothing.
        let again = ConsultationTransition.state(after: event, in: next)
        #expect(again == next || again == nil, "\(event) \(state)")
        #expect(!(state == .booked && event == .expire) && !(state == .done && next != .done))
      }
    }
    #expect(ConsultationTransition.owesRefund(.missed, isPaid: true))
    #expect(!ConsultationTransition.owesRefund(.cancelled, isPaid: false))
  }

  @Test func `of two who want one time one has it, until the time to pay is over`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let time = try #require(try await mine.freeTimes().first)
    let (one, two) = (mine.newSession(), mine.newSession())
    let results = await withTaskGroup(of: Bool.self) { group in
      for session in [one, two] {
        group.addTask { (try? await mine.hold(time, by: session)) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(results == 1)
    #expect(try await !mine.freeTimes().contains(time))
    #expect(try await pair.other.freeTimes().contains(time))
    // A time that is none, and one that is gone.
    let odd = time.addingTimeInterval(60)
    #expect(await refusal { _ = try await mine.hold(odd, by: one) } == .slotTaken)
    #expect(await refusal { _ = try await mine.hold(time, by: mine.newSession()) } == .slotTaken)
    mine.clock.advance(by: 31 * 60)
    #expect(try await mine.freeTimes().contains(time))
    let third = try await mine.hold(time, by: mine.newSession())
    #expect(try await state(third, mine) == .held)
  }

  @Test func `payment books the time once, and a late one waits for the merchant`() async throws {
    let mine = try await pair().mine
    let time = try #require(try await mine.freeTimes().first)
    let (one, two, order) = (mine.newSession(), mine.newSession(), UUID())
    let first = try await mine.hold(time, by: one)
    // Another's order books nothing of it.
    let others = UUID()
    try await mine.pay(others, by: two)
    try await mine.transaction { try await ConsultationDesk.refunded(others, in: $0) }
    #expect(try await state(first, mine) == .held)
    for _ in 1...2 { try await mine.pay(order, by: one) }
    #expect(try await state(first, mine) == .booked)
    #expect(try await mine.scope.consultation(first)?.orderNumber != nil)

    let later = try #require(try await mine.freeTimes().first)
    let slow = try await mine.hold(later, by: two)
    mine.clock.advance(by: 31 * 60)
    let quick = try await mine.hold(later, by: mine.newSession())
    try await mine.pay(UUID(), by: two)
    #expect(try await state(slow, mine) == .unplaced)
    #expect(try await state(quick, mine) == .held)
    #expect(try await mine.scope.refundsOwed() == 1)

    // Whoever pays late for a time that is still free has it.
    let free = try #require(try await mine.freeTimes().first)
    let late = mine.newSession()
    let kept = try await mine.hold(free, by: late)
    mine.clock.advance(by: 31 * 60)
    try await mine.pay(UUID(), by: late)
    #expect(try await state(kept, mine) == .booked)
  }

  @Test func `an expert's share is noted once, and only of what took place`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let times = try await mine.freeTimes()
    var talks: [ConsultationID] = []
    for time in times.prefix(3) {
      let session = mine.newSession()
      talks.append(try await mine.hold(time, by: session))
      try await mine.pay(UUID(), by: session)
    }
    func payOut(_ id: ConsultationID, at tenant: TestTenant) async -> ConsultationRefusal.Code? {
      await refusal {
        try await tenant.transaction {
          try await ConsultationDesk.payOut(id, by: .admin("lin"), in: $0)
        }
      }
    }
    #expect(await payOut(talks[0], at: mine) == .stateRefused)
    try await mine.transaction { transaction in
      for (place, id) in talks.enumerated() {
        try await ConsultationDesk.end(id, isMissed: place == 2, by: .system, in: transaction)
      }
    }
    #expect(await payOut(talks[2], at: mine) == .stateRefused, "the expert was not there")
    #expect(await payOut(talks[0], at: pair.other) == .notFound)
    let owed = try await mine.scope.payoutsOwed()
    #expect(owed.map(\.expert) == ["dr-lin"] && owed.first?.talks == 2)
    #expect(owed.first?.minutes == 60)
    #expect(try await pair.other.scope.payoutsOwed().isEmpty)

    #expect(await payOut(talks[0], at: mine) == nil)
    let first = try await mine.scope.consultation(talks[0])?.paidOutAt
    mine.clock.advance(by: 60)
    #expect(await payOut(talks[0], at: mine) == nil)
    #expect(try await mine.scope.consultation(talks[0])?.paidOutAt == first && first != nil)
    #expect(try await mine.scope.consultations(.payout).map(\.id) == [talks[1]])
    let trail = try await mine.scope.auditEntries(of: talks[0].description).map(\.action)
    #expect(trail.filter { $0 == "service.consultation_paid_out" }.count == 1)
  }

  @Test func `a talk that has begun is called off by the merchant alone`() async throws {
    let mine = try await pair().mine
    let time = try #require(try await mine.freeTimes().first)
    let one = mine.newSession()
    let id = try await mine.hold(time, by: one)
    try await mine.pay(UUID(), by: one)
    mine.clock.advance(by: time.timeIntervalSince(mine.clock.now))
    #expect(
      await refusal {
        try await mine.transaction { try await ConsultationDesk.cancel(id, by: one, in: $0) }
      } == .stateRefused
    )
    #expect(try await state(id, mine) == .booked)
    #expect(try await mine.scope.refundsOwed() == 0)
    try await mine.transaction { try await ConsultationDesk.cancel(id, in: $0) }
    // Saying it again changes nothing, and refuses nothing.
    try await mine.transaction { try await ConsultationDesk.cancel(id, by: one, in: $0) }
    #expect(try await state(id, mine) == .cancelled)
    #expect(try await mine.scope.refundsOwed() == 1)
  }

  @Test func `what is paid for a time that is over is booked in no past`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let time = try #require(try await mine.freeTimes().first)
    let one = mine.newSession()
    let id = try await mine.hold(time, by: one)
    mine.clock.advance(by: 20 * 86_400)
    try await mine.pay(UUID(), by: one)
    #expect(try await state(id, mine) == .unplaced)
    #expect(try await mine.scope.refundsOwed() == 1)
    #expect(try await pair.other.scope.refundsOwed() == 0)
  }

  @Test func `every piece that is paid without a time waits for the merchant, once`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let time = try #require(try await mine.freeTimes().first)
    let (one, order, second) = (mine.newSession(), UUID(), UUID())
    let held = try await mine.hold(time, by: one)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...3 { group.addTask { try await mine.pay(order, by: one, times: 2) } }
      try await group.waitForAll()
    }
    func states() async throws -> [String] {
      try await mine.scope.consultations(of: one).map(\.state.rawValue).sorted()
    }
    #expect(try await state(held, mine) == .booked)
    #expect(try await states() == ["booked", "unplaced"])
    for _ in 1...2 { try await mine.pay(second, by: one) }
    #expect(try await states() == ["booked", "unplaced", "unplaced"])
    try await mine.pay(UUID(), by: nil)
    #expect(try await mine.scope.refundsOwed() == 3)
    #expect(try await pair.other.scope.refundsOwed() == 0)

    for _ in 1...2 {
      try await mine.transaction { try await ConsultationDesk.refunded(second, in: $0) }
      try await mine.pay(second, by: one)
    }
    #expect(try await states() == ["booked", "cancelled", "unplaced"])
    #expect(try await mine.scope.refundsOwed() == 2)
  }

  @Test func `who calls off, who missed it, and whose money goes back`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let times = try await mine.freeTimes()
    let (one, order) = (mine.newSession(), UUID())
    let id = try await mine.hold(times[0], by: one)
    try await mine.pay(order, by: one)
    #expect(
      await refusal {
        try await mine.transaction { try await ConsultationDesk.rate(id, 5, by: one, in: $0) }
      } == .stateRefused
    )
    #expect(
      await refusal {
        let stranger = mine.newSession()
        try await mine.transaction { try await ConsultationDesk.cancel(id, by: stranger, in: $0) }
      } == .notFound
    )
    #expect(
      await refusal {
        try await pair.other.transaction { try await ConsultationDesk.cancel(id, in: $0) }
      } == .notFound
    )
    try await mine.transaction {
      try await ConsultationDesk.end(id, isMissed: true, by: .system, in: $0)
    }
    #expect(try await mine.scope.refundsOwed() == 1)
    for _ in 1...2 {
      try await mine.transaction { try await ConsultationDesk.refunded(order, in: $0) }
    }
    #expect(try await mine.scope.refundsOwed() == 0)
    #expect(try await state(id, mine) == .missed)

    let next = try await mine.hold(times[1], by: one)
    for _ in 1...2 {
      try await mine.transaction { try await ConsultationDesk.cancel(next, by: one, in: $0) }
    }
    #expect(try await state(next, mine) == .cancelled)
    #expect(try await mine.freeTimes().contains(times[1]))
    try await mine.transaction { try await ConversationDesk.erase(session: one, in: $0) }
    #expect(try await mine.scope.consultation(id)?.question == "")
  }
}
