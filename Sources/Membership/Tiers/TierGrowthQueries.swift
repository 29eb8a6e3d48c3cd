internal import Foundation
public import TenantStore

private struct AccountRow: TenantRow {
  let total: Int64
  let entries: Int64

  init(row: inout ColumnReader) throws {
    total = try row.next()
    entries = try row.next()
  }
}

struct StandingRow: TenantRow {
  let standing: TierStanding
  let changes: Int64

  init(row: inout ColumnReader) throws {
    func span(_ row: inout ColumnReader) throws -> TierSpan {
      TierSpan(level: Int(try row.next(Int32.self)), since: try row.next(), until: try row.next())
    }
    standing = TierStanding(current: try span(&row), base: try span(&row))
    changes = try row.next()
  }
}

extension GrowthChange: TenantRow {
  /// Reads the columns `counted_at, amount`.
  public init(row: inout ColumnReader) throws {
    countedAt = try row.next()
    amount = try row.next()
  }
}

/// What one order's own entries say of growth.
struct GrowthOfOrder: TenantRow {
  let given: Int64
  let left: Int64
  let countedAt: Date?

  init(row: inout ColumnReader) throws {
    given = try row.next()
    left = try row.next()
    countedAt = try row.next()
  }
}

/// A member's growth and tier under the lock of the growth's account.
struct StoredGrowth {
  let member: MemberID
  var total: Int64
  let entries: Int64
  var changes: [GrowthChange]
  var standing: TierStanding
  let moves: Int64
  let isStored: Bool
  let order: GrowthOfOrder?
  let isKnown: Bool
}

extension TenantTransaction {
  /// Takes the lock of a member's growth, which is made when it is missing, and reads it.
  ///
  /// - `order`: Whose own entries are read too.
  /// - `keys`: Of which it is found out whether one has counted before.
  func lockGrowth(of member: MemberID, order: UUID? = nil, keys: [String] = []) async throws
    -> StoredGrowth
  {
    try await lockGrowth(ofAccount: heldStaying(member), order: order, keys: keys)
  }

  /// As ``lockGrowth(of:order:keys:)`` for exactly this account, merged or not.
  func lockGrowth(ofAccount member: MemberID, order: UUID? = nil, keys: [String] = [])
    async throws -> StoredGrowth
  {
    let results = try await batch([
      """
      INSERT INTO membership.tier_growth AS a (tenant_id, member_id)
      VALUES (\(tenant), \(member))
      ON CONFLICT (tenant_id, member_id) DO UPDATE SET total = a.total
      RETURNING total, entries
      """,
      """
      SELECT level, since, until, base_level, base_since, base_until, changes
      FROM membership.tier_standing WHERE tenant_id = \(tenant) AND member_id = \(member)
      """,
      """
      SELECT counted_at, amount FROM membership.tier_growth_entry
      WHERE tenant_id = \(tenant) AND member_id = \(member) ORDER BY sequence
      """,
      """
      SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,
        coalesce(sum(amount), 0)::bigint, min(counted_at)
      FROM membership.tier_growth_entry WHERE tenant_id = \(tenant) AND order_id = \(order)
      """,
      """
      SELECT EXISTS (
        SELECT FROM membership.tier_growth_entry
        WHERE tenant_id = \(tenant) AND key = ANY (\(keys)))
      """,
    ])
    guard let account: AccountRow = try results[0].optional() else {
      throw TenantStoreError.emptyAnswer
    }
    let standing: StandingRow? = try results[1].optional()
    return StoredGrowth(
      member: member,
      total: account.total,
      entries: account.entries,
      changes: try results[2].all(),
      standing: standing?.standing ?? .beginning(at: .init(timeIntervalSince1970: 0)),
      moves: standing?.changes ?? 0,
      isStored: standing != nil,
      order: try results[3].optional(),
      isKnown: try results[4].values(Bool.self).first ?? false
    )
  }

  /// Adds growth to a locked account.
  ///
  /// - Returns: Whether the account was still as it was read.
  func insertGrowth(
    _ change: GrowthChange,
    to stored: StoredGrowth,
    order: UUID?,
    key: String
  ) async throws -> Bool {
    let member = stored.member
    let results = try await batch([
      """
      UPDATE membership.tier_growth
      SET total = total + \(change.amount), entries = entries + 1
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND entries = \(stored.entries)
      """,
      """
      INSERT INTO membership.tier_growth_entry (tenant_id, member_id, sequence, key, order_id, amount,
        total_after, counted_at, created_at)
      VALUES (\(tenant), \(member), \(stored.entries + 1), \(key), \(order), \(change.amount),
        \(stored.total + change.amount), \(change.countedAt), \(environment.now()))
      """,
    ])
    return results[0].affected == 1
  }

  /// Writes where a member stands, and how the member got there.
  func saveStanding(_ stored: StoredGrowth, _ moves: [TierMove]) async throws {
    let (current, base) = (stored.standing.current, stored.standing.base)
    let member = stored.member
    _ = try await batch([
      """
      INSERT INTO membership.tier_standing (tenant_id, member_id, level, since, until, base_level,
        base_since, base_until, changes)
      VALUES (\(tenant), \(member), \(Int32(current.level)), \(current.since), \(current.until),
        \(Int32(base.level)), \(base.since), \(base.until), \(moves.count))
      ON CONFLICT (tenant_id, member_id) DO UPDATE
      SET level = excluded.level, since = excluded.since, until = excluded.until,
        base_level = excluded.base_level, base_since = excluded.base_since,
        base_until = excluded.base_until, changes = \(stored.moves + Int64(moves.count))
      """,
      """
      INSERT INTO membership.tier_change
        (tenant_id, member_id, sequence, from_level, to_level, reason, happened_at)
      SELECT \(tenant), \(member), \(stored.moves) + n.place, n.from_level, n.to_level, n.reason,
        n.happened_at
      FROM unnest(\(moves.map { Int32($0.from) }), \(moves.map { Int32($0.to) }),
        \(moves.map(\.reason.rawValue)), \(moves.map(\.at)))
        WITH ORDINALITY AS n (from_level, to_level, reason, happened_at, place)
      """,
    ])
  }
}

extension TenantQuerying {
  /// Members whose period has ended, after one of them; at most 500.
  func membersWithDueTier(after last: MemberID?) async throws -> [MemberID] {
    try await values(
      """
      SELECT member_id FROM membership.tier_standing
      WHERE tenant_id = \(tenant) AND until <= \(environment.now())
        AND (\(last)::uuid IS NULL OR member_id > \(last)::uuid)
      ORDER BY member_id LIMIT 500
      """
    )
  }
}
