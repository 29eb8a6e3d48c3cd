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
  /// The day that was noted for the machine's ``SubscriptionMachine/workDay``.
  var workDay: CivilDay?
  let address: String
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
    let anchor = try CivilDay(stored: Int(try row.next(Int32.self)))
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
    workDay = try row.next(Int32?.self).map { try CivilDay(stored: Int($0)) }
    address = try row.next()
  }
}

extension SubscriptionCycle: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    number = try row.next()
    slot = Int(try row.next(Int32.self))
    due = try CivilDay(stored: Int(try row.next(Int32.self)))
    guard let state = CycleState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    amount = try row.next()
    box = try row.next()
    attempts = Int(try row.next(Int32.self))
    nextDay = try row.next(Int32?.self).map { try CivilDay(stored: Int($0)) }
    askedAt = try row.next()
    reference = try row.next()
    guide = try row.next(Int32?.self).map(Int.init)
  }
}

extension QueryPart {
  /// The columns of a box.
  fileprivate static let cycle: QueryPart = """
    number, slot, due_day, state, amount, box, attempts, next_day, asked_at, reference,
    guide_months
    """
}

extension TenantQuerying {
  /// A member's contracts over all merged accounts, the latest first; at most 100.
  public func subscriptions(of member: MemberID) async throws -> [SubscriptionSummary] {
    let accounts = try await accounts(of: member)
    return try await all(
      """
      SELECT id, member_id, plan, state, boxes_left, cancel_reason FROM membership.subscription
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY id DESC LIMIT 100
      """
    )
  }

  /// The contract that a member asked for under a key.
  func subscription(of member: MemberID, askedAs key: String) async throws -> SubscriptionID? {
    try await value(
      """
      SELECT id FROM membership.subscription
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND request_key = \(key)
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

  /// Where the boxes of a contract go.
  public func subscriptionAddress(of id: SubscriptionID) async throws -> String? {
    try await value(
      """
      SELECT address FROM membership.subscription WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// One box of a contract.
  func subscriptionCycle(_ number: Int64, of id: SubscriptionID) async throws -> SubscriptionCycle?
  {
    try await optional(
      """
      SELECT \(QueryPart.cycle) FROM membership.subscription_cycle
      WHERE tenant_id = \(tenant) AND subscription_id = \(id) AND number = \(number)
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

  /// Contracts with which something may be due by a day, after one of them; at most 500.
  func workableSubscriptions(by day: CivilDay, after last: SubscriptionID?) async throws
    -> [SubscriptionID]
  {
    try await values(
      """
      SELECT id FROM membership.subscription
      WHERE tenant_id = \(tenant) AND work_day <= \(Int32(day.number))
        AND (\(last)::uuid IS NULL OR id > \(last)::uuid)
      ORDER BY id LIMIT 500
      """
    )
  }
}

extension TenantTransaction {
  /// Writes a new contract.
  ///
  /// - Returns: Whether the member had asked for none under the key before.
  func insertSubscription(
    _ id: SubscriptionID,
    of member: MemberID,
    child: UUID?,
    plan: String,
    currency: String,
    address: String,
    key: String?,
    _ machine: SubscriptionMachine
  ) async throws -> Bool {
    let terms = machine.terms
    return try await execute(
      """
      INSERT INTO membership.subscription (tenant_id, id, member_id, child_id, plan, state, unit,
        every, price, currency, prepaid, boxes_left, renews, anchor_day, next_slot, address,
        work_day, request_key, created_at)
      VALUES (\(tenant), \(id), \(member), \(child), \(plan), \(machine.state.rawValue),
        \(terms.unit.rawValue), \(Int32(terms.every)), \(terms.price), \(currency),
        \(terms.prepaid.map(Int32.init)), \(Int32(machine.boxesLeft)), \(terms.renews),
        \(Int32(terms.anchor.number)), \(Int32(machine.nextSlot)), \(address),
        \(machine.workDay.map { Int32($0.number) }), \(key), \(environment.now()))
      ON CONFLICT (tenant_id, member_id, request_key) WHERE request_key IS NOT NULL DO NOTHING
      """
    ) == 1
  }

  /// Takes the lock of a contract and reads it with its last box.
  func lockSubscription(_ id: SubscriptionID) async throws -> StoredSubscription? {
    let results = try await batch([
      """
      SELECT id, member_id, child_id, plan, currency, changes, state, unit, every, price, prepaid,
        boxes_left, renews, anchor_day, next_slot, cycles, work_day, address
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
        work_day = \(machine.workDay.map { Int32($0.number) }),
        cancel_reason = coalesce(\(cancelReason), cancel_reason), changes = changes + 1,
        ended_at = CASE WHEN \(machine.state.isOver) THEN coalesce(ended_at, \(environment.now())) END
      WHERE tenant_id = \(tenant) AND id = \(stored.id) AND changes = \(stored.changes)
      """
    ]
    if let cycle = machine.cycle {
      queries.append(
        """
        INSERT INTO membership.subscription_cycle (tenant_id, subscription_id, number, slot,
          due_day, state, amount, box, attempts, next_day, asked_at, reference, guide_months)
        VALUES (\(tenant), \(stored.id), \(cycle.number), \(Int32(cycle.slot)),
          \(Int32(cycle.due.number)), \(cycle.state.rawValue), \(cycle.amount), \(cycle.box),
          \(Int32(cycle.attempts)), \(cycle.nextDay.map { Int32($0.number) }), \(cycle.askedAt),
          \(cycle.reference), \(cycle.guide.map(Int32.init)))
        ON CONFLICT (tenant_id, subscription_id, number) DO UPDATE
        SET due_day = excluded.due_day, state = excluded.state, box = excluded.box,
          attempts = excluded.attempts, next_day = excluded.next_day,
          asked_at = excluded.asked_at, reference = excluded.reference,
          guide_months = excluded.guide_months
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
    let accounts = try await accounts(of: member)
    return try await execute(
      """
      UPDATE membership.subscription SET address = \(address), changes = changes + 1
      WHERE tenant_id = \(tenant) AND id = \(id) AND member_id = ANY (\(accounts.map(\.uuid)))
        AND state NOT IN ('cancelled', 'ended')
      """
    ) == 1
  }
}
