internal import Foundation
public import TenantStore

/// How much was taken of a SKU at a location.
struct StockShare: Hashable, TenantRow {
  let sku: SKUID
  let location: LocationID
  let quantity: Int64

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    location = try row.next()
    quantity = try row.next()
  }

  init(sku: SKUID, location: LocationID, quantity: Int64) {
    self.sku = sku
    self.location = location
    self.quantity = quantity
  }

  /// One share per SKU and location, whatever lots it came from.
  static func summed(_ shares: [Self]) -> [Self] {
    Dictionary(grouping: shares) { [$0.sku.uuid, $0.location.uuid] }.values
      .map { group in
        Self(
          sku: group[0].sku,
          location: group[0].location,
          quantity: group.reduce(0) { $0 + $1.quantity }
        )
      }
      .sorted { ($0.sku, $0.location) < ($1.sku, $1.location) }
  }
}

extension TenantTransaction {
  /// Takes stock for an order: all of each item or nothing of it.
  ///
  /// One statement per SKU locks its levels in the order of locations, shares the demand by
  /// priority and writes only when the sum suffices. The rows that it locked are the rows that it
  /// decides by, whatever was read before. It writes what they leave, not a difference: checks look
  /// at the row of the statement's snapshot first, and stock that came while it waited is not there.
  /// - Parameters:
  ///   - items: How much of which SKU, in the order of ids.
  ///   - place: The only location that may give it; any when absent.
  ///   - order: For which order; lots note it.
  /// - Returns: What was taken where; an item without a share could not be had.
  /// - Throws: What the database throws.
  func takeStock(
    _ items: [StockDemand.Item],
    at place: LocationID? = nil,
    for order: OrderID
  ) async throws -> [StockShare] {
    var shares = try await batch(items.map { takeQuery($0, place) })
      .flatMap { try $0.all(StockShare.self) }
    let taken = Set(shares.map(\.sku))
    let rest = items.filter { !taken.contains($0.sku) }
    // What is kept by lot has no share yet, as what is sold out.
    let lots = try await takeLots(rest, at: place)
    try await recordLots(lots.map { ($0.lot, -$0.share.quantity) }, "sale", order: order)
    shares += StockShare.summed(lots.map(\.share))
    return shares
  }

  private func takeQuery(_ item: StockDemand.Item, _ place: LocationID?) -> TenantQuery {
    """
    WITH level AS (
      SELECT s.location_id, s.available, l.priority
      FROM storefront.stock_level s
      JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.id = s.location_id
      WHERE s.tenant_id = \(tenant) AND s.sku_id = \(item.sku) AND s.available > 0
        AND NOT s.is_by_lot
        AND (\(place)::uuid IS NULL OR s.location_id = \(place))
      ORDER BY s.location_id FOR UPDATE OF s
    ), running AS (
      SELECT location_id, available, sum(available) OVER () AS total,
        sum(available) OVER (ORDER BY priority, location_id) - available AS before
      FROM level
    ), share AS (
      SELECT location_id, available, least(available, \(item.quantity) - before)::bigint AS taken
      FROM running WHERE total >= \(item.quantity) AND before < \(item.quantity)
    )
    UPDATE storefront.stock_level s SET available = share.available - share.taken
    FROM share
    WHERE s.tenant_id = \(tenant) AND s.sku_id = \(item.sku)
      AND s.location_id = share.location_id
    RETURNING s.sku_id, s.location_id, share.taken
    """
  }

  /// Notes what an order took.
  func recordSale(_ shares: [StockShare], order: OrderID) throws {
    let ids = shares.map { _ in environment.makeID() }
    try executeLater(
      """
      INSERT INTO storefront.stock_movement
        (tenant_id, id, sku_id, location_id, quantity, reason, order_id, created_at)
      SELECT \(tenant), m.id, m.sku_id, m.location_id, -m.quantity, 'sale', \(order),
        \(environment.now())
      FROM unnest(\(ids), \(shares.map(\.sku.uuid)), \(shares.map(\.location.uuid)),
        \(shares.map(\.quantity))) AS m (id, sku_id, location_id, quantity)
      """
    )
  }

  /// What an order took, for giving it back.
  func stockShares(of order: OrderID) async throws -> [StockShare] {
    try await all(
      """
      SELECT l.sku_id, a.location_id, a.quantity
      FROM storefront.order_line l
      JOIN storefront.order_line_allocation a
        ON a.tenant_id = \(tenant) AND a.order_id = l.order_id AND a.position = l.position
      WHERE l.tenant_id = \(tenant) AND l.order_id = \(order)
      UNION ALL
      SELECT sku_id, location_id, quantity FROM storefront.presale_supply
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      ORDER BY 1, 2
      """
    )
  }

  /// Gives back what an order took, in the order of ids, and notes it.
  func releaseStock(_ shares: [StockShare], order: OrderID) async throws {
    let now = environment.now()
    _ = try await batch(
      shares.flatMap { share -> [TenantQuery] in
        [
          """
          UPDATE storefront.stock_level SET available = available + \(share.quantity)
          WHERE tenant_id = \(tenant) AND sku_id = \(share.sku) AND location_id = \(share.location)
          """,
          """
          INSERT INTO storefront.stock_movement
            (tenant_id, id, sku_id, location_id, quantity, reason, order_id, created_at)
          VALUES (\(tenant), \(StockMovementID.make(in: environment)), \(share.sku),
            \(share.location), \(share.quantity), 'release', \(order), \(now))
          """,
        ]
      }
    )
  }

  /// Moves a level by an amount unless it would become negative.
  ///
  /// - Returns: What is there now, or nothing when it would have become negative.
  func moveStock(_ sku: SKUID, at location: LocationID, by change: Int) async throws -> Int64? {
    try await value(
      """
      WITH moved AS (
        UPDATE storefront.stock_level SET available = available + \(change)
        WHERE tenant_id = \(tenant) AND sku_id = \(sku) AND location_id = \(location)
          AND available + \(change) >= 0
        RETURNING available
      ), noted AS (
        INSERT INTO storefront.stock_movement
          (tenant_id, id, sku_id, location_id, quantity, reason, created_at)
        SELECT \(tenant), \(StockMovementID.make(in: environment)), \(sku), \(location), \(change),
          'correction', \(environment.now())
        FROM moved
      )
      SELECT available FROM moved
      """
    )
  }

  /// Locks a level until the transaction ends, making an empty one when there is none.
  func lockStock(_ sku: SKUID, at location: LocationID) async throws -> Int64 {
    let available: Int64? = try await value(
      """
      INSERT INTO storefront.stock_level AS s (tenant_id, sku_id, location_id, available)
      VALUES (\(tenant), \(sku), \(location), 0)
      ON CONFLICT (tenant_id, sku_id, location_id) DO UPDATE SET available = s.available
      RETURNING available
      """
    )
    guard let available else { throw TenantStoreError.emptyAnswer }
    return available
  }
}

extension TenantQuerying {
  /// How many pieces of a SKU can be had now, over all locations.
  func available(_ sku: SKUID) async throws -> Int64 {
    try await value(
      """
      SELECT coalesce(sum(available), 0)::bigint FROM storefront.stock_level
      WHERE tenant_id = \(tenant) AND sku_id = \(sku)
      """
    ) ?? 0
  }

  /// The SKU with a merchant's own number.
  public func skuID(code: String) async throws -> SKUID? {
    try await value(
      """
      SELECT id FROM storefront.sku WHERE tenant_id = \(tenant) AND code = \(code)
      """
    )
  }

  /// The location with a merchant's short name.
  func locationID(code: String) async throws -> LocationID? {
    try await value(
      """
      SELECT id FROM storefront.location WHERE tenant_id = \(tenant) AND code = \(code)
      """
    )
  }
}
