import Foundation
import Membership
import TenantStore

/// A random history of what members hold, in which several workers do things at once and tell of
/// each twice, on a real database.
///
/// Orders, refunds, holds, coupons, growth, rewards and referrals of a few members cross; between the
/// phases time passes. After each phase the books are audited, and at the end each member's points
/// and growth are compared with a model that only knows what was told.
struct LedgerHistory {
  let database: TenantDatabase
  let tenant: TenantID
  let values: ValueProgram
  let currency: Currency
  /// Moves the clock of the database by seconds.
  let pass: @Sendable (TimeInterval) -> Void
  /// How many workers do things at once.
  var workers = 8
  /// How many things each does in a phase.
  var steps = 12
  /// After how many phases the history ends.
  var phases = 3

  /// What a member has to have.
  private struct Expected {
    var points: Int64 = 0
    var growth: Int64 = 0
  }

  /// One thing that happens, decided before anything runs.
  private enum Event: Sendable {
    case pay(order: PaidOrder, hold: Int64)
    case callOff(order: UUID, member: MemberID)
    case refund(OrderRefund)
    case grant(MemberID, Int64, key: String)
    case grow(MemberID, Int64, key: String)
    case claim(MemberID, key: String)
  }

  /// Runs a history.
  ///
  /// - Returns: Everything that must not be, in words; and how many events were told.
  func run(seed: UInt64) async throws -> (violations: [String], events: Int) {
    var random = SeededGenerator(state: seed)
    let members = (0..<5).map { _ in MemberID.make(in: database.environment) }
    try await defineCoupon()
    var orders = OrderBook()
    var (violations, told): ([String], [Event]) = ([], [])
    for phase in 0..<phases {
      let events = (0..<workers * steps).map { _ in
        makeEvent(members, &orders, &random)
      }
      told += events
      try await tellAll(events)
      pass(phase == 1 ? 9 * 86_400 : 3_600)
      violations += try await database.scope(tenant).ledgerViolations()
        .map { "seed \(seed), phase \(phase): \($0)" }
    }
    for member in members {
      violations += try await compare(member, told).map { "seed \(seed): \($0)" }
    }
    return (violations, told.count * 2)
  }

  private func makeEvent(
    _ members: [MemberID],
    _ orders: inout OrderBook,
    _ random: inout SeededGenerator
  ) -> Event {
    let member = members[Int.random(in: 0..<members.count, using: &random)]
    let key = "\(tenant):\(UInt64.random(in: 0...UInt64.max, using: &random))"
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<4:
      let now = database.environment.now()
      let order = PaidOrder(
        order: database.environment.makeID(),
        member: member,
        amount: Money(minorUnits: .random(in: 100...90_000, using: &random), currency: currency),
        paidAt: now,
        returnEnds: now.addingTimeInterval(7 * 86_400)
      )
      orders.add(order)
      return .pay(order: order, hold: Int64.random(in: 0...400, using: &random))
    case 4..<7:
      guard let (order, amount) = orders.drawRefund(&random) else {
        return .grow(member, 1, key: key)
      }
      return .refund(
        OrderRefund(
          refund: database.environment.makeID(),
          order: order,
          amount: Money(minorUnits: amount, currency: currency)
        )
      )
    case 7: return .grant(member, .random(in: 1...500, using: &random), key: key)
    case 8: return .grow(member, .random(in: 1...500, using: &random), key: key)
    default:
      return Int.random(in: 0..<2, using: &random) == 0
        ? .claim(member, key: key)
        : .callOff(order: database.environment.makeID(), member: member)
    }
  }

  /// Tells of everything twice, from several sides at once.
  private func tellAll(_ events: [Event]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          for place in stride(from: worker, to: events.count, by: workers) {
            try await tell(events[place])
            try await tell(events[(place + 3) % events.count])
          }
        }
      }
      try await group.waitForAll()
    }
    // Whatever came before its order is told again, as an outbox would.
    for event in events { try await tell(event) }
  }

  private func tell(_ event: Event) async throws {
    do {
      try await database.transaction(for: tenant) { transaction in
        try await perform(event, in: transaction)
      }
    } catch let refusal as ValueRefusal where Self.expected.contains(refusal.code) {
      // Too few points, an exhausted pool or an order that nobody has told of yet.
    } catch let refusal as TenancyRefusal where refusal.code == .busy {
      // Nothing happened: whoever tells of an event tells of it again.
      try await Task.sleep(for: .milliseconds(100))
      try await tell(event)
    }
  }

  private static let expected: Set<ValueRefusal.Code> = [
    .pointsTooFew, .pointsNotAccepted, .pointsHoldEnded, .couponExhausted, .couponNotUsable,
    .orderUnknown,
  ]

  private func perform(_ event: Event, in transaction: TenantTransaction) async throws {
    guard let points = values.points, let tiers = values.tiers else { return }
    switch event {
    case .pay(let order, let hold):
      if hold > 0 {
        _ = try await points.hold(
          hold,
          of: order.member,
          for: order.order,
          amount: order.amount,
          in: transaction
        )
      }
      _ = try await values.orderPaid(order, in: transaction)
    case .callOff(let order, let member):
      _ = try await points.hold(
        100,
        of: member,
        for: order,
        amount: Money(minorUnits: 10_000, currency: currency),
        in: transaction
      )
      try await values.orderCalledOff(order, of: member, in: transaction)
    case .refund(let refund): _ = try await values.orderRefunded(refund, in: transaction)
    case .grant(let member, let count, let key):
      try await points.grant(count, to: member, key: key, in: transaction)
    case .grow(let member, let count, let key):
      try await tiers.grow(count, of: member, key: key, in: transaction)
    case .claim(let member, let key):
      _ = try await values.coupons.claim("few", for: member, .init(), key: key, in: transaction)
    }
  }

  private func defineCoupon() async throws {
    var terms = CouponTerms(code: "few", name: LocalizedText([:]), effect: .amount(100))
    terms.validDays = 30
    terms.pool = 12
    terms.memberLimit = 4
    let made = terms
    try await database.transaction(for: tenant) { transaction in
      try await values.coupons.define(made, by: .system, in: transaction)
    }
  }

  /// Compares a member's accounts with what was told.
  private func compare(_ member: MemberID, _ told: [Event]) async throws
    -> [String]
  {
    guard let points = values.points, let tiers = values.tiers else { return ["no programs"] }
    let scope = database.scope(tenant)
    var expected = Expected()
    for event in told {
      switch event {
      case .pay(let order, _) where order.member == member:
        // What could not be held was not paid; the database says which orders were.
        guard let share = try await scope.shareOfOrder(order.order) else { continue }
        let used = try await scope.usedPoints(of: order.order)
        let earned = order.amount.minorUnits / 100
        expected.points += earned - share.refundedPart(of: earned) - used
        expected.points += share.refundedPart(of: used)
        expected.growth += earned - share.refundedPart(of: earned)
      case .grant(member, let count, _): expected.points += count
      case .grow(member, let count, _): expected.growth += count
      default: break
      }
    }
    let (balance, growth) = try await database.transaction(for: tenant) { transaction in
      (
        try await points.settle(member, in: transaction),
        try await tiers.progress(of: member, in: transaction).growth
      )
    }
    var wrong: [String] = []
    if balance.total != expected.points {
      wrong.append("\(member) has \(balance.total) points for \(expected.points)")
    }
    if growth != expected.growth {
      wrong.append("\(member) has grown by \(growth) for \(expected.growth)")
    }
    return wrong
  }
}

/// Orders of a history with what of them may still be refunded.
private struct OrderBook {
  private var open: [(order: UUID, left: Int64)] = []

  mutating func add(_ order: PaidOrder) { open.append((order.order, order.amount.minorUnits)) }

  mutating func drawRefund(_ random: inout SeededGenerator) -> (UUID, Int64)? {
    guard !open.isEmpty else { return nil }
    let index = Int.random(in: 0..<open.count, using: &random)
    let left = open[index].left
    guard left > 0 else { return nil }
    let amount =
      Int.random(in: 0..<3, using: &random) == 0
      ? left : Int64.random(in: 1...left, using: &random)
    open[index].left -= amount
    return (open[index].order, amount)
  }
}

extension TenantQuerying {
  fileprivate func shareOfOrder(_ order: UUID) async throws -> OrderShare? {
    try await optional(
      """
      SELECT order_id, member_id, paid, refunded, paid_at FROM membership.paid_order
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  fileprivate func usedPoints(of order: UUID) async throws -> Int64 {
    try await value(
      """
      SELECT coalesce(-sum(held), 0)::bigint FROM membership.points_entry
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND kind = 'use'
      """
    ) ?? 0
  }
}
