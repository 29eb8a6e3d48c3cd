import Foundation
import Membership
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A provider that keeps books of its own: it may charge and say nothing.
final class BookedProvider: ChargeProvider {
  /// What the next question meets.
  enum Mood: Sendable {
    case pays
    case declines
    case refuses
    case chargesAndTimesOut
    case timesOut
  }

  private let books = Mutex<(mood: Mood, outcomes: [String: SubscriptionMachine.Outcome])>(
    (.pays, [:])
  )

  var mood: Mood {
    get { books.withLock { $0.mood } }
    set { books.withLock { $0.mood = newValue } }
  }

  /// Keys under which money has moved.
  var charged: [String] {
    books.withLock { books in
      books.outcomes.filter { if case .paid = $0.value { true } else { false } }.keys.sorted()
    }
  }

  struct TimeOut: Error {}

  func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome {
    try books.withLock { books in
      if let known = books.outcomes[request.key] { return known }
      switch books.mood {
      case .timesOut: throw TimeOut()
      case .declines: books.outcomes[request.key] = .declined
      case .refuses: books.outcomes[request.key] = .refused
      case .pays, .chargesAndTimesOut:
        books.outcomes[request.key] = .paid(reference: "T-\(request.key)")
      }
      if case .chargesAndTimesOut = books.mood { throw TimeOut() }
      return books.outcomes[request.key] ?? .unknown
    }
  }

  func outcome(of key: String) async throws -> SubscriptionMachine.Outcome {
    try books.withLock { books in
      if case .timesOut = books.mood { throw TimeOut() }
      return books.outcomes[key] ?? .notFound
    }
  }
}

/// A provider that says yes, but only after something else has happened.
struct SlowProvider: ChargeProvider {
  let meanwhile: @Sendable () async throws -> Void

  func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome {
    try await meanwhile()
    return .paid(reference: "late")
  }

  func outcome(of key: String) async throws -> SubscriptionMachine.Outcome { .unknown }
}

extension TestTenant {
  func boxes(ports: SubscriptionPorts = SubscriptionPorts()) throws -> SubscriptionProgram {
    try #require(SubscriptionProgram(of: snapshot, ports: ports))
  }

  var today: CalendarDate { CalendarDate(clock.now, in: snapshot.timeZone) }

  func subscribe(_ member: MemberID, to plan: String = "growth", child: UUID? = nil) async throws
    -> SubscriptionID
  {
    let program = try boxes()
    return try await transaction { transaction in
      try await program.subscribe(
        member,
        to: plan,
        on: today,
        child: child,
        address: "1 Lake Road",
        in: transaction
      )
    }
  }
}

@Suite("Subscriptions", .tenantDatabase([MembershipModule.module]))
struct SubscriptionTests {
  @Test func `thirty-two who do what is due charge once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let id = try await tenant.subscribe(tenant.member())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<32 {
        group.addTask {
          try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
        }
      }
      try await group.waitForAll()
    }

    #expect(provider.charged.count == 1)
    let cycles = try await tenant.scope.subscriptionCycles(of: id)
    #expect(cycles.map(\.state) == [.paid])
  }

  @Test func `a provider that charges and times out has charged once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let id = try await tenant.subscribe(tenant.member())
    func advance() async throws {
      try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    }
    provider.mood = .chargesAndTimesOut
    try await advance()
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.state == .charging)
    try await advance()
    tenant.clock.advance(by: 600)
    provider.mood = .timesOut
    try await advance()
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.state == .charging)
    tenant.clock.advance(by: 600)
    provider.mood = .pays
    try await advance()

    #expect(provider.charged.count == 1)
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.state == .paid)
  }

  @Test func `dunning tells at the first failure, and stops when the member cancels`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = tenant.member()
    let id = try await tenant.subscribe(member)
    provider.mood = .declines
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    let told = try await tenant.scope.subscriptionNotices(of: id, number: 1)
    #expect(Set(told) == ["upcoming", "charge_failed"])

    let owed = try await tenant.transaction {
      try await program.cancel(id, of: member, reason: "too_much", in: $0)
    }
    provider.mood = .pays
    for _ in 0..<10 {
      tenant.wait(days: 1)
      try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    }

    #expect(owed == tenant.money(0) && provider.charged.isEmpty)
    #expect(try await tenant.scope.subscriptionCycles(of: id).map(\.state) == [.dropped])
    let summary = try await tenant.scope.subscriptions(of: member).first
    #expect(summary?.state == .cancelled && summary?.cancelReason == "too_much")
  }

  @Test func `the box grows with the child, and a prepaid term is charged once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let provider = BookedProvider()
    let first = tenant.clock.now
    let ports = SubscriptionPorts(ageInMonths: { _, _, day, _ in
      5 + (day.number - CivilDay(CalendarDate(first, in: .gmt)).number) / 28
    })
    let program = try tenant.boxes(ports: ports)
    let grown = try await tenant.subscribe(tenant.member(), child: UUID())
    let prepaid = try await tenant.subscribe(tenant.member(), to: "half-year")
    for _ in 0..<70 {
      try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
      tenant.wait(days: 1)
    }

    let boxes = try await tenant.scope.subscriptionCycles(of: grown).reversed().map(\.box)
    #expect(boxes == ["newborn", "weaning", "weaning"])
    let amounts = try await tenant.scope.subscriptionCycles(of: prepaid).reversed().map(\.amount)
    #expect(amounts == [60_000, 0, 0])
    #expect(provider.charged.count == 4)
  }

  @Test func `without stock a box waits, can be swapped, and is not charged`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let provider = BookedProvider()
    let program = try tenant.boxes(
      ports: SubscriptionPorts(reserve: { box, _ in box.contents == "toddler" })
    )
    let member = tenant.member()
    let id = try await tenant.subscribe(member)
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    let waiting = try await tenant.scope.subscriptionCycles(of: id).first?.state
    let wrong = try await valueRefusal {
      try await tenant.transaction {
        try await program.change(id, of: member, .swap(box: "nothing"), in: $0)
      }
    }
    try await tenant.transaction {
      try await program.change(id, of: member, .swap(box: "toddler"), in: $0)
    }
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)

    #expect(waiting == .noStock && wrong == .subscriptionInvalid)
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.state == .paid)
    #expect(try await tenant.scope.subscriptionNotices(of: id, number: 1).contains("no_stock"))
  }

  @Test func `money that moved before a cancellation and is heard of after it goes back once`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = tenant.member()
    let id = try await tenant.subscribe(member)
    provider.mood = .chargesAndTimesOut
    try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    try await tenant.transaction {
      _ = try await program.cancel(id, of: member, reason: "too_much", in: $0)
    }
    for _ in 0..<3 {
      tenant.clock.advance(by: 600)
      try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    }

    let refunds = try await tenant.scope.owedSubscriptionRefunds()
    #expect(provider.charged.count == 1)
    #expect(refunds.map(\.amount) == [tenant.money(12_900)] && refunds.first?.member == member)
    #expect(refunds.first?.paymentReference == "T-\(id):1:1")
    #expect(try await tenant.scope.subscriptionCycles(of: id).map(\.state) == [.dropped])
    #expect(try await tenant.events("membership.box_refund_owed") == 1)
    #expect(try await tenant.events("membership.box_paid") == 0)

    let key = try #require(refunds.first?.key)
    let noted = try await tenant.transaction { transaction in
      [
        try await program.noteRefund(key, reference: "R1", by: .admin("ada"), in: transaction),
        try await program.noteRefund(key, reference: "R2", by: .admin("ada"), in: transaction),
      ]
    }
    #expect(noted == [true, false])
    #expect(try await tenant.scope.owedSubscriptionRefunds().isEmpty)
  }

  @Test func `money of an attempt that the provider did not know of at first goes back`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = tenant.member()
    let id = try await tenant.subscribe(member)
    // The first question is on its way for so long that another process asks what came of it.
    let slow = SlowProvider {
      try await tenant.transaction {
        _ = try await program.cancel(id, of: member, reason: "too_much", in: $0)
      }
      tenant.clock.advance(by: 600)
      try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    }
    try await program.advance(id, on: tenant.database, of: tenant.id, charging: slow)

    #expect(try await tenant.scope.subscriptionCycles(of: id).map(\.state) == [.dropped])
    let refunds = try await tenant.scope.subscriptionRefunds(of: id)
    #expect(refunds.map(\.amount) == [tenant.money(12_900)])
    #expect(refunds.map(\.paymentReference) == ["late"])
  }

  @Test func `what was paid for boxes that are called off is owed`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = tenant.member()
    let id = try await tenant.subscribe(member, to: "half-year")
    try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    for _ in 0..<2 {
      try await tenant.transaction {
        _ = try await program.cancel(id, of: member, reason: "moved", in: $0)
      }
    }

    let refunds = try await tenant.scope.subscriptionRefunds(of: id)
    #expect(refunds.map(\.amount) == [tenant.money(50_000)] && refunds.first?.key.attempt == 0)
  }

  @Test func `nobody else's contract can be changed`() async throws {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let (tenant, other) = (pair.mine, pair.other)
    let member = tenant.member()
    let id = try await tenant.subscribe(member)
    for (place, who) in [(tenant, tenant.member()), (other, member)] {
      let code = try await valueRefusal {
        try await place.transaction {
          try await place.boxes().change(id, of: who, .pause, in: $0)
        }
      }
      #expect(code == .subscriptionNotFound)
    }
  }

  @Test func `without a provider the merchant notes what came of it`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try tenant.boxes()
    let id = try await tenant.subscribe(tenant.member())
    try await program.advance(id, on: tenant.database, of: tenant.id, charging: ManualCollection())
    for expected in [nil, ValueRefusal.Code.subscriptionTransitionRefused] {
      let code = try await valueRefusal {
        try await tenant.transaction {
          try await program.note(.paid(reference: "cash"), of: id, by: .admin("ada"), in: $0)
        }
      }
      #expect(code == expected)
    }
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.reference == "cash")
  }
}
