internal import Foundation
internal import TenantStore

/// Goods that are used up, as they were bought.
struct KeptPurchase: TenantRow {
  let category: String
  let purchase: RestockPurchase

  /// Reads the columns `category, bought_on, pieces` with the day counted from 1970.
  init(row: inout ColumnReader) throws {
    category = try row.next()
    let day = try CivilDay(stored: try row.next())
    purchase = RestockPurchase(on: day, pieces: Int(try row.next(Int32.self)))
  }
}

extension TenantQuerying {
  /// What a member bought of what is used up, of the last year and after a day.
  func restockPurchases(of member: Member, after day: CivilDay?) async throws -> [KeptPurchase] {
    let year = environment.now().addingTimeInterval(-365 * 86_400)
    let earliest = CivilDay(CalendarDate(year, in: .gmt))
    let first = max(earliest, day ?? earliest)
    return try await all(
      """
      SELECT category, bought_on - DATE '1970-01-01', pieces FROM membership.restock_purchase
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(member.accounts.map(\.uuid)))
        AND bought_on > DATE '1970-01-01' + \(Int32(first.number))::integer
      ORDER BY bought_on, category LIMIT 1000
      """
    )
  }
}

extension TenantTransaction {
  /// Notes goods of an order that are used up; again changes nothing.
  func insertRestockPurchase(
    _ category: String,
    pieces: Int,
    in order: UUID,
    of member: MemberID,
    on day: CivilDay
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.restock_purchase
        (tenant_id, order_id, category, member_id, pieces, bought_on)
      VALUES (\(tenant), \(order), \(category), \(member), \(Int32(pieces)),
        DATE '1970-01-01' + \(Int32(day.number))::integer)
      ON CONFLICT (tenant_id, order_id, category) DO NOTHING
      """
    )
  }

  /// Forgets what went back with an order.
  ///
  /// - Returns: Whether there was anything.
  func forgetRestockPurchases(ofOrder order: UUID) async throws -> Bool {
    try await execute(
      """
      DELETE FROM membership.restock_purchase
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    ) > 0
  }

  /// Forgets all that accounts bought of what is used up.
  func forgetRestockPurchases(of accounts: [MemberID]) async throws {
    try await execute(
      """
      DELETE FROM membership.restock_purchase
      WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
      """
    )
  }

  /// Makes the waiting reminders of a family to buy again those of a plan about one child; what was sent
  /// or done stays as it is.
  func replaceRestock(
    of member: Member,
    about child: ChildID?,
    with plan: [PlannedReminder],
    at instants: [Date]
  ) async throws {
    _ = try await batch([
      """
      DELETE FROM membership.reminder WHERE tenant_id = \(tenant) AND kind = 'restock'
        AND state IN ('planned', 'expired')
        AND child_id IN (SELECT id FROM membership.child WHERE tenant_id = \(tenant)
          AND member_id = ANY (\(member.accounts.map(\.uuid))))
        AND NOT (child_id IS NOT DISTINCT FROM \(child?.uuid)::uuid
          AND topic = ANY (\(plan.map(\.topic))))
      """,
      """
      INSERT INTO membership.reminder AS r
        (tenant_id, child_id, topic, kind, due_on, send_at, state)
      SELECT \(tenant), \(child?.uuid)::uuid, p.topic, 'restock', DATE '1970-01-01' + p.due, p.send,
        'planned'
      FROM unnest(\(plan.map(\.topic)), \(plan.map { Int32(CivilDay($0.dueOn).number) }),
        \(instants)) AS p (topic, due, send)
      WHERE \(child?.uuid)::uuid IS NOT NULL
      ON CONFLICT (tenant_id, child_id, topic) DO UPDATE
      SET state = 'planned', due_on = greatest(r.due_on, excluded.due_on),
        send_at = CASE WHEN r.snoozes > 0 THEN greatest(r.send_at, excluded.send_at)
          ELSE excluded.send_at END
      WHERE r.state IN ('planned', 'expired')
      """,
    ])
  }
}
