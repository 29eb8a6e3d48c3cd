internal import Foundation
public import TenantStore

/// A contract as lists show it.
public struct SubscriptionSummary: Hashable, TenantRow {
  /// The contract.
  public let id: SubscriptionID
  /// Whose it is.
  public let member: MemberID
  /// The short name of its plan.
  public let plan: String
  /// Where it stands.
  public let state: SubscriptionState
  /// How many boxes are paid and have not come.
  public let boxesLeft: Int
  /// Why the member cancelled, as a code.
  public let cancelReason: String?

  /// Reads the columns `id, member_id, plan, state, boxes_left, cancel_reason`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    plan = try row.next()
    guard let state = SubscriptionState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    boxesLeft = Int(try row.next(Int32.self))
    cancelReason = try row.next()
  }
}

/// A contract as it is under its lock.
struct StoredSubscription: TenantRow {
  let id: SubscriptionID
  let member: MemberID
  let child: UUID?
  let plan: String
  let currency: String
  var changes: Int64
  var machine: SubscriptionMachine

  init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    child = try row.next()
    plan = try row.next()
    currency = try row.next()
    changes = try row.next()
    let state = SubscriptionState(rawValue: try row.next(String.self))
    let unit = SubscriptionUnit(rawValue: try row.next(String.self))
    guard let state, let unit else { throw TenantStoreError.emptyAnswer }
    let every = Int(try row.next(Int32.self))
    let price: Int64 = try row.next()
    let prepaid = try row.next(Int32?.self).map(Int.init)
    let boxesLeft = Int(try row.next(Int32.self))
    let renews: Bool = try row.next()
    let anchor = DayNumber(Int(try row.next(Int32.self)))
    machine = SubscriptionMachine(
      SubscriptionTerms(
        unit: unit,
        every: every,
        anchor: anchor,
        price: price,
        prepaid: prepaid,
        renews: renews
      )
    )
    machine.state = state
    machine.boxesLeft = boxesLeft
    machine.nextSlot = Int(try row.next(Int32.self))
    machine.cycles = try row.next()
  }
}

extension SubscriptionCycle: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    number = try row.next()
    slot = Int(try row.next(Int32.self))
    due = DayNumber(Int(try row.next(Int32.self)))
    guard let state = CycleState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    amount = try row.next()
    box = try row.next()
    attempts = Int(try row.next(Int32.self))
    nextDay = try row.next(Int32?.self).map { DayNumber(Int($0)) }
    askedAt = try row.next()
    reference = try row.next()
  }
}

extension QueryPart {
  /// The columns of a box.
  fileprivate static let cycle: QueryPart = """
    number, slot, due_day, state, amount, box, attempts, next_day, asked_at, reference
    """
}

extension TenantQuerying {
  /// A member's contracts, the latest first; at most 100.
  public func subscriptions(of member: MemberID) async throws -> [SubscriptionSummary] {
    try await all(
      """
      SELECT id, member_id, plan, state, boxes_left, cancel_reason FROM membership.subscription
      WHERE tenant_id = \(tenant) AND member_id = \(member) ORDER BY id DESC LIMIT 100
      """
    )
  }

  /// Contracts in a state, the latest first.
  ///
  /// - `before`: Only contracts before this one; at most 100 of them.
  public func subscriptions(in state: SubscriptionState, before: SubscriptionID? = nil) async throws
    -> [SubscriptionSummary]
  {
    try await all(
      """
      SELECT id, member_id, plan, state, boxes_left, cancel_reason FROM membership.subscription
      WHERE tenant_id = \(tenant) AND state = \(state.rawValue)
        AND (\(before)::uuid IS NULL OR id < \(before)::uuid)
      ORDER BY id DESC LIMIT 100
      """
    )
  }

  /// The boxes of a contract, the latest first; at most 100.
  public func subscriptionCycles(of id: SubscriptionID) async throws -> [SubscriptionCycle] {
    try await all(
      """
      SELECT \(QueryPart.cycle) FROM membership.subscription_cycle
      WHERE tenant_id = \(tenant) AND subscription_id = \(id) ORDER BY number DESC LIMIT 100
      """
    )
  }

  /// What a member was told about a box.
  public func subscriptionNotices(of id: SubscriptionID, number: Int64) async throws -> [String] {
    try await values(
      """
      SELECT notice FROM membership.subscription_notice
      WHERE tenant_id = \(tenant) AND subscription_id = \(id) AND number = \(number)
      ORDER BY created_at, notice
      """
    )
  }

  /// Contracts with which something may be due on a day, after one of them; at most 500.
  ///
  /// Those are the active ones, and those whose last payment is under way.
  func workableSubscriptions(after last: SubscriptionID?) async throws -> [SubscriptionID] {
    try await values(
      """
      SELECT s.id FROM membership.subscription s
      WHERE s.tenant_id = \(tenant) AND (\(last)::uuid IS NULL OR s.id > \(last)::uuid)
        AND (s.state = 'active' OR EXISTS (
          SELECT FROM membership.subscription_cycle c
          WHERE c.tenant_id = \(tenant) AND c.subscription_id = s.id AND c.state = 'charging'))
      ORDER BY s.id LIMIT 500
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a new contract.
  func insertSubscription(
    _ id: SubscriptionID,
    of member: MemberID,
    child: UUID?,
    plan: String,
    currency: String,
    address: String,
    _ machine: SubscriptionMachine
  ) async throws {
    let terms = machine.terms
    try await execute(
      """
      INSERT INTO membership.subscription (tenant_id, id, member_id, child_id, plan, state, unit,
        every, price, currency, prepaid, boxes_left, renews, anchor_day, next_slot, address,
        created_at)
      VALUES (\(tenant), \(id), \(member), \(child), \(plan), \(machine.state.rawValue),
        \(terms.unit.rawValue), \(Int32(terms.every)), \(terms.price), \(currency),
        \(terms.prepaid.map(Int32.init)), \(Int32(machine.boxesLeft)), \(terms.renews),
        \(Int32(terms.anchor.value)), \(Int32(machine.nextSlot)), \(address),
        \(environment.now()))
      """
    )
  }

  /// Takes the lock of a contract and reads it with its last box.
  func lockSubscription(_ id: SubscriptionID) async throws -> StoredSubscription? {
    let results = try await batch([
      """
      SELECT id, member_id, child_id, plan, currency, changes, state, unit, every, price, prepaid,
        boxes_left, renews, anchor_day, next_slot, cycles
      FROM membership.subscription WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE
      """,
      """
      SELECT \(QueryPart.cycle) FROM membership.subscription_cycle
      WHERE tenant_id = \(tenant) AND subscription_id = \(id) ORDER BY number DESC LIMIT 1
      """,
    ])
    var stored: StoredSubscription? = try results[0].optional()
    stored?.machine.cycle = try results[1].optional()
    return stored
  }

  /// Writes a contract back, unless somebody else has.
  ///
  /// - Returns: Whether it was still as it was read.
  func saveSubscription(_ stored: StoredSubscription, cancelReason: String? = nil) async throws
    -> Bool
  {
    let machine = stored.machine
    var queries: [TenantQuery] = [
      """
      UPDATE membership.subscription
      SET state = \(machine.state.rawValue), boxes_left = \(Int32(machine.boxesLeft)),
        next_slot = \(Int32(machine.nextSlot)), cycles = \(machine.cycles),
        cancel_reason = coalesce(\(cancelReason), cancel_reason), changes = changes + 1
      WHERE tenant_id = \(tenant) AND id = \(stored.id) AND changes = \(stored.changes)
      """
    ]
    if let cycle = machine.cycle {
      queries.append(
        """
        INSERT INTO membership.subscription_cycle (tenant_id, subscription_id, number, slot,
          due_day, state, amount, box, attempts, next_day, asked_at, reference)
        VALUES (\(tenant), \(stored.id), \(cycle.number), \(Int32(cycle.slot)),
          \(Int32(cycle.due.value)), \(cycle.state.rawValue), \(cycle.amount), \(cycle.box),
          \(Int32(cycle.attempts)), \(cycle.nextDay.map { Int32($0.value) }), \(cycle.askedAt),
          \(cycle.reference))
        ON CONFLICT (tenant_id, subscription_id, number) DO UPDATE
        SET due_day = excluded.due_day, state = excluded.state, box = excluded.box,
          attempts = excluded.attempts, next_day = excluded.next_day,
          asked_at = excluded.asked_at, reference = excluded.reference
        """
      )
    }
    return try await batch(queries)[0].affected == 1
  }

  /// Notes what a member is told about a box.
  ///
  /// - Returns: What the member had not been told before.
  func insertSubscriptionNotices(
    _ notices: [SubscriptionNotice],
    of id: SubscriptionID,
    number: Int64
  ) async throws -> [String] {
    try await values(
      """
      INSERT INTO membership.subscription_notice
        (tenant_id, subscription_id, number, notice, created_at)
      SELECT \(tenant), \(id), \(number), n.notice, \(environment.now())
      FROM unnest(\(notices.map(\.rawValue))) AS n (notice)
      ON CONFLICT (tenant_id, subscription_id, number, notice) DO NOTHING RETURNING notice
      """
    )
  }

  /// Notes a question to the provider, or what came of it.
  func insertSubscriptionAttempt(
    _ event: String,
    _ attempt: Int,
    of id: SubscriptionID,
    number: Int64,
    detail: String
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.subscription_attempt
        (tenant_id, subscription_id, number, attempt, event, detail, created_at, id)
      VALUES (\(tenant), \(id), \(number), \(Int32(attempt)), \(event), \(detail),
        \(environment.now()), \(environment.makeID()))
      """
    )
  }

  /// Changes where the boxes of a contract go.
  func updateSubscriptionAddress(_ address: String, of id: SubscriptionID, member: MemberID)
    async throws -> Bool
  {
    try await execute(
      """
      UPDATE membership.subscription SET address = \(address), changes = changes + 1
      WHERE tenant_id = \(tenant) AND id = \(id) AND member_id = \(member)
        AND state NOT IN ('cancelled', 'ended')
      """
    ) == 1
  }
}
