internal import Foundation
internal import TenantStore

/// How much was taken of a lot.
struct LotShare: Hashable, TenantRow {
  let share: StockShare
  let lot: LotID

  init(row: inout ColumnReader) throws {
    share = try StockShare(row: &row)
    lot = try row.next()
  }
}

extension TenantTransaction {
  /// Takes pieces of SKUs that are kept by lot: all of each item or nothing of it, the first to
  /// expire first, and never what is recalled or too old to be sold.
  ///
  /// Like ``takeStock(_:at:for:)`` it decides by the rows that it locked.
  func takeLots(_ items: [StockDemand.Item], at place: LocationID?) async throws -> [LotShare] {
    guard !items.isEmpty else { return [] }
    return try await batch(items.map { lotQuery($0, place) })
      .flatMap { try $0.all(LotShare.self) }
  }

  private func lotQuery(_ item: StockDemand.Item, _ place: LocationID?) -> TenantQuery {
    """
    WITH lot AS (
      SELECT t.id, t.location_id, t.available, t.expires_on, l.priority
      FROM storefront.stock_lot t
      JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.id = t.location_id
      WHERE t.tenant_id = \(tenant) AND t.sku_id = \(item.sku) AND t.available > 0
        AND t.recalled_at IS NULL AND t.sell_until > \(environment.now())
        AND (\(place)::uuid IS NULL OR t.location_id = \(place))
      ORDER BY t.id FOR UPDATE OF t
    ), running AS (
      SELECT id, location_id, available, sum(available) OVER () AS total,
        sum(available) OVER (ORDER BY expires_on, priority, id) - available AS before
      FROM lot
    ), share AS (
      SELECT id, location_id, available,
        least(available, \(item.quantity) - before)::bigint AS taken
      FROM running WHERE total >= \(item.quantity) AND before < \(item.quantity)
    ), moved AS (
      UPDATE storefront.stock_lot t SET available = share.available - share.taken
      FROM share WHERE t.tenant_id = \(tenant) AND t.id = share.id
    ), held AS (
      SELECT s.location_id, s.available FROM storefront.stock_level s
      WHERE s.tenant_id = \(tenant) AND s.sku_id = \(item.sku)
        AND s.location_id IN (SELECT location_id FROM share)
      ORDER BY s.location_id FOR UPDATE
    ), level AS (
      UPDATE storefront.stock_level s SET available = held.available - place.taken
      FROM held
      JOIN (SELECT location_id, sum(taken)::bigint AS taken FROM share GROUP BY location_id) place
        USING (location_id)
      WHERE s.tenant_id = \(tenant) AND s.sku_id = \(item.sku)
        AND s.location_id = held.location_id
    )
    SELECT \(item.sku), location_id, taken, id FROM share
    """
  }

  /// Notes changes of lots.
  func recordLots(
    _ changes: [(lot: LotID, quantity: Int64)],
    _ reason: String,
    order: OrderID? = nil
  ) async throws {
    guard !changes.isEmpty else { return }
    try await execute(
      """
      INSERT INTO storefront.lot_movement
        (tenant_id, id, lot_id, quantity, reason, order_id, created_at)
      SELECT \(tenant), m.id, m.lot_id, m.quantity, \(reason), \(order), \(environment.now())
      FROM unnest(\(changes.map { _ in environment.makeID() }), \(changes.map(\.lot.uuid)),
        \(changes.map(\.quantity))) AS m (id, lot_id, quantity)
      """
    )
  }

  /// Gives the lots back that an order took, before its levels: whoever takes does it in this order.
  func releaseLots(of order: OrderID) async throws {
    let held: [HeldLot] = try await all(
      """
      SELECT lot_id, -sum(quantity)::bigint FROM storefront.lot_movement
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND order_id IS NOT NULL
      GROUP BY lot_id HAVING sum(quantity) < 0
      """
    )
    guard !held.isEmpty else { return }
    try await execute(
      """
      WITH lot AS (
        SELECT t.id FROM storefront.stock_lot t
        WHERE t.tenant_id = \(tenant) AND t.id = ANY (\(held.map(\.lot.uuid)))
        ORDER BY t.sku_id, t.id FOR UPDATE
      )
      UPDATE storefront.stock_lot t SET available = t.available + h.quantity
      FROM unnest(\(held.map(\.lot.uuid)), \(held.map(\.quantity))) AS h (id, quantity), lot
      WHERE t.tenant_id = \(tenant) AND t.id = h.id AND lot.id = t.id
      """
    )
    try await recordLots(held.map { ($0.lot, $0.quantity) }, "release", order: order)
  }

  /// Adds pieces to a lot, opening it when it is new; nothing when the lot has another date.
  func addToLot(
    _ draft: LotDraft,
    sku: SKUID,
    location: LocationID,
    sellUntil: Date
  ) async throws -> LotID? {
    try await value(
      """
      INSERT INTO storefront.stock_lot AS t
        (tenant_id, id, sku_id, location_id, code, expires_on, sell_until, available)
      VALUES (\(tenant), \(LotID.make(in: environment)), \(sku), \(location), \(draft.code),
        \(draft.expiresOn.description)::date, \(sellUntil), \(draft.quantity))
      ON CONFLICT (tenant_id, sku_id, location_id, code) DO UPDATE
      SET available = t.available + excluded.available, sell_until = excluded.sell_until
      WHERE t.expires_on = excluded.expires_on
      RETURNING id
      """
    )
  }

  /// Marks all levels of a SKU as kept by lot; from then on nothing is taken from them past its lots.
  func keepByLot(_ sku: SKUID) async throws {
    try await execute(
      """
      WITH level AS (
        SELECT location_id FROM storefront.stock_level
        WHERE tenant_id = \(tenant) AND sku_id = \(sku) AND NOT is_by_lot
        ORDER BY location_id FOR UPDATE
      )
      UPDATE storefront.stock_level s SET is_by_lot = true FROM level
      WHERE s.tenant_id = \(tenant) AND s.sku_id = \(sku) AND s.location_id = level.location_id
      """
    )
  }

  /// Moves a lot by an amount unless it would become negative.
  func moveLot(_ lot: LotID, by change: Int) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.stock_lot SET available = available + \(change)
      WHERE tenant_id = \(tenant) AND id = \(lot) AND available + \(change) >= 0
      """
    ) == 1
  }

  /// Empties a lot that is recalled or too old, and marks it when it is recalled.
  ///
  /// - Returns: Where how much was; nothing when it was empty, or is still good.
  func retireLot(_ lot: LotID, recalling: Bool) async throws -> StockShare? {
    let now = environment.now()
    return try await optional(
      """
      WITH old AS (
        SELECT id, sku_id, location_id, available FROM storefront.stock_lot
        WHERE tenant_id = \(tenant) AND id = \(lot) 
          AND (\(recalling) OR sell_until <= \(now) OR recalled_at IS NOT NULL)
        FOR UPDATE
      ), emptied AS (
        UPDATE storefront.stock_lot t
        SET available = 0,
          recalled_at = CASE WHEN \(recalling) THEN coalesce(t.recalled_at, \(now))
            ELSE t.recalled_at END
        FROM old WHERE t.tenant_id = \(tenant) AND t.id = old.id
      )
      SELECT sku_id, location_id, available FROM old WHERE available > 0
      """
    )
  }
}

private struct HeldLot: TenantRow {
  let lot: LotID
  let quantity: Int64

  init(row: inout ColumnReader) throws {
    lot = try row.next()
    quantity = try row.next()
  }
}
