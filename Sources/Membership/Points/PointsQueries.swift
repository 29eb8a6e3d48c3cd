internal import Foundation
public import TenantStore

private struct BalanceRow: TenantRow {
  let balance: PointsBalance
  let entries: Int64

  init(row: inout ColumnReader) throws {
    var balance = PointsBalance()
    balance.pending = try row.next()
    balance.available = try row.next()
    balance.held = try row.next()
    balance.debt = try row.next()
    entries = try row.next()
    self.balance = balance
  }
}

extension PointsLot: TenantRow {
  init(row: inout ColumnReader) throws {
    id = try row.next()
    order = try row.next()
    earned = try row.next()
    remaining = try row.next()
    isPending = try row.next()
    availableAt = try row.next()
    expiresAt = try row.next()
    origin = try row.next()
    goesTo = try row.next()
  }
}

/// The sums of one order's entries of one kind on one lot.
private struct OrderSumRow: TenantRow {
  let kind: String
  let lot: PointsLotID?
  let spendable: Int64
  let held: Int64
  let debt: Int64

  init(row: inout ColumnReader) throws {
    kind = try row.next()
    lot = try row.next()
    spendable = try row.next()
    held = try row.next()
    debt = try row.next()
  }

  static func order(_ rows: [Self]) -> PointsOfOrder {
    var order = PointsOfOrder()
    for row in rows {
      switch PointsEntry.Kind(rawValue: row.kind) {
      case .earn: order.earned += row.spendable
      case .reverse: order.reversed -= row.spendable
      case .owe: order.reversed += row.debt
      case .giveBack: order.givenBack += row.spendable
      case .hold, .release: order.add(row.held, of: row.lot, to: \.held)
      case .use:
        order.add(row.held, of: row.lot, to: \.held)
        order.add(-row.held, of: row.lot, to: \.used)
      default: break
      }
    }
    order.held.removeAll { $0.points == 0 }
    return order
  }
}

extension PointsOfOrder {
  fileprivate mutating func add(
    _ points: Int64,
    of lot: PointsLotID?,
    to parts: WritableKeyPath<Self, [Part]>
  ) {
    guard let lot else { return }
    if let index = self[keyPath: parts].firstIndex(where: { $0.lot == lot }) {
      self[keyPath: parts][index].points += points
    } else {
      self[keyPath: parts].append(Part(lot: lot, points: points))
    }
  }
}

/// A lot with whose it is.
private struct LotRow: TenantRow {
  let lot: PointsLot
  let isOwn: Bool

  init(row: inout ColumnReader) throws {
    lot = try PointsLot(row: &row)
    isOwn = try row.next()
  }
}

/// A book with how many entries its account had when it was read.
struct StoredPoints {
  let member: MemberID
  var book: PointsBook
  let entries: Int64
  let before: [PointsLotID: PointsLot]
}

extension TenantTransaction {
  /// Takes the lock of a member's account, which is made when it is missing, and reads its book.
  ///
  /// - `order`: Whose own entries are read too, whichever account wrote them.
  /// - `key`: What is about to happen.
  /// - Returns: Nothing when that has happened before.
  func lockPoints(of member: MemberID, order: UUID?, for key: String?) async throws
    -> StoredPoints?
  {
    try await lockPoints(ofAccount: heldStaying(member), order: order, for: key)
  }

  /// Takes the locks of several accounts, in the order of their ids.
  func lockPoints(ofAccounts members: Set<MemberID>) async throws {
    try await execute(
      """
      INSERT INTO membership.points_account AS a (tenant_id, member_id)
      SELECT \(tenant), n.id FROM unnest(\(members.map(\.uuid))) AS n (id) ORDER BY n.id
      ON CONFLICT (tenant_id, member_id) DO UPDATE SET pending = a.pending
      """
    )
  }

  /// As ``lockPoints(of:order:for:)`` for exactly this account, merged or not.
  func lockPoints(ofAccount member: MemberID, order: UUID?, for key: String?) async throws
    -> StoredPoints?
  {
    let now = environment.now()
    var queries: [TenantQuery] = [
      """
      INSERT INTO membership.points_account AS a (tenant_id, member_id)
      VALUES (\(tenant), \(member))
      ON CONFLICT (tenant_id, member_id) DO UPDATE SET pending = a.pending
      RETURNING pending, available, held, debt, entries
      """,
      """
      SELECT id, order_id, earned, remaining, is_pending, available_at, expires_at,
        origin_id, goes_to, member_id = \(member)
      FROM membership.points_lot
      WHERE tenant_id = \(tenant) AND (member_id = \(member) AND remaining > 0 OR id = ANY (ARRAY(
        SELECT lot_id FROM membership.points_entry
        WHERE tenant_id = \(tenant) AND order_id = \(order))))
      ORDER BY expires_at, id
      """,
      """
      SELECT kind, lot_id, sum(pending + available)::bigint, sum(held)::bigint, sum(debt)::bigint
      FROM membership.points_entry WHERE tenant_id = \(tenant) AND order_id = \(order)
      GROUP BY kind, lot_id ORDER BY min(sequence)
      """,
    ]
    if let key {
      queries.append(
        """
        INSERT INTO membership.points_event (tenant_id, key, member_id, created_at)
        VALUES (\(tenant), \(key), \(member), \(now)) ON CONFLICT (tenant_id, key) DO NOTHING
        """
      )
    }
    let results = try await batch(queries)
    guard let account: BalanceRow = try results[0].optional() else {
      throw TenantStoreError.emptyAnswer
    }
    if key != nil, results[3].affected == 0 { return nil }
    let rows: [LotRow] = try results[1].all()
    let lots = rows.filter(\.isOwn).map(\.lot)
    let environment = environment
    let book = PointsBook(
      at: now,
      balance: account.balance,
      lots: lots,
      elsewhere: Dictionary(
        uniqueKeysWithValues: rows.filter { !$0.isOwn }.map { ($0.lot.id, $0.lot) }
      ),
      order: OrderSumRow.order(try results[2].all()),
      makeID: { PointsLotID.make(in: environment) }
    )
    return StoredPoints(
      member: member,
      book: book,
      entries: account.entries,
      before: Dictionary(uniqueKeysWithValues: lots.map { ($0.id, $0) })
    )
  }

  /// Writes what changed in a book; nothing of it unless it is still as it was read.
  ///
  /// - Returns: Whether it was.
  func savePoints(_ stored: StoredPoints, as key: String) async throws -> Bool {
    let (member, book) = (stored.member, stored.book)
    guard !book.entries.isEmpty else { return true }
    let changed = book.lots.filter { lot in stored.before[lot.id].map { $0 != lot } ?? false }
    let (fresh, entries, balance) = (book.freshLots, book.entries, book.balance)
    let results = try await batch([
      """
      UPDATE membership.points_account
      SET pending = \(balance.pending), available = \(balance.available), held = \(balance.held),
        debt = \(balance.debt), entries = entries + \(entries.count)
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND entries = \(stored.entries)
      """,
      """
      UPDATE membership.points_lot l SET remaining = n.remaining, is_pending = n.is_pending,
        available_at = n.available_at, expires_at = n.expires_at
      FROM unnest(\(changed.map(\.id.uuid)), \(changed.map { stored.before[$0.id]?.remaining }),
        \(changed.map(\.remaining)), \(changed.map(\.isPending)),
        \(changed.map(\.availableAt)), \(changed.map(\.expiresAt)))
        AS n (id, was, remaining, is_pending, available_at, expires_at)
      WHERE l.tenant_id = \(tenant) AND l.id = n.id AND l.remaining = n.was
      """,
      """
      INSERT INTO membership.points_lot (tenant_id, id, member_id, order_id, earned, remaining,
        is_pending, available_at, expires_at, origin_id, goes_to)
      SELECT \(tenant), n.id, \(member), n.order_id, n.earned, n.remaining, n.is_pending,
        n.available_at, n.expires_at, n.origin_id, n.goes_to
      FROM unnest(\(fresh.map(\.id.uuid)), \(fresh.map(\.order)), \(fresh.map(\.earned)),
        \(fresh.map(\.remaining)), \(fresh.map(\.isPending)), \(fresh.map(\.availableAt)),
        \(fresh.map(\.expiresAt)), \(fresh.map { $0.origin?.uuid }),
        \(fresh.map { $0.goesTo?.uuid }))
        AS n (id, order_id, earned, remaining, is_pending, available_at, expires_at, origin_id,
          goes_to)
      """,
      """
      INSERT INTO membership.points_entry (tenant_id, member_id, sequence, event_key, kind, lot_id,
        order_id, pending, available, held, debt, total_after, created_at)
      SELECT \(tenant), \(member), \(stored.entries) + n.place, \(key), n.kind, n.lot_id,
        n.order_id, n.pending, n.available, n.held, n.debt, n.total_after, \(book.now)
      FROM unnest(\(entries.map(\.kind.rawValue)), \(entries.map { $0.lot?.uuid }),
        \(entries.map(\.order)), \(entries.map(\.change.pending)),
        \(entries.map(\.change.available)), \(entries.map(\.change.held)),
        \(entries.map(\.change.debt)), \(entries.map(\.totalAfter)))
        WITH ORDINALITY
        AS n (kind, lot_id, order_id, pending, available, held, debt, total_after, place)
      """,
    ])
    return results[0].affected == 1 && results[1].affected == changed.count
  }

  /// Keeps what points that an order holds pay of it; sent with what the transaction does next.
  func insertPointsHold(_ deduction: PointsDeduction, of member: MemberID, for order: UUID) throws {
    try executeLater(
      """
      INSERT INTO membership.points_hold
        (tenant_id, order_id, member_id, points, money, currency, created_at)
      VALUES (\(tenant), \(order), \(member), \(deduction.points),
        \(deduction.money.minorUnits), \(deduction.money.currency.code), \(environment.now()))
      """
    )
  }

  /// Notes that something changes points on its own, such as time.
  func insertPointsEvent(_ key: String, of member: MemberID) async throws {
    try await execute(
      """
      INSERT INTO membership.points_event (tenant_id, key, member_id, created_at)
      VALUES (\(tenant), \(key), \(member), \(environment.now()))
      """
    )
  }
}

extension PointsDeduction: TenantRow {
  /// Reads the columns `points, money, currency`.
  public init(row: inout ColumnReader) throws {
    points = try row.next()
    let units: Int64 = try row.next()
    guard let currency = Currency(code: try row.next()) else { throw TenantStoreError.emptyAnswer }
    money = Money(minorUnits: units, currency: currency)
  }
}

extension TenantQuerying {
  /// What points pay of an order that holds or used some, as it was agreed on when they were held.
  func pointsHold(of order: UUID) async throws -> PointsDeduction? {
    try await optional(
      """
      SELECT points, money, currency FROM membership.points_hold
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  /// What a member had in points when they changed last; time may have passed since.
  public func pointsBalance(of member: MemberID) async throws -> PointsBalance {
    let member = try await staying(member)
    let found: BalanceRow? = try await optional(
      """
      SELECT pending, available, held, debt, entries FROM membership.points_account
      WHERE tenant_id = \(tenant) AND member_id = \(member)
      """
    )
    return found?.balance ?? PointsBalance()
  }

  /// Whether one of some things has changed points before.
  func isPointsEvent(anyOf keys: [String]) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.points_event
        WHERE tenant_id = \(tenant) AND key = ANY (\(keys)))
      """
    ) ?? false
  }

  /// Members of whom points mature or expire now, after one of them; at most 500.
  func membersWithDuePoints(after last: MemberID?) async throws -> [MemberID] {
    let now = environment.now()
    return try await values(
      """
      SELECT member_id FROM (
        SELECT member_id FROM membership.points_lot
        WHERE tenant_id = \(tenant) AND is_pending AND remaining > 0 AND available_at <= \(now)
        UNION
        SELECT member_id FROM membership.points_lot
        WHERE tenant_id = \(tenant) AND NOT is_pending AND remaining > 0 AND expires_at <= \(now)
      ) due
      WHERE \(last)::uuid IS NULL OR member_id > \(last)::uuid
      ORDER BY member_id LIMIT 500
      """
    )
  }
}
