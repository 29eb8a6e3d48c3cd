internal import Foundation
public import TenantStore

/// Pieces that an order is promised and that are not there yet.
struct PresaleWait: Hashable {
  let sku: SKUID
  let quantity: Int
  let shipsFrom: Date
}

private struct OfferRow: TenantRow {
  let sku: SKUID
  let offer: PresaleOffer

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    offer = PresaleOffer(shipsFrom: try row.next(), left: try row.next())
  }
}

private struct PromiseRow: TenantRow {
  let sku: SKUID
  let shipsFrom: Date

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    shipsFrom = try row.next()
  }
}

extension MerchantPresale: TenantRow {
  /// Reads the columns of a presale and what of it is awaited.
  public init(row: inout ColumnReader) throws {
    sku = try row.next()
    shipsFrom = try row.next()
    startsAt = try row.next()
    endsAt = try row.next()
    limit = try row.next()
    taken = try row.next()
    awaited = Int(try row.next(Int64.self))
  }
}

/// An order that waits for pieces.
struct WaitingOrder: TenantRow {
  let order: OrderID
  let sku: SKUID
  let wanted: Int
  /// Where it is collected, when it is.
  let place: LocationID?

  init(row: inout ColumnReader) throws {
    order = try row.next()
    sku = try row.next()
    wanted = try row.next()
    place = try row.next()
  }
}

/// An order whose goods are sent later or sooner than was said.
struct RescheduledOrder: TenantRow {
  let order: OrderID
  let number: String

  init(row: inout ColumnReader) throws {
    order = try row.next()
    number = try row.next()
  }
}

extension QueryPart {
  /// Whether `storefront.presale s` takes orders at a time.
  static func presaleRuns(at now: Date) -> QueryPart {
    "s.starts_at <= \(now) AND s.ends_at > \(now) AND s.ships_from > \(now) AND s.taken < s.piece_limit"
  }
}

extension TenantQuerying {
  /// What can be had of SKUs before it is there; asked only where a SKU is marked for it.
  func presaleOffers(of skus: [SKUID]) async throws -> [SKUID: PresaleOffer] {
    guard !skus.isEmpty else { return [:] }
    let rows: [OfferRow] = try await all(
      """
      SELECT s.sku_id, s.ships_from, s.piece_limit - s.taken FROM storefront.presale s
      WHERE s.tenant_id = \(tenant) AND s.sku_id = ANY (ARRAY(SELECT unnest(\(skus.map(\.uuid)))))
        AND \(QueryPart.presaleRuns(at: environment.now()))
      """
    )
    return Dictionary(rows.map { ($0.sku, $0.offer) }) { first, _ in first }
  }

  /// The presale of a SKU, over or not; nothing when there was none.
  public func merchantPresale(of sku: String) async throws -> MerchantPresale? {
    try await merchantPresales(of: [sku]).first
  }

  /// The presales of SKUs by their numbers, over or not.
  public func merchantPresales(of skus: [String]) async throws -> [MerchantPresale] {
    try await all(
      """
      SELECT k.code, s.ships_from, s.starts_at, s.ends_at, s.piece_limit, s.taken,
        (SELECT coalesce(sum(w.quantity - w.given), 0)::bigint FROM storefront.presale_wait w
          WHERE w.tenant_id = \(tenant) AND w.sku_id = s.sku_id AND w.ended_at IS NULL)
      FROM storefront.presale s
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id
      WHERE s.tenant_id = \(tenant) AND k.code = ANY (\(skus)) ORDER BY k.code
      """
    )
  }
}

extension TenantTransaction {
  /// Promises pieces that are not there: all of each item or nothing of it, within the limits.
  ///
  /// - Returns: What could be promised.
  func takePresale(_ items: [StockDemand.Item]) async throws -> [PresaleWait] {
    guard !items.isEmpty else { return [] }
    let now = environment.now()
    let results = try await batch(
      items.map { item in
        """
        UPDATE storefront.presale s SET taken = s.taken + \(item.quantity)
        WHERE s.tenant_id = \(tenant) AND s.sku_id = \(item.sku)
          AND \(QueryPart.presaleRuns(at: now)) AND s.taken + \(item.quantity) <= s.piece_limit
        RETURNING s.sku_id, s.ships_from
        """
      }
    )
    let promises = try results.flatMap { try $0.all(PromiseRow.self) }
    return promises.compactMap { promise in
      items.first { $0.sku == promise.sku }.map {
        PresaleWait(sku: $0.sku, quantity: $0.quantity, shipsFrom: promise.shipsFrom)
      }
    }
  }

  /// Writes what an order waits for, after its lines.
  func insertWaits(_ waits: [PresaleWait], of order: OrderID) throws {
    guard let last = waits.map(\.shipsFrom).max() else { return }
    try executeLater(
      """
      UPDATE storefront.customer_order
      SET ships_from = \(last), promised_from = \(last), is_awaiting = true
      WHERE tenant_id = \(tenant) AND id = \(order)
      """
    )
    try executeLater(
      """
      INSERT INTO storefront.presale_wait (tenant_id, order_id, sku_id, quantity)
      SELECT \(tenant), \(order), w.sku_id, w.quantity
      FROM unnest(\(waits.map(\.sku.uuid)), \(waits.map(\.quantity))) AS w (sku_id, quantity)
      """
    )
  }

  /// Lets go of what a cancelled order was promised.
  func releaseWaits(of order: OrderID) async throws {
    try await execute(
      """
      DELETE FROM storefront.presale_supply WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
    // A presale before its waits, as whoever changes it.
    try await execute(
      """
      SELECT FROM storefront.presale s WHERE s.tenant_id = \(tenant)
        AND EXISTS (SELECT FROM storefront.presale_wait w WHERE w.tenant_id = \(tenant)
          AND w.order_id = \(order) AND w.sku_id = s.sku_id AND w.ended_at IS NULL)
      ORDER BY s.sku_id FOR UPDATE
      """
    )
    try await execute(
      """
      WITH ended AS (
        UPDATE storefront.presale_wait SET ended_at = \(environment.now())
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND ended_at IS NULL
        RETURNING sku_id, quantity
      )
      UPDATE storefront.presale s SET taken = greatest(0, s.taken - ended.quantity)
      FROM ended WHERE s.tenant_id = \(tenant) AND s.sku_id = ended.sku_id
      """
    )
  }

  /// The orders that wait for pieces of SKUs, in the order of placement, held; of each SKU those before the
  /// first that somebody else holds.
  ///
  /// Whoever calls an order off holds it and waits for the pieces, which whoever supplies it holds: one of
  /// them must not wait. What is left out comes with the next look.
  func waitingOrders(for skus: [SKUID]) async throws -> [WaitingOrder] {
    let orders = Set(try await waits(for: skus).map(\.order))
    guard !orders.isEmpty else { return [] }
    let held = Set(
      try await values(
        """
        SELECT id FROM storefront.customer_order
        WHERE tenant_id = \(tenant) AND id = ANY (\(orders.map(\.uuid)))
        FOR NO KEY UPDATE SKIP LOCKED
        """,
        as: OrderID.self
      )
    )
    // Read again: what they wait for changes only while they are held.
    return Dictionary(grouping: try await waits(for: skus), by: \.sku).values
      .flatMap { $0.prefix { held.contains($0.order) } }
  }

  private func waits(for skus: [SKUID]) async throws -> [WaitingOrder] {
    try await all(
      """
      SELECT w.order_id, w.sku_id, w.quantity - w.given, p.location_id
      FROM storefront.presale_wait w
      LEFT JOIN storefront.pickup p ON p.tenant_id = \(tenant) AND p.order_id = w.order_id
      WHERE w.tenant_id = \(tenant) AND w.sku_id = ANY (\(skus.map(\.uuid)))
        AND w.ended_at IS NULL AND w.given < w.quantity
      ORDER BY w.sku_id, w.order_id
      """
    )
  }

  /// How many pieces of a SKU could leave a location now, or any: none that is recalled or too old.
  func sellablePieces(of sku: SKUID, at place: LocationID?) async throws -> Int {
    let pieces: Int64? = try await value(
      """
      SELECT CASE
        WHEN EXISTS (SELECT FROM storefront.stock_level s WHERE s.tenant_id = \(tenant)
          AND s.sku_id = \(sku) AND s.is_by_lot)
        THEN (SELECT coalesce(sum(t.available), 0)::bigint FROM storefront.stock_lot t
          WHERE t.tenant_id = \(tenant) AND t.sku_id = \(sku) AND t.recalled_at IS NULL
            AND t.sell_until > \(environment.now())
            AND (\(place)::uuid IS NULL OR t.location_id = \(place)))
        ELSE (SELECT coalesce(sum(s.available), 0)::bigint FROM storefront.stock_level s
          WHERE s.tenant_id = \(tenant) AND s.sku_id = \(sku)
            AND (\(place)::uuid IS NULL OR s.location_id = \(place))) END
      """
    )
    return Int(pieces ?? 0)
  }

  /// Notes pieces as those of an order that waited for them.
  func give(_ shares: [StockShare], to order: OrderID) async throws {
    try recordSale(shares, order: order)
    _ = try await batch([
      """
      WITH share AS (
        SELECT * FROM unnest(\(shares.map(\.sku.uuid)), \(shares.map(\.location.uuid)),
          \(shares.map(\.quantity))) AS a (sku_id, location_id, quantity)
      ), supplied AS (
        INSERT INTO storefront.presale_supply AS a
          (tenant_id, order_id, sku_id, location_id, quantity)
        SELECT \(tenant), \(order), share.sku_id, share.location_id, share.quantity FROM share
        ON CONFLICT (tenant_id, order_id, sku_id, location_id)
        DO UPDATE SET quantity = a.quantity + excluded.quantity
      )
      UPDATE storefront.presale_wait w SET given = w.given + s.quantity
      FROM (SELECT sku_id, sum(quantity)::integer AS quantity FROM share GROUP BY sku_id) s
      WHERE w.tenant_id = \(tenant) AND w.order_id = \(order) AND w.sku_id = s.sku_id
      """,
      """
      WITH whole AS (
        DELETE FROM storefront.presale_supply s USING storefront.presale_wait w
        WHERE s.tenant_id = \(tenant) AND s.order_id = \(order) AND w.tenant_id = \(tenant)
          AND w.order_id = s.order_id AND w.sku_id = s.sku_id AND w.given = w.quantity
        RETURNING s.sku_id, s.location_id, s.quantity
      )
      INSERT INTO storefront.order_line_allocation
        (tenant_id, order_id, position, location_id, quantity)
      SELECT \(tenant), \(order), l.position, whole.location_id, whole.quantity
      FROM whole JOIN storefront.order_line l
        ON l.tenant_id = \(tenant) AND l.order_id = \(order) AND l.sku_id = whole.sku_id
      """,
    ])
  }

  /// Marks an order whose pieces are all there; false when some are not, or it was marked before.
  func endAwaiting(_ order: OrderID) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.customer_order o SET is_awaiting = false, version = version + 1
      WHERE o.tenant_id = \(tenant) AND o.id = \(order) AND o.is_awaiting
        AND NOT EXISTS (SELECT FROM storefront.presale_wait w WHERE w.tenant_id = \(tenant)
          AND w.order_id = o.id AND w.ended_at IS NULL AND w.given < w.quantity)
      """
    ) == 1
  }

  /// SKUs that orders wait for although pieces could leave; at most 500.
  func suppliableSKUs() async throws -> [SKUID] {
    try await values(
      """
      SELECT DISTINCT w.sku_id FROM storefront.presale_wait w
      JOIN storefront.stock_level s
        ON s.tenant_id = \(tenant) AND s.sku_id = w.sku_id AND s.available > 0
      WHERE w.tenant_id = \(tenant) AND w.ended_at IS NULL AND w.given < w.quantity
      ORDER BY w.sku_id LIMIT 500
      """
    )
  }

  /// Writes a SKU's presale; one that had ended begins to count anew, with what is still waited for.
  ///
  /// What a presale counts is what was promised in waits that have not ended. Those that have all of
  /// their pieces end with it, or calling their orders off later would make room for more than the limit.
  func writePresale(_ terms: PresaleTerms, shipsFrom: Date, of sku: SKUID) async throws {
    let now = environment.now()
    _ = try await batch([
      // Whoever calls an order off meanwhile is counted before or after all of this.
      """
      SELECT FROM storefront.presale WHERE tenant_id = \(tenant) AND sku_id = \(sku) FOR UPDATE
      """,
      """
      UPDATE storefront.presale_wait w SET ended_at = \(now) FROM storefront.presale s
      WHERE w.tenant_id = \(tenant) AND w.sku_id = \(sku) AND w.ended_at IS NULL
        AND w.given = w.quantity
        AND s.tenant_id = \(tenant) AND s.sku_id = w.sku_id AND s.ends_at <= \(now)
      """,
      """
      INSERT INTO storefront.presale AS s
        (tenant_id, sku_id, piece_limit, ships_from, starts_at, ends_at)
      VALUES (\(tenant), \(sku), \(terms.limit), \(shipsFrom), \(terms.from ?? now),
        \(terms.until ?? shipsFrom))
      ON CONFLICT (tenant_id, sku_id) DO UPDATE
      SET piece_limit = excluded.piece_limit, ships_from = excluded.ships_from,
        starts_at = CASE WHEN \(terms.from == nil) THEN least(s.starts_at, excluded.starts_at)
          ELSE excluded.starts_at END,
        ends_at = excluded.ends_at,
        taken = CASE WHEN s.ends_at > \(now) THEN s.taken ELSE (
          SELECT coalesce(sum(w.quantity), 0)::integer FROM storefront.presale_wait w
          WHERE w.tenant_id = \(tenant) AND w.sku_id = \(sku) AND w.ended_at IS NULL) END
      """,
      markQuery,
    ])
  }

  /// Marks the SKUs that are sold before they are there, so that nobody else looks for a presale.
  func markPresales() async throws { _ = try await batch([markQuery]) }

  private var markQuery: TenantQuery {
    """
    UPDATE storefront.sku k SET is_presale = marked.runs
    FROM (SELECT s.sku_id, \(QueryPart.presaleRuns(at: environment.now())) AS runs
      FROM storefront.presale s WHERE s.tenant_id = \(tenant)) marked
    WHERE k.tenant_id = \(tenant) AND k.id = marked.sku_id AND k.is_presale <> marked.runs
    """
  }

  /// Ends a SKU's presale; what was promised stays promised.
  func endPresale(of sku: SKUID) async throws {
    let now = environment.now()
    _ = try await batch([
      """
      UPDATE storefront.presale SET ends_at = least(ends_at, \(now)),
        starts_at = least(starts_at, \(now))
      WHERE tenant_id = \(tenant) AND sku_id = \(sku)
      """,
      markQuery,
    ])
  }

  /// Gives the orders that wait for a SKU the day on which the last of their pieces is sent.
  ///
  /// - Returns: The orders whose day is another now.
  func rescheduleOrders(awaiting sku: SKUID) async throws -> [RescheduledOrder] {
    try await all(
      """
      WITH day AS (
        SELECT w.order_id, max(s.ships_from) AS ships_from
        FROM storefront.presale_wait own
        JOIN storefront.presale_wait w
          ON w.tenant_id = \(tenant) AND w.order_id = own.order_id AND w.ended_at IS NULL
        JOIN storefront.presale s ON s.tenant_id = \(tenant) AND s.sku_id = w.sku_id
        WHERE own.tenant_id = \(tenant) AND own.sku_id = \(sku) AND own.ended_at IS NULL
          AND own.given < own.quantity
        GROUP BY w.order_id
      )
      UPDATE storefront.customer_order o
      SET ships_from = day.ships_from, version = o.version + 1, updated_at = \(environment.now())
      FROM day
      WHERE o.tenant_id = \(tenant) AND o.id = day.order_id AND o.status = 'placed'
        AND o.is_awaiting AND o.ships_from <> day.ships_from
      RETURNING o.id, o.number
      """
    )
  }
}
