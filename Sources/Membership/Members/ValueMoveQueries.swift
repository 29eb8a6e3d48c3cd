internal import Foundation
internal import TenantStore

/// What of a lot came with a merge.
struct MovedPoints: TenantRow {
  /// The lot in which the points were given first.
  let root: PointsLotID
  let order: UUID?
  let wasHeld: Bool

  init(row: inout ColumnReader) throws {
    root = try row.next()
    order = try row.next()
    wasHeld = try row.next()
  }
}

extension PointsLoad.Held: TenantRow {
  /// Reads the columns `order_id, lot_id`, the lot of the origin, and `held`.
  init(row: inout ColumnReader) throws {
    order = try row.next()
    lot = try row.next()
    root = try row.next()
    points = try row.next()
  }
}

extension TenantTransaction {
  /// What orders that are not paid yet hold of an account's points.
  func heldPoints(of member: MemberID) async throws -> [PointsLoad.Held] {
    try await all(
      """
      SELECT e.order_id, e.lot_id, coalesce(l.origin_id, l.id), sum(e.held)::bigint
      FROM membership.points_entry e
      JOIN membership.points_lot l ON l.tenant_id = \(tenant) AND l.id = e.lot_id
      WHERE e.tenant_id = \(tenant) AND e.member_id = \(member) AND e.order_id IS NOT NULL
      GROUP BY e.order_id, e.lot_id, l.id, l.origin_id HAVING sum(e.held) > 0
      ORDER BY e.order_id, e.lot_id
      """
    )
  }

  /// What came to an account under a key.
  func movedPoints(as key: String, of member: MemberID) async throws -> [MovedPoints] {
    try await all(
      """
      SELECT coalesce(l.origin_id, l.id), e.order_id, e.held > 0
      FROM membership.points_entry e
      JOIN membership.points_lot l ON l.tenant_id = \(tenant) AND l.id = e.lot_id
      WHERE e.tenant_id = \(tenant) AND e.member_id = \(member) AND e.event_key = \(key)
        AND e.kind = 'move'
      ORDER BY e.sequence
      """
    )
  }

  /// Notes whose the points of some lots are that orders of an account still have.
  func sendPoints(givenIn roots: Set<PointsLotID>, of member: MemberID, to owner: MemberID)
    async throws
  {
    try await execute(
      """
      UPDATE membership.points_lot SET goes_to = \(owner)
      WHERE tenant_id = \(tenant) AND member_id = \(member)
        AND coalesce(origin_id, id) = ANY (\(roots.map(\.uuid)))
      """
    )
  }

  /// Whose points an account has, or had while orders used them.
  func pointsOwners(in member: MemberID) async throws -> [MemberID] {
    try await values(
      """
      SELECT DISTINCT goes_to FROM membership.points_lot
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND goes_to IS NOT NULL
      ORDER BY goes_to
      """
    )
  }

  /// Growth of an account that came with a merge, less what refunds of the others' orders took back.
  ///
  /// - `others`: The accounts that came.
  func growth(of member: MemberID, cameFrom others: [MemberID], as key: String) async throws
    -> [GrowthChange]
  {
    try await all(
      """
      SELECT counted_at, amount FROM membership.tier_growth_entry
      WHERE tenant_id = \(tenant) AND member_id = \(member) AND (
        starts_with(key, \(key))
        OR sequence > (
          SELECT min(sequence) FROM membership.tier_growth_entry
          WHERE tenant_id = \(tenant) AND member_id = \(member) AND starts_with(key, \(key)))
        AND order_id IN (
          SELECT order_id FROM membership.paid_order
          WHERE tenant_id = \(tenant) AND member_id = ANY (\(others.map(\.uuid)))))
      ORDER BY sequence
      """
    )
  }

  /// Adds several changes of growth to a locked account.
  ///
  /// - Returns: Whether the account was still as it was read.
  func insertGrowth(_ changes: [GrowthChange], to stored: StoredGrowth, as key: String) async throws
    -> Bool
  {
    let sum = changes.reduce(0) { $0 + $1.amount }
    let results = try await batch([
      """
      UPDATE membership.tier_growth
      SET total = total + \(sum), entries = entries + \(changes.count)
      WHERE tenant_id = \(tenant) AND member_id = \(stored.member)
        AND entries = \(stored.entries)
      """,
      """
      INSERT INTO membership.tier_growth_entry (tenant_id, member_id, sequence, key, amount,
        total_after, counted_at, created_at)
      SELECT \(tenant), \(stored.member), \(stored.entries) + n.place,
        \(key) || ':' || n.place, n.amount,
        \(stored.total) + sum(n.amount) OVER (ORDER BY n.place), n.counted_at,
        \(environment.now())
      FROM unnest(\(changes.map(\.amount)), \(changes.map(\.countedAt)))
        WITH ORDINALITY AS n (amount, counted_at, place)
      """,
    ])
    return results[0].affected == 1
  }
}
