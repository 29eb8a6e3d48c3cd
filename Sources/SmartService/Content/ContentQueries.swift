internal import Foundation
public import TenantStore

extension EntryFormat: TenantRow {
  /// Reads kind, address and date.
  public init(row: inout ColumnReader) throws {
    guard let kind = ContentKind(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.init(kept: kind, try row.next(), try row.next())
  }
}

extension ContentFigures: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    slug = try row.next()
    question = try row.next()
    reads = try row.next()
    plays = try row.next()
    lives = try row.next()
    orders = try row.next()
    amountMinor = try row.next()
  }
}

extension TenantQuerying {
  /// The videos and broadcasts of an entry.
  public func formats(of slug: String) async throws -> [EntryFormat] {
    try await all(
      """
      SELECT kind, url, starts_at FROM service.entry_format
      WHERE tenant_id = \(tenant) AND slug = \(slug) ORDER BY kind DESC
      """
    )
  }

  /// The SKUs that an entry speaks of.
  public func linkedGoods(of slug: String) async throws -> [String] {
    try await values(
      """
      SELECT sku FROM service.entry_goods
      WHERE tenant_id = \(tenant) AND slug = \(slug) ORDER BY sku
      """
    )
  }

  /// What became of each entry that was used or bought after in the last days, the most used first, at
  /// most a hundred.
  public func contentFigures(days: Int) async throws -> [ContentFigures] {
    let since = Int32(environment.now().dayNumber - days)
    return try await all(
      """
      SELECT found.slug, coalesce(v.question, ''), coalesce(u.reads, 0)::bigint,
        coalesce(u.plays, 0)::bigint, coalesce(u.lives, 0)::bigint, coalesce(s.orders, 0)::bigint,
        coalesce(s.amount, 0)::bigint
      FROM (
        SELECT slug FROM service.entry_use WHERE tenant_id = \(tenant) AND day > \(since)
        UNION
        SELECT slug FROM service.entry_sale WHERE tenant_id = \(tenant) AND day > \(since)
      ) found
      LEFT JOIN service.knowledge_entry e ON e.tenant_id = \(tenant) AND e.slug = found.slug
      LEFT JOIN service.knowledge_version v ON v.tenant_id = \(tenant) AND v.entry_id = e.id
        AND v.version = e.published_version
      LEFT JOIN (
        SELECT slug, sum(count) FILTER (WHERE kind = 'article') AS reads,
          sum(count) FILTER (WHERE kind = 'video') AS plays,
          sum(count) FILTER (WHERE kind = 'live') AS lives
        FROM service.entry_use WHERE tenant_id = \(tenant) AND day > \(since) GROUP BY slug
      ) u ON u.slug = found.slug
      LEFT JOIN (
        SELECT slug, count(DISTINCT order_id) AS orders, sum(amount_minor) AS amount
        FROM service.entry_sale WHERE tenant_id = \(tenant) AND day > \(since) GROUP BY slug
      ) s ON s.slug = found.slug
      ORDER BY coalesce(u.reads, 0) + coalesce(u.plays, 0) + coalesce(u.lives, 0) DESC, found.slug
      LIMIT 100
      """
    )
  }
}

extension TenantTransaction {
  /// Whether there is an entry, published or not.
  func hasEntry(_ slug: String) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT 1 FROM service.knowledge_entry
        WHERE tenant_id = \(tenant) AND slug = \(slug))
      """
    ) ?? false
  }

  /// Keeps a format; false where there is no such entry.
  func keepFormat(_ format: EntryFormat, of slug: String) async throws -> Bool {
    try await execute(
      """
      INSERT INTO service.entry_format (tenant_id, slug, kind, url, starts_at, added_at)
      SELECT \(tenant), e.slug, \(format.kind.rawValue), \(format.url), \(format.startsAt),
        \(environment.now())
      FROM service.knowledge_entry e WHERE e.tenant_id = \(tenant) AND e.slug = \(slug)
      ON CONFLICT (tenant_id, slug, kind) DO UPDATE
      SET url = excluded.url, starts_at = excluded.starts_at, added_at = excluded.added_at
      """
    ) == 1
  }

  func removeFormat(_ kind: ContentKind, of slug: String) async throws -> Bool {
    try await execute(
      """
      DELETE FROM service.entry_format
      WHERE tenant_id = \(tenant) AND slug = \(slug) AND kind = \(kind.rawValue)
      """
    ) == 1
  }

  /// Links goods in the place of those that were.
  func linkGoods(_ skus: [String], to slug: String) async throws {
    try await execute(
      """
      DELETE FROM service.entry_goods
      WHERE tenant_id = \(tenant) AND slug = \(slug) AND NOT sku = ANY (\(skus))
      """
    )
    try await execute(
      """
      INSERT INTO service.entry_goods (tenant_id, slug, sku)
      SELECT \(tenant), \(slug), s.sku FROM unnest(\(skus)) AS s (sku)
      ON CONFLICT (tenant_id, slug, sku) DO NOTHING
      """
    )
  }

  /// Counts a use of a published entry; false where there is none.
  func countUse(of slug: String, _ kind: ContentKind) async throws -> Bool {
    try await execute(
      """
      INSERT INTO service.entry_use AS u (tenant_id, slug, kind, day, count)
      SELECT \(tenant), e.slug, \(kind.rawValue), \(Int32(environment.now().dayNumber)), 1
      FROM service.knowledge_entry e
      WHERE e.tenant_id = \(tenant) AND e.slug = \(slug) AND e.published_version IS NOT NULL
      ON CONFLICT (tenant_id, day, slug, kind) DO UPDATE SET count = u.count + 1
      """
    ) == 1
  }

  /// Notes who used an entry that speaks of goods.
  func noteView(of slug: String, _ kind: ContentKind, by session: SessionID) async throws {
    try await execute(
      """
      INSERT INTO service.entry_view (tenant_id, session_id, slug, kind, seen_at)
      SELECT \(tenant), \(session), \(slug), \(kind.rawValue), \(environment.now())
      WHERE EXISTS (SELECT 1 FROM service.entry_goods g
        WHERE g.tenant_id = \(tenant) AND g.slug = \(slug))
      ON CONFLICT (tenant_id, session_id, slug) DO UPDATE
      SET kind = excluded.kind, seen_at = excluded.seen_at
      """
    )
  }

  /// Counts a line of an order for the entry that its buyer used last, if there is one.
  func creditSale(
    _ order: UUID,
    _ sku: String,
    _ amount: Money,
    by session: SessionID,
    placedAt: Date
  ) async throws {
    try await execute(
      """
      INSERT INTO service.entry_sale (tenant_id, order_id, sku, slug, kind, amount_minor, currency, day)
      SELECT \(tenant), \(order), \(sku), w.slug, w.kind, \(amount.minorUnits),
        \(amount.currency.code), \(Int32(placedAt.dayNumber))
      FROM service.entry_view w
      JOIN service.entry_goods g ON g.tenant_id = \(tenant) AND g.slug = w.slug AND g.sku = \(sku)
      WHERE w.tenant_id = \(tenant) AND w.session_id = \(session) AND w.seen_at <= \(placedAt)
        AND w.seen_at > \(placedAt.addingTimeInterval(-ContentDesk.window))
      ORDER BY w.seen_at DESC, w.slug LIMIT 1
      ON CONFLICT (tenant_id, order_id, sku) DO NOTHING
      """
    )
  }

  func removeSales(of order: UUID) async throws {
    try await execute(
      """
      DELETE FROM service.entry_sale WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  func deleteViews(before moment: Date) async throws {
    try await execute(
      """
      DELETE FROM service.entry_view WHERE tenant_id = \(tenant) AND seen_at < \(moment)
      """
    )
  }

  /// Deletes what a session used.
  func deleteViews(of session: SessionID) async throws {
    try await execute(
      """
      DELETE FROM service.entry_view WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}

extension Date {
  /// Days since 1970 in UTC.
  var dayNumber: Int { Int((timeIntervalSince1970 / 86_400).rounded(.down)) }
}
