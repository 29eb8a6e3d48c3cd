internal import Foundation
public import TenantStore

private struct RequestRow: TenantRow {
  let id: ReturnID
  let order: OrderID
  let number: String
  let currency: String
  let kind: String
  let reason: String
  let state: String
  let note: String
  let reply: String
  let carrier: String
  let trackingNumber: String
  let goodsRefund: Int64
  let freightRefund: Int64
  let isWayBackFree: Bool
  let isInStore: Bool
  let requestedAt: Date
  let closedAt: Date?
  let dueAt: Date?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    order = try row.next()
    number = try row.next()
    currency = try row.next()
    kind = try row.next()
    reason = try row.next()
    state = try row.next()
    note = try row.next()
    reply = try row.next()
    carrier = try row.next()
    trackingNumber = try row.next()
    goodsRefund = try row.next()
    freightRefund = try row.next()
    isWayBackFree = try row.next()
    isInStore = try row.next()
    requestedAt = try row.next()
    closedAt = try row.next()
    dueAt = try row.next()
  }

  func request(_ lines: [LineRow], _ pictures: [PictureRow]) throws -> ReturnRequest {
    guard let currency = Currency(code: currency), let kind = ReturnKind(rawValue: kind),
      let reason = ReturnReason(rawValue: reason), let state = ReturnState(rawValue: state)
    else { throw TenantStoreError.emptyAnswer }
    return ReturnRequest(
      id: id,
      order: order,
      orderNumber: number,
      kind: kind,
      reason: reason,
      state: state,
      note: note,
      reply: reply,
      carrier: carrier,
      trackingNumber: trackingNumber,
      goodsRefund: Money(minorUnits: goodsRefund, currency: currency),
      freightRefund: Money(minorUnits: freightRefund, currency: currency),
      isWayBackFree: isWayBackFree,
      isInStore: isInStore,
      requestedAt: requestedAt,
      closedAt: closedAt,
      dueAt: dueAt,
      lines: lines.filter { $0.request == id }.map(\.line),
      pictures: pictures.filter { $0.request == id }.map(\.picture)
    )
  }
}

private struct LineRow: TenantRow {
  let request: ReturnID
  let line: ReturnLine

  init(row: inout ColumnReader) throws {
    request = try row.next()
    line = ReturnLine(
      position: try row.next(),
      code: try row.next(),
      name: try row.next(),
      quantity: try row.next(),
      isOpened: try row.next(),
      isRestocked: try row.next()
    )
  }
}

private struct PictureRow: TenantRow {
  let request: ReturnID
  let picture: MediaID

  init(row: inout ColumnReader) throws {
    request = try row.next()
    picture = MediaID(sha256: try row.next())
  }
}

/// Which requests a merchant wants to see, newest first.
public struct ReturnListQuery: Hashable, Sendable {
  /// Only those that stand there.
  public var state: ReturnState?
  /// Only those that wait for somebody.
  public var onlyOpen = false
  /// Only those of an order.
  public var order: OrderID?
  /// Only those before this one.
  public var before: ReturnID?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for the latest fifty.
  public init() {}
}

extension TenantQuerying {
  /// A request.
  public func returnRequest(_ id: ReturnID) async throws -> ReturnRequest? {
    try await returnRequests("r.id = \(id)", limit: 1).first
  }

  /// Requests, newest first.
  public func returnRequests(_ query: ReturnListQuery) async throws -> [ReturnRequest] {
    var filter: QueryPart = "true"
    if let state = query.state { filter = filter + " AND r.state = \(state.rawValue)" }
    if query.onlyOpen { filter = filter + " AND r.closed_at IS NULL" }
    if let order = query.order { filter = filter + " AND r.order_id = \(order)" }
    if let before = query.before { filter = filter + " AND r.id < \(before)" }
    return try await returnRequests(filter, limit: min(max(query.limit, 1), 100))
  }

  private func returnRequests(_ filter: QueryPart, limit: Int) async throws -> [ReturnRequest] {
    let results = try await batch([
      """
      SELECT r.id, r.order_id, o.number, o.currency, r.kind, r.reason, r.state, r.note, r.reply,
        r.carrier, r.tracking_number, r.goods_refund, r.freight_refund, r.is_way_back_free,
        r.location_id IS NOT NULL, r.requested_at, r.closed_at, r.due_at
      FROM storefront.return_request r
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
      WHERE r.tenant_id = \(tenant) AND \(filter) ORDER BY r.id DESC LIMIT \(limit)
      """,
      """
      SELECT l.request_id, l.position, o.sku_code, o.name, l.quantity, l.is_opened, l.is_restocked
      FROM storefront.return_line l
      JOIN storefront.order_line o
        ON o.tenant_id = \(tenant) AND o.order_id = l.order_id AND o.position = l.position
      WHERE l.tenant_id = \(tenant) AND l.request_id IN (
        SELECT r.id FROM storefront.return_request r
        WHERE r.tenant_id = \(tenant) AND \(filter) ORDER BY r.id DESC LIMIT \(limit))
      ORDER BY l.request_id, l.position
      """,
      """
      SELECT p.request_id, p.sha256 FROM storefront.return_picture p
      WHERE p.tenant_id = \(tenant) AND p.request_id IN (
        SELECT r.id FROM storefront.return_request r
        WHERE r.tenant_id = \(tenant) AND \(filter) ORDER BY r.id DESC LIMIT \(limit))
      ORDER BY p.request_id, p.added_at, p.sha256
      """,
    ])
    guard results.count == 3 else { throw TenantStoreError.emptyAnswer }
    let (lines, pictures) = (try results[1].all(LineRow.self), try results[2].all(PictureRow.self))
    return try results[0].all(RequestRow.self).map { try $0.request(lines, pictures) }
  }

  /// The request whose money goes back by a refund; nothing for any other refund.
  func returnRequest(refundedBy refund: RefundID) async throws -> ReturnID? {
    try await value(
      """
      SELECT id FROM storefront.return_request
      WHERE tenant_id = \(tenant) AND refund_id = \(refund)
      """
    )
  }

  /// The categories of an order's lines, by the line's position: short names from the top.
  func lineCategories(of order: OrderID) async throws -> [Int: [String]] {
    let rows: [CategoryRow] = try await all(
      """
      SELECT l.position, array_remove(ARRAY[above.slug, own.slug], NULL)
      FROM storefront.order_line l
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = l.product_id
      JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      LEFT JOIN storefront.category above
        ON above.tenant_id = \(tenant) AND above.id = own.parent_id
      WHERE l.tenant_id = \(tenant) AND l.order_id = \(order)
      """
    )
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.position, $0.categories) })
  }

  /// Requests whose deadline is over and that nobody was told of, the oldest first; at most 500.
  func overdueReturns() async throws -> [ReturnID] {
    try await values(
      """
      SELECT id FROM storefront.return_request
      WHERE tenant_id = \(tenant) AND closed_at IS NULL AND due_at <= \(environment.now())
        AND overdue_at IS NULL
      ORDER BY due_at, id LIMIT 500
      """
    )
  }
}

private struct CategoryRow: TenantRow {
  let position: Int
  let categories: [String]

  init(row: inout ColumnReader) throws {
    position = try row.next()
    categories = try row.next()
  }
}
