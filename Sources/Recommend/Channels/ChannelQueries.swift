public import Foundation
public import TenantStore

extension TenantQuerying {
  /// What each channel brought in some months and what it cost, the one with most orders first.
  ///
  /// Visits and costs count in the month in which they were, orders in the one in which they were placed.
  /// - Parameters:
  ///   - months: Which months.
  ///   - zone: The zone of the calendar.
  /// - Returns: One for each channel of which anything is known, at most 500.
  /// - Throws: What the database throws.
  public func channelFigures(_ months: InsightMonths, in zone: TimeZone) async throws
    -> [ChannelFigures]
  {
    let span = months.span(in: zone)
    let (start, end) = (span.lowerBound, span.upperBound)
    return try await all(
      """
      SELECT f.channel, sum(f.visits)::bigint, sum(f.people)::bigint, sum(f.orders)::bigint,
        sum(f.amount)::bigint, sum(f.shares)::bigint, round(sum(f.shared))::bigint,
        sum(f.cost)::bigint
      FROM (
        SELECT t.channel, count(*) AS visits, count(DISTINCT t.person_id) AS people, 0 AS orders,
          0 AS amount, 0 AS shares, 0 AS shared, NULL::bigint AS cost
        FROM recommend.channel_touch t
        WHERE t.tenant_id = \(tenant) AND t.arrived_at >= \(start) AND t.arrived_at < \(end)
        GROUP BY 1
        UNION ALL
        SELECT c.channel, 0, 0, count(*) FILTER (WHERE c.is_last),
          coalesce(sum(o.amount) FILTER (WHERE c.is_last), 0), sum(c.share),
          sum(o.amount * c.share / 1000000.0), NULL
        FROM recommend.channel_credit c
        JOIN recommend.channel_order o ON o.tenant_id = \(tenant) AND o.order_id = c.order_id
        WHERE c.tenant_id = \(tenant) AND o.placed_at >= \(start) AND o.placed_at < \(end)
        GROUP BY 1
        UNION ALL
        SELECT k.channel, 0, 0, 0, 0, 0, 0, sum(k.amount)
        FROM recommend.channel_cost k
        WHERE k.tenant_id = \(tenant) AND k.month >= \(months.first) AND k.month <= \(months.last)
        GROUP BY 1
      ) f
      GROUP BY 1 ORDER BY 4 DESC, 2 DESC, 1 LIMIT 500
      """
    )
  }

  /// What channels cost in some months, the latest first; at most 500.
  public func channelCosts(_ months: InsightMonths) async throws -> [ChannelCost] {
    try await all(
      """
      SELECT channel, month::bigint, amount FROM recommend.channel_cost
      WHERE tenant_id = \(tenant) AND month >= \(months.first) AND month <= \(months.last)
      ORDER BY month DESC, channel LIMIT 500
      """
    )
  }

  /// Arrivals of somebody, under each of their names.
  func touches(of people: [PersonID], from start: Date, through end: Date) async throws
    -> [ChannelTouch]
  {
    try await all(
      """
      SELECT channel, arrived_at FROM recommend.channel_touch
      WHERE tenant_id = \(tenant) AND person_id = ANY (\(people.map(\.uuid)))
        AND arrived_at >= \(start) AND arrived_at <= \(end)
      ORDER BY arrived_at, channel LIMIT 1000
      """
    )
  }

  /// Deletes at most 5,000 arrivals that are older than so many days.
  func deleteOldTouches(days: Int) async throws -> Int {
    let oldest = environment.now().addingTimeInterval(-Double(days) * 86_400)
    return try await execute(
      """
      DELETE FROM recommend.channel_touch
      WHERE tenant_id = \(tenant) AND id IN (
        SELECT id FROM recommend.channel_touch
        WHERE tenant_id = \(tenant) AND arrived_at < \(oldest)
        ORDER BY arrived_at LIMIT 5000)
      """
    )
  }
}

extension TenantTransaction {
  func insertTouch(_ id: SignalID, of person: PersonID, _ touch: ChannelTouch) async throws {
    try await execute(
      """
      INSERT INTO recommend.channel_touch (tenant_id, id, person_id, channel, arrived_at)
      VALUES (\(tenant), \(id), \(person), \(touch.channel), \(touch.at))
      ON CONFLICT (tenant_id, id) DO NOTHING
      """
    )
  }

  /// Gives a guest's arrivals to the member whom they turned out to be.
  func moveTouches(from guest: PersonID, to member: PersonID) async throws {
    try await execute(
      """
      UPDATE recommend.channel_touch SET person_id = \(member)
      WHERE tenant_id = \(tenant) AND person_id = \(guest)
      """
    )
  }

  func deleteTouches(of person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.channel_touch
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }

  /// Whether the order is new.
  func insertChannelOrder(_ order: UUID) async throws -> Bool {
    try await execute(
      """
      INSERT INTO recommend.channel_order (tenant_id, order_id, placed_at, amount)
      VALUES (\(tenant), \(order), \(environment.now()), 0)
      ON CONFLICT (tenant_id, order_id) DO NOTHING
      """
    ) == 1
  }

  /// Whether the order is there still.
  func lockChannelOrder(_ order: UUID) async throws -> Bool {
    try await value(
      """
      SELECT true FROM recommend.channel_order
      WHERE tenant_id = \(tenant) AND order_id = \(order) FOR UPDATE
      """
    ) ?? false
  }

  func updateChannelOrder(_ order: UUID, _ kept: KeptOrder) async throws {
    try await execute(
      """
      UPDATE recommend.channel_order SET placed_at = \(kept.placedAt), amount = \(kept.amount)
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  func insertCredits(_ credits: [ChannelCredit], of order: UUID) async throws {
    try await execute(
      """
      INSERT INTO recommend.channel_credit (tenant_id, order_id, channel, share, is_last)
      SELECT \(tenant), \(order), c.channel, c.share, c.is_last
      FROM unnest(\(credits.map(\.channel)), \(credits.map(\.share)), \(credits.map(\.isLast)))
        AS c (channel, share, is_last)
      """
    )
  }

  func deleteCredits(of order: UUID) async throws {
    try await execute(
      """
      DELETE FROM recommend.channel_credit
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  func deleteChannelOrder(_ order: UUID) async throws {
    try await execute(
      """
      DELETE FROM recommend.channel_order
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  func writeCost(_ amount: Int64, of channel: String, in month: Int) async throws {
    try await execute(
      """
      INSERT INTO recommend.channel_cost (tenant_id, channel, month, amount, changed_at)
      VALUES (\(tenant), \(channel), \(month), \(amount), \(environment.now()))
      ON CONFLICT (tenant_id, channel, month) DO UPDATE
      SET amount = excluded.amount, changed_at = excluded.changed_at
      """
    )
  }
}
