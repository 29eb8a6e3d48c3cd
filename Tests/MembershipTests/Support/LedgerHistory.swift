import Foundation
import Membership
import TenantStore

/// A random history of what members hold, in which several workers do things at once and tell of
/// each twice, on a real database.
///
/// Orders, refunds, holds, coupons, growth, rewards, referrals, jobs and merges of a few members cross;
/// between the phases time passes. After each phase the books are audited, and at the end points and
/// growth of each person are compared with a model that only knows what was told.
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
    case useCoupon(order: PaidOrder, isPaid: Bool, key: String)
    case invite(MemberID, by: MemberID)
    case doJobs(MemberID)
    case merge(MemberID, into: MemberID)
    case unmerge(MemberID)
  }

  /// Runs a history.
  ///
  /// - Returns: Everything that must not be, in words; and how many events were told.
  func run(seed: UInt64) async throws -> (violations: [String], events: Int) {
    var random = SeededGenerator(state: seed)
    let members = (0..<5).map { _ in MemberID.make(in: database.environment) }
    try await enter(members)
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
    for group in Self.groups(of: members, told) {
      violations += try await compare(group, told).map { "seed \(seed): \($0)" }
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
    let other = members[Int.random(in: 0..<members.count, using: &random)]
    switch Int.random(in: 0..<16, using: &random) {
    case 10..<12:
      let order = makeOrder(of: member, &random)
      return .useCoupon(order: order, isPaid: Bool.random(using: &random), key: key)
    case 12: return .invite(member, by: other)
    case 13: return .doJobs(member)
    case 14: return .merge(member, into: other)
    case 15: return .unmerge(member)
    case 0..<4:
      let order = makeOrder(of: member, &random)
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

  private func makeOrder(of member: MemberID, _ random: inout SeededGenerator) -> PaidOrder {
    let now = database.environment.now()
    return PaidOrder(
      order: database.environment.makeID(),
      member: member,
      amount: Money(minorUnits: .random(in: 100...90_000, using: &random), currency: currency),
      paidAt: now,
      returnEnds: now.addingTimeInterval(7 * 86_400)
    )
  }

  /// Makes the members' accounts, which can be merged.
  private func enter(_ members: [MemberID]) async throws {
    try await database.transaction(for: tenant) { transaction in
      for member in members { try await transaction.enter(member) }
    }
  }

  /// Members who were one person at some time; what they had may stay with whom they were.
  private static func groups(of members: [MemberID], _ told: [Event]) -> [[MemberID]] {
    var groups = members.map { [$0] }
    for case .merge(let one, let other) in told where one != other {
      guard let first = groups.firstIndex(where: { $0.contains(one) }),
        let second = groups.firstIndex(where: { $0.contains(other) }), first != second
      else { continue }
      groups[first] += groups[second]
      groups.remove(at: second)
    }
    return groups
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
      let code = try await prepare(event)
      try await database.transaction(for: tenant) { transaction in
        try await perform(event, code: code, in: transaction)
      }
    } catch let refusal as ValueRefusal where Self.expected.contains(refusal.code) {
      // Too few points, an exhausted pool or an order that nobody has told of yet; or a coupon that
      // was claimed while two were one, and stayed with the other.
    } catch is MembershipRefusal {
      // They are one person already, or are not.
    } catch let refusal as TenancyRefusal where refusal.code == .busy {
      // Nothing happened: whoever tells of an event tells of it again.
      try await Task.sleep(for: .milliseconds(100))
      try await tell(event)
    }
  }

  /// What happens in transactions of its own before an event, as pages and jobs do it.
  ///
  /// - Returns: The code of who invites.
  private func prepare(_ event: Event) async throws -> String {
    guard let points = values.points, let tiers = values.tiers, let referrals = values.referrals
    else { return "" }
    switch event {
    case .invite(_, let inviter):
      return try await database.transaction(for: tenant) {
        try await referrals.code(of: inviter, in: $0)
      }
    case .doJobs(let member):
      try await database.transaction(for: tenant) {
        _ = try await points.settle(member, in: $0)
      }
      try await database.transaction(for: tenant) {
        _ = try await tiers.settle(member, in: $0)
      }
      for referral in try await database.scope(tenant).referrals(by: member) {
        try await database.transaction(for: tenant) {
          _ = try await referrals.decide(referral.id, in: $0)
        }
      }
    default: break
    }
    return ""
  }

  private static let expected: Set<ValueRefusal.Code> = [
    .pointsTooFew, .pointsNotAccepted, .pointsHoldEnded, .couponExhausted, .couponNotUsable,
    .couponNotFound, .orderUnknown, .referralRefused, .changedMeanwhile,
  ]

  private func perform(_ event: Event, code: String, in transaction: TenantTransaction) async throws
  {
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
    case .useCoupon(let order, let isPaid, let key):
      try await useCoupon(order, isPaid: isPaid, key: key, in: transaction)
    case .invite(let invitee, _):
      _ = try await values.referrals?.accept(code, by: invitee, in: transaction)
    case .doJobs: break
    case .merge(let one, let other):
      try await Families().merge(one, into: other, by: .system, in: transaction)
    case .unmerge(let member):
      try await Families().unmerge(member, by: .system, in: transaction)
    case .claim(let member, let key):
      _ = try await values.coupons.claim("few", for: member, .init(), key: key, in: transaction)
    }
  }

  /// Claims a coupon, ties it to an order, and pays the order or calls it off.
  private func useCoupon(
    _ order: PaidOrder,
    isPaid: Bool,
    key: String,
    in transaction: TenantTransaction
  ) async throws {
    let coupon = try await values.coupons.claim(
      "few",
      for: order.member,
      .init(),
      key: key,
      in: transaction
    )
    _ = try await values.coupons.hold(
      coupon,
      of: order.member,
      for: order.order,
      goods: order.amount,
      freight: .zero(currency),
      in: transaction
    )
    if isPaid {
      _ = try await values.orderPaid(order, in: transaction)
    } else {
      try await values.orderCalledOff(order.order, of: order.member, in: transaction)
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

  /// Compares the accounts of a person, or of some who were one for a while, with what was told.
  private func compare(_ group: [MemberID], _ told: [Event]) async throws -> [String] {
    guard let points = values.points, let tiers = values.tiers else { return ["no programs"] }
    let scope = database.scope(tenant)
    var expected = Expected()
    for event in told {
      switch event {
      case .pay(let order, _) where group.contains(order.member),
        .useCoupon(let order, true, _) where group.contains(order.member):
        // What could not be held was not paid; the database says which orders were.
        guard let share = try await scope.shareOfOrder(order.order) else { continue }
        let used = try await scope.usedPoints(of: order.order)
        let earned = order.amount.minorUnits / 100
        expected.points += earned - share.refundedPart(of: earned) - used
        expected.points += share.refundedPart(of: used)
        expected.growth += earned - share.refundedPart(of: earned)
      case .grant(let member, let count, _) where group.contains(member):
        expected.points += count
      case .grow(let member, let count, _) where group.contains(member):
        expected.growth += count
      default: break
      }
    }
    expected.points += try await rewards(of: group)
    let accounts = try await Set(scope.stayingAccounts(of: group))
    let has = try await database.transaction(for: tenant) { transaction in
      var sum = Expected()
      for account in accounts {
        sum.points += try await points.settle(account, in: transaction).total
        sum.growth += try await tiers.progress(of: account, in: transaction).growth
      }
      return sum
    }
    var wrong: [String] = []
    if has.points != expected.points {
      wrong.append("\(group) have \(has.points) points for \(expected.points)")
    }
    if has.growth != expected.growth {
      wrong.append("\(group) have grown by \(has.growth) for \(expected.growth)")
    }
    return wrong
  }

  /// The points that referrals gave, by the states in which they ended.
  private func rewards(of group: [MemberID]) async throws -> Int64 {
    guard let settings = values.referrals?.settings else { return 0 }
    let rewarded = try await database.scope(tenant).referrals(in: .rewarded)
    return rewarded.reduce(0) { sum, referral in
      sum + (group.contains(referral.inviter) ? Int64(settings.inviter.points ?? 0) : 0)
        + (group.contains(referral.invitee) ? Int64(settings.invitee.points ?? 0) : 0)
    }
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

extension TenantTransaction {
  fileprivate func enter(_ member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.member (tenant_id, id, joined_at)
      VALUES (\(tenant), \(member), \(environment.now()))
      """
    )
  }
}

extension TenantQuerying {
  fileprivate func stayingAccounts(of members: [MemberID]) async throws -> [MemberID] {
    try await values(
      """
      SELECT coalesce(merged_into, id) FROM membership.member
      WHERE tenant_id = \(tenant) AND id = ANY (\(members.map(\.uuid)))
      """
    )
  }

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
