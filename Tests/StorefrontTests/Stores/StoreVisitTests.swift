import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private typealias Hours = StorefrontSettings.StoreHours

@Suite("Visits of a store", .tenantDatabase([StorefrontModule.module]))
struct StoreVisitTests {
  private let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

  private func instant(_ text: String) throws -> Date {
    try Date("\(text):00+08:00", strategy: .iso8601)
  }

  @Test func `hours make sense or they do not`() {
    let cases: [(Hours, Bool)] = [
      (Hours(days: [1, 7], from: "09:30", until: "21:00"), true),
      (Hours(days: [1], from: "00:00", until: "24:00"), true),
      (Hours(days: [], from: "09:00", until: "10:00"), false),
      (Hours(days: [0], from: "09:00", until: "10:00"), false),
      (Hours(days: [8], from: "09:00", until: "10:00"), false),
      (Hours(days: [1], from: "10:00", until: "10:00"), false),
      (Hours(days: [1], from: "9:00", until: "10:00"), false),
      (Hours(days: [1], from: "09:60", until: "10:00"), false),
      (Hours(days: [1], from: "09:00", until: "24:01"), false),
      (Hours(days: [1], from: "+9:00", until: "10:00"), false),
    ]
    for (hours, expected) in cases { #expect(StoreHoursRule.isSound(hours) == expected) }
  }

  @Test func `a store is open between its times, and visits end before it closes`() throws {
    // 2026-03-02 is a Monday.
    let hours = [
      Hours(days: [1, 2], from: "09:30", until: "12:00"),
      Hours(days: [1], from: "14:00", until: "16:00"),
    ]
    let cases: [(String, Bool)] = [
      ("2026-03-02T09:29", false), ("2026-03-02T09:30", true), ("2026-03-02T11:59", true),
      ("2026-03-02T12:00", false), ("2026-03-02T15:00", true), ("2026-03-03T15:00", false),
      ("2026-03-04T10:00", false),
    ]
    for (time, expected) in cases {
      #expect(StoreHoursRule.isOpen(hours, at: try instant(time), in: shanghai) == expected)
    }
    let monday = try #require(CalendarDate(iso: "2026-03-02"))
    func visits(after now: String) throws -> [Date] {
      StoreHoursRule.visits(hours, on: monday, after: try instant(now), in: shanghai)
    }
    let all = try ["09:30", "10:30", "14:00", "15:00"].map { try instant("2026-03-02T\($0)") }
    #expect(try visits(after: "2026-03-01T00:00") == all)
    #expect(try visits(after: "2026-03-02T10:30") == Array(all.suffix(2)))
    #expect(try visits(after: "2026-03-02T20:00") == [])
    let wednesday = monday.adding(days: 2)
    let none = StoreHoursRule.visits(hours, on: wednesday, after: .distantPast, in: shanghai)
    #expect(none == [])
  }

  private func pair() async throws -> TenantPair {
    guard case .object(var shop)? = shopSettings["storefront"] else { return try await shopPair() }
    shop["pickup"] = [
      [
        "location": "shop", "name": ["zh": "河坊街店", "en": "Hefang shop"],
        "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"], "visits": 2,
        "open": [["days": [1, 2, 3, 4, 5, 6, 7], "from": "10:00", "until": "18:00"]],
      ]
    ]
    let pair = try await TenantPair.fresh(settings: ["storefront": .object(shop)])
    for tenant in [pair.mine, pair.other] { try await smallShop().apply(to: tenant) }
    return pair
  }

  private func book(
    _ tenant: TestTenant,
    _ time: Date,
    _ session: SessionID = .make(in: .live),
    name: String = "林小雨"
  ) async throws -> StoreVisit {
    try await tenant.transaction {
      try await Shop().bookVisit(
        VisitForm(location: "shop", startsAt: time, name: name, phone: "13800001111"),
        session: session,
        for: tenant.snapshot,
        in: $0
      )
    }
  }

  private func firstHour(_ tenant: TestTenant, days: Int = 1) throws -> Date {
    let zone = tenant.snapshot.timeZone
    let day = CalendarDate(tenant.clock.now, in: zone).adding(days: days)
    let open = try tenant.snapshot.storefront.pickup?.first?.open ?? []
    let times = StoreHoursRule.visits(open, on: day, after: tenant.clock.now, in: zone)
    return try #require(times.first)
  }

  @Test func `of many who want the last places of an hour as many get one as there are`()
    async throws
  {
    let pair = try await pair()
    let tenant = pair.mine
    let time = try firstHour(tenant)
    let outcomes = try await withThrowingTaskGroup(
      of: StorefrontRefusal?.self,
      returning: [StorefrontRefusal.Code].self
    ) { tasks in
      for _ in 0..<8 {
        tasks.addTask { try await refusal { _ = try await book(tenant, time) } }
      }
      return try await tasks.reduce(into: []) { if let code = $1?.code { $0.append(code) } }
    }
    #expect(outcomes == Array(repeating: .visitFull, count: 6))
    let found = try await tenant.scope.visits(from: time, before: time + 1)
    #expect(found.count == 2 && Set(found.map(\.code)).count == 2)
    #expect(
      try await tenant.scope.visitsTaken(at: "shop", from: time, before: time + 1) == [time: 2]
    )
    #expect(try await pair.other.scope.visits(from: .distantPast, before: .distantFuture).isEmpty)
    #expect(try await pair.other.scope.visit(code: found[0].code) == nil)

    // A place that is given up is had by somebody else.
    for _ in 0..<2 {
      try await tenant.transaction {
        try await Shop().cancelVisit(code: found[0].code, by: .shopper, in: $0)
      }
    }
    let session = SessionID.make(in: .live)
    let mine = try await book(tenant, time, session)
    #expect(try await book(tenant, time, session).id == mine.id, "the same hour is booked once")
    for _ in 0..<2 {
      try await tenant.transaction {
        try await Shop().receiveVisitor(code: mine.code, by: .staff("mei"), in: $0)
      }
    }
    let late = try await refusal {
      try await tenant.transaction {
        try await Shop().cancelVisit(code: mine.code, by: .shopper, in: $0)
      }
    }
    #expect(late?.code == .visitUnavailable)
    #expect(
      try await tenant.scope.visitsTaken(at: "shop", from: time, before: time + 1) == [time: 2]
    )
  }

  @Test func `a visitor has one visit to come, also when it is booked twice at once`() async throws
  {
    let pair = try await pair()
    let tenant = pair.mine
    let (time, session) = (try firstHour(tenant), SessionID.make(in: .live))
    let codes = try await withThrowingTaskGroup(of: String.self) { tasks in
      for _ in 0..<6 { tasks.addTask { try await book(tenant, time, session).code } }
      return try await tasks.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(codes.count == 1)
    #expect(
      try await tenant.scope.visitsTaken(at: "shop", from: time, before: time + 1) == [time: 1]
    )
    let next = try firstHour(tenant, days: 2)
    let second = try await refusal { _ = try await book(tenant, next, session) }
    #expect(second?.code.rawValue == "storefront.visit_held")
    _ = try await book(pair.other, next, session)

    try await tenant.transaction {
      try await Shop().cancelVisit(code: try #require(codes.first), by: .shopper, in: $0)
    }
    _ = try await book(tenant, next, session)
    // Who did not come may book again.
    tenant.clock.advance(by: 3 * 86_400)
    _ = try await book(tenant, try firstHour(tenant), session)
  }

  @Test func `an hour that is not offered is not booked`() async throws {
    let tenant = try await pair().mine
    let time = try firstHour(tenant)
    let far = try firstHour(tenant, days: StoreHoursRule.daysAhead + 1)
    let cases: [(StorefrontRefusal.Code, Date, String)] = [
      (.visitUnavailable, time + 60, "林"), (.visitUnavailable, tenant.clock.now - 3_600, "林"),
      (.visitUnavailable, far, "林"), (.contactInvalid, time, ""),
    ]
    for (code, time, name) in cases {
      let refused = try await refusal { _ = try await book(tenant, time, name: name) }
      #expect(refused?.code == code)
    }
    let none = try await refusal {
      try await tenant.transaction {
        try await Shop().receiveVisitor(code: "00000000", by: .system, in: $0)
      }
    }
    #expect(none?.code == .visitNotFound)
  }

  @Test func `goods chosen in a store go into a cart by a code, once, and the order counts there`()
    async throws
  {
    let pair = try await pair()
    let tenant = pair.mine
    let shop = Shop()
    let made = try await tenant.transaction {
      try await shop.handOver(
        ["SOAP-1": 2, "TEE-80-R": 1],
        at: "shop",
        for: tenant.snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
    let session = SessionID.make(in: .live)
    for text in [made.code, made.code.lowercased()] {
      try await tenant.transaction {
        try await shop.takeHandover(code: text, session: session, in: $0)
      }
    }
    let cart = try await tenant.scope.cart(of: session, in: tenant.view)
    #expect(cart.lines.map(\.quantity).sorted() == [1, 2])
    let placed = try await tenant.place(tenant.form(cart), session)
    let zone = tenant.snapshot.timeZone
    let today = CalendarDate(tenant.clock.now, in: zone)
    func led() async throws -> StoreFigures? {
      try await tenant.scope.storeFigures(of: today, in: zone, tenant.snapshot.currency).first
    }
    #expect(try await led()?.led == 1)
    #expect(try await led()?.ledTotal == placed.order.total)
    _ = try await tenant.change(.cancel, placed.order.number)
    #expect(try await led()?.led ?? 0 == 0)

    let refusals: [(StorefrontRefusal.Code, [String: Int], String)] = [
      (.skuNotFound, ["NONE": 1], "shop"), (.quantityInvalid, [:], "shop"),
      (.quantityInvalid, ["SOAP-1": 0], "shop"), (.pickupNotFound, ["SOAP-1": 1], "warehouse"),
    ]
    for (code, pieces, place) in refusals {
      let refused = try await refusal {
        _ = try await tenant.transaction {
          try await shop.handOver(pieces, at: place, for: tenant.snapshot, by: .system, in: $0)
        }
      }
      #expect(refused?.code == code)
    }
    let foreign = try await refusal {
      try await pair.other.transaction {
        try await shop.takeHandover(code: made.code, session: session, in: $0)
      }
    }
    #expect(foreign?.code == .handoverNotFound)
    tenant.clock.advance(by: 49 * 3_600)
    let late = try await refusal {
      try await tenant.transaction {
        try await shop.takeHandover(code: made.code, session: .make(in: .live), in: $0)
      }
    }
    #expect(late?.code == .handoverNotFound)
  }
}
