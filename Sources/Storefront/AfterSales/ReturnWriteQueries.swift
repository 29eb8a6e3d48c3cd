internal import Foundation
internal import TenantStore

/// What changes of a request beside its state.
struct ReturnChange {
  var reply: String?
  var carrier: String?
  var trackingNumber: String?
  var goodsRefund: Int64 = 0
  var freightRefund: Int64 = 0
  /// The refund that the money goes back by.
  var refund: RefundID?
  /// By when the next step has to be taken; nothing when none is left.
  var dueAt: Date?
}

extension TenantTransaction {
  /// Claims pieces for a request unless more would be claimed than have left.
  ///
  /// - Returns: How many lines could be claimed.
  func claimPieces(_ pieces: ShipmentRule.Contents, of order: OrderID) async throws -> Int {
    let lines = pieces.sorted { $0.key < $1.key }
    return try await execute(
      """
      UPDATE storefront.order_line_account a SET claimed = a.claimed + c.quantity
      FROM unnest(\(lines.map(\.key)), \(lines.map(\.value))) AS c (position, quantity)
      WHERE a.tenant_id = \(tenant) AND a.order_id = \(order) AND a.position = c.position
        AND a.claimed + c.quantity <= a.shipped
      """
    )
  }

  /// Lets go of what a request claimed.
  func releasePieces(_ pieces: ShipmentRule.Contents, of order: OrderID) async throws {
    let lines = pieces.sorted { $0.key < $1.key }
    try await execute(
      """
      UPDATE storefront.order_line_account a SET claimed = a.claimed - c.quantity
      FROM unnest(\(lines.map(\.key)), \(lines.map(\.value))) AS c (position, quantity)
      WHERE a.tenant_id = \(tenant) AND a.order_id = \(order) AND a.position = c.position
      """
    )
  }

  /// Settles the claimed pieces of a request with their money unless more would go back than was
  /// paid.
  ///
  /// - Returns: How many lines could be settled.
  func settlePieces(
    _ pieces: [(position: Int, quantity: Int, amount: Int64)],
    of request: ReturnRequest
  ) async throws -> Int {
    let settled: Int? = try await value(
      """
      WITH share AS (
        SELECT * FROM unnest(\(pieces.map(\.position)), \(pieces.map(\.quantity)),
          \(pieces.map(\.amount))) AS c (position, quantity, amount)
      ), settled AS (
        UPDATE storefront.order_line_account a
        SET settled = a.settled + c.quantity, refunded = a.refunded + c.amount
        FROM share c
        WHERE a.tenant_id = \(tenant) AND a.order_id = \(request.order) AND a.position = c.position
          AND a.settled + c.quantity <= a.claimed AND a.refunded + c.amount <= a.paid
        RETURNING a.position, c.amount
      ), noted AS (
        UPDATE storefront.return_line l SET refunded = s.amount
        FROM settled s
        WHERE l.tenant_id = \(tenant) AND l.request_id = \(request.id) AND l.position = s.position
      )
      SELECT count(*)::integer FROM settled
      """
    )
    return settled ?? 0
  }

  /// Takes back what was settled for a request whose money did not go back; its pieces stay claimed.
  func unsettlePieces(of request: ReturnRequest) async throws {
    try await execute(
      """
      WITH share AS (
        SELECT position, quantity, refunded FROM storefront.return_line
        WHERE tenant_id = \(tenant) AND request_id = \(request.id)
      ), forgotten AS (
        UPDATE storefront.return_line SET refunded = 0
        WHERE tenant_id = \(tenant) AND request_id = \(request.id)
      )
      UPDATE storefront.order_line_account a
      SET settled = a.settled - s.quantity, refunded = a.refunded - s.refunded
      FROM share s
      WHERE a.tenant_id = \(tenant) AND a.order_id = \(request.order) AND a.position = s.position
      """
    )
  }

  /// Writes a request with its lines.
  func insertReturn(
    _ id: ReturnID,
    _ form: ReturnForm,
    _ lines: [(position: Int, quantity: Int, isOpened: Bool)],
    of order: OrderID,
    dueAt: Date
  ) async throws {
    _ = try await batch([
      """
      INSERT INTO storefront.return_request
        (tenant_id, id, order_id, kind, reason, state, note, requested_at, due_at)
      VALUES (\(tenant), \(id), \(order), \(form.kind.rawValue), \(form.reason.rawValue),
        'requested', \(form.note), \(environment.now()), \(dueAt))
      """,
      """
      INSERT INTO storefront.return_line
        (tenant_id, request_id, order_id, position, quantity, is_opened)
      SELECT \(tenant), \(id), \(order), l.position, l.quantity, l.is_opened
      FROM unnest(\(lines.map(\.position)), \(lines.map(\.quantity)), \(lines.map(\.isOpened)))
        AS l (position, quantity, is_opened)
      """,
    ])
  }

  /// Moves a request from one state to another, and only from that one.
  func moveReturn(
    _ id: ReturnID,
    from old: ReturnState,
    to new: ReturnState,
    _ change: ReturnChange
  ) async throws {
    let now = environment.now()
    let moved = try await execute(
      """
      UPDATE storefront.return_request
      SET state = \(new.rawValue), reply = coalesce(\(change.reply), reply),
        carrier = coalesce(\(change.carrier), carrier),
        tracking_number = coalesce(\(change.trackingNumber), tracking_number),
        goods_refund = \(change.goodsRefund), freight_refund = \(change.freightRefund),
        refund_id = \(change.refund), due_at = \(change.dueAt), overdue_at = NULL,
        received_at = CASE WHEN \(new == .received) THEN \(now) ELSE received_at END,
        closed_at = CASE WHEN \(new.isFinal) THEN \(now)::timestamptz END
      WHERE tenant_id = \(tenant) AND id = \(id) AND state = \(old.rawValue)
      """
    )
    guard moved == 1 else { throw StorefrontRefusal(.returnTransitionRefused) }
  }

  /// Notes that the shop bears the way back; false where it is noted.
  func bearWayBack(_ id: ReturnID) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.return_request SET is_way_back_free = true
      WHERE tenant_id = \(tenant) AND id = \(id) AND NOT is_way_back_free
      """
    ) == 1
  }

  /// Notes that somebody is told of a deadline that is over; false when somebody was.
  func noteOverdue(_ id: ReturnID) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.return_request SET overdue_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND overdue_at IS NULL
      """
    ) == 1
  }

  /// Adds a picture to a request unless it has six; adding the same again changes nothing.
  ///
  /// - Returns: Whether the picture belongs to the request then.
  func addPicture(_ picture: MediaID, to id: ReturnID) async throws -> Bool {
    let results = try await batch([
      """
      INSERT INTO storefront.return_picture (tenant_id, request_id, sha256, added_at)
      SELECT \(tenant), \(id), \(picture.sha256), \(environment.now())
      WHERE (SELECT count(*) FROM storefront.return_picture
        WHERE tenant_id = \(tenant) AND request_id = \(id)) < 6
      ON CONFLICT (tenant_id, request_id, sha256) DO NOTHING
      """,
      """
      SELECT EXISTS (SELECT FROM storefront.return_picture
        WHERE tenant_id = \(tenant) AND request_id = \(id) AND sha256 = \(picture.sha256))
      """,
    ])
    return try results.last?.values(Bool.self).first ?? false
  }

  /// Puts pieces that came back on sale where they are, or where they were taken from first, and
  /// notes it.
  func restock(
    _ positions: [Int],
    of request: ReturnID,
    order: OrderID,
    at place: LocationID?
  ) async throws {
    guard !positions.isEmpty else { return }
    try await execute(
      """
      WITH back AS (
        UPDATE storefront.return_line l SET is_restocked = true
        FROM storefront.order_line o
        WHERE l.tenant_id = \(tenant) AND l.request_id = \(request)
          AND l.position = ANY (\(positions)) AND NOT l.is_restocked
          AND o.tenant_id = \(tenant) AND o.order_id = l.order_id AND o.position = l.position
          AND NOT EXISTS (SELECT FROM storefront.stock_lot t
            WHERE t.tenant_id = \(tenant) AND t.sku_id = o.sku_id)
        RETURNING l.order_id, l.position, l.quantity
      ), place AS (
        SELECT o.sku_id, coalesce(\(place)::uuid, a.location_id) AS location_id, b.quantity
        FROM back b
        JOIN storefront.order_line o
          ON o.tenant_id = \(tenant) AND o.order_id = b.order_id AND o.position = b.position
        CROSS JOIN LATERAL (
          SELECT location_id FROM storefront.order_line_allocation
          WHERE tenant_id = \(tenant) AND order_id = b.order_id AND position = b.position
          ORDER BY location_id LIMIT 1
        ) a
      ), level AS (
        INSERT INTO storefront.stock_level AS s (tenant_id, sku_id, location_id, available)
        SELECT \(tenant), p.sku_id, p.location_id, p.quantity FROM place p
        ON CONFLICT (tenant_id, sku_id, location_id) DO UPDATE
        SET available = s.available + excluded.available
      )
      INSERT INTO storefront.stock_movement
        (tenant_id, id, sku_id, location_id, quantity, reason, order_id, created_at)
      SELECT \(tenant), m.id, p.sku_id, p.location_id, p.quantity, 'return', \(order),
        \(environment.now())
      FROM (SELECT *, row_number() OVER (ORDER BY sku_id) AS place FROM place) p
      JOIN unnest(\(positions.map { _ in environment.makeID() })) WITH ORDINALITY AS m (id, place)
        ON m.place = p.place
      """
    )
  }

  /// Notes what left to replace goods that came back.
  func recordExchange(_ shares: [StockShare], order: OrderID) async throws {
    let ids = shares.map { _ in environment.makeID() }
    try await execute(
      """
      INSERT INTO storefront.stock_movement
        (tenant_id, id, sku_id, location_id, quantity, reason, order_id, created_at)
      SELECT \(tenant), m.id, m.sku_id, m.location_id, -m.quantity, 'exchange', \(order),
        \(environment.now())
      FROM unnest(\(ids), \(shares.map(\.sku.uuid)), \(shares.map(\.location.uuid)),
        \(shares.map(\.quantity))) AS m (id, sku_id, location_id, quantity)
      """
    )
  }
}
