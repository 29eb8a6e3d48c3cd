internal import Foundation
public import TenantStore

private struct OrderRow: TenantRow {
  let id: OrderID
  let number: String
  let placedAt: Date
  let state: OrderState
  let contact: OrderContact
  let note: String
  let locale: String
  let currency: String
  let goods: Int64
  let freight: Int64
  let adjustment: Int64
  let freightDiscount: Int64
  let total: Int64
  let provider: String
  let reference: String?
  let agreement: String?
  let progress: OrderProgress
  let bundles: [BundleRow]
  let presale: OrderPresale?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    number = try row.next()
    placedAt = try row.next()
    state = try OrderState(row: &row)
    contact = OrderContact(name: try row.next(), phone: try row.next(), address: try row.next())
    note = try row.next()
    locale = try row.next()
    currency = try row.next()
    goods = try row.next()
    freight = try row.next()
    adjustment = try row.next()
    freightDiscount = try row.next()
    total = try row.next()
    provider = try row.next()
    reference = try row.next()
    agreement = try row.next()
    progress = try OrderProgress(row: &row)
    let json: String? = try row.next()
    bundles = try json.map { try JSONDecoder().decode([BundleRow].self, from: Data($0.utf8)) } ?? []
    let (shipsFrom, promisedFrom) = (try row.next(Date?.self), try row.next(Date?.self))
    let isAwaiting: Bool = try row.next()
    presale = shipsFrom.flatMap { shipsFrom in
      promisedFrom.map {
        OrderPresale(shipsFrom: shipsFrom, promisedFrom: $0, isAwaiting: isAwaiting)
      }
    }
  }

  func order(lines: [LineRow], discounts: [DiscountRow]) throws -> Order {
    guard let currency = Currency(code: currency), let locale = LanguageTag(rawValue: locale) else {
      throw TenantStoreError.emptyAnswer
    }
    func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: currency) }
    return Order(
      id: id,
      number: number,
      placedAt: placedAt,
      state: state,
      contact: contact,
      note: note,
      locale: locale,
      goods: money(goods),
      freight: money(freight),
      adjustment: money(adjustment),
      freightDiscount: money(freightDiscount),
      total: money(total),
      provider: provider,
      paymentReference: reference,
      agreement: agreement,
      lines: lines.map { $0.line(currency) },
      bundles: bundles.map { $0.bundle(currency) },
      discounts: discounts.map { $0.discount(currency) },
      presale: presale,
      progress: progress
    )
  }
}

private struct LineRow: TenantRow {
  let product: ProductID
  let sku: SKUID
  let code: String
  let name: String
  let options: String
  let unitPrice: Int64
  let quantity: Int
  let total: Int64
  let discount: Int64
  let taxBasisPoints: Int?

  init(row: inout ColumnReader) throws {
    product = try row.next()
    sku = try row.next()
    code = try row.next()
    name = try row.next()
    options = try row.next()
    unitPrice = try row.next()
    quantity = try row.next()
    total = try row.next()
    discount = try row.next()
    taxBasisPoints = try row.next()
  }

  func line(_ currency: Currency) -> OrderLine {
    OrderLine(
      product: product,
      sku: sku,
      code: code,
      name: name,
      options: options,
      unitPrice: Money(minorUnits: unitPrice, currency: currency),
      quantity: quantity,
      total: Money(minorUnits: total, currency: currency),
      discount: Money(minorUnits: discount, currency: currency),
      taxBasisPoints: taxBasisPoints
    )
  }
}

/// A bundle as ``QueryPart/bundles`` writes it.
private struct BundleRow: Decodable {
  let product: UUID
  let sku: UUID
  let code: String
  let name: String
  let options: String
  let price: Int64
  let quantity: Int
  /// Line and pieces of each part.
  let parts: [[Int]]

  func bundle(_ currency: Currency) -> OrderBundle {
    OrderBundle(
      product: ProductID(uuid: product),
      sku: SKUID(uuid: sku),
      code: code,
      name: name,
      options: options,
      unitPrice: Money(minorUnits: price, currency: currency),
      quantity: quantity,
      parts: parts.compactMap { part in
        part.count == 2 ? OrderBundle.Part(line: part[0], quantity: part[1]) : nil
      }
    )
  }
}

private struct DiscountRow: TenantRow {
  let code: String
  let amount: Int64
  let name: String?

  init(row: inout ColumnReader) throws {
    code = try row.next()
    amount = try row.next()
    name = try row.next()
  }

  func discount(_ currency: Currency) -> OrderDiscount {
    OrderDiscount(
      code: code,
      name: name.flatMap { try? JSONDecoder().decode(LocalizedText.self, from: Data($0.utf8)) },
      amount: Money(minorUnits: amount, currency: currency)
    )
  }
}

extension QueryPart {
  /// The bundles of `customer_order o` as JSON text; nothing when there are none.
  fileprivate static let bundles: QueryPart = """
    (SELECT jsonb_agg(jsonb_build_object('product', b.product_id, 'sku', b.sku_id,
       'code', b.sku_code, 'name', b.name, 'options', b.options, 'price', b.unit_price,
       'quantity', b.quantity, 'parts', (
         SELECT jsonb_agg(jsonb_build_array(c.line, c.quantity) ORDER BY c.line)
         FROM storefront.order_bundle_part c
         WHERE c.tenant_id = $1 AND c.order_id = b.order_id AND c.position = b.position))
       ORDER BY b.position)::text
     FROM storefront.order_bundle b WHERE b.tenant_id = $1 AND b.order_id = o.id)
    """

  /// What ``OrderProgress`` reads of `customer_order o` and `pickup p`.
  fileprivate static let progress: QueryPart = """
    o.version, o.pay_by, o.cancellation, o.fulfilled_at, o.delivered_at, o.completed_at, o.region,
    (SELECT l.code FROM storefront.location l WHERE l.tenant_id = $1 AND l.id = p.location_id),
    p.code, p.collected_at, o.group_id
    """
}

extension OrderProgress {
  fileprivate init(row: inout ColumnReader) throws {
    version = try row.next()
    payBy = try row.next()
    cancellation = try row.next(String?.self).flatMap(OrderCancellation.init)
    fulfilledAt = try row.next()
    deliveredAt = try row.next()
    completedAt = try row.next()
    region = try row.next()
    let (location, code): (String?, String?) = (try row.next(), try row.next())
    let collectedAt: Date? = try row.next()
    pickup = location.flatMap { location in
      code.map { PickupTicket(location: location, code: $0, collectedAt: collectedAt) }
    }
    group = try row.next()
  }
}

extension OrderState {
  /// Reads the columns `status, payment_status, fulfilment_status`.
  init(row: inout ColumnReader) throws {
    let texts = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
    guard
      let status = Status(rawValue: texts.0), let payment = Payment(rawValue: texts.1),
      let fulfilment = Fulfilment(rawValue: texts.2)
    else { throw TenantStoreError.emptyAnswer }
    self.init(status: status, payment: payment, fulfilment: fulfilment)
  }
}

/// How an order is found.
private enum OrderKey {
  case id(OrderID)
  case token(OrderToken)
  case number(String)
  case cart(CartID, SessionID)
  case agreement(String, onlyLiving: Bool)

  /// A condition on `storefront.customer_order o`.
  var condition: QueryPart {
    switch self {
    case .id(let id): "o.id = \(id)"
    case .token(let token):
      """
      o.id = (SELECT a.order_id FROM storefront.order_access a
        WHERE a.tenant_id = $1 AND a.token_hash = \(token.hash))
      """
    case .number(let number): "o.number = \(number)"
    case .cart(let cart, let session): "o.cart_id = \(cart) AND o.session_id = \(session)"
    case .agreement(let key, let onlyLiving):
      """
      o.id = (SELECT a.id FROM storefront.customer_order a
        WHERE a.tenant_id = $1 AND a.agreement = \(key)
          AND (a.status <> 'cancelled' OR NOT \(onlyLiving)) ORDER BY a.id DESC LIMIT 1)
      """
    }
  }
}

extension TenantQuerying {
  /// The order that a secret link opens.
  public func order(token: OrderToken) async throws -> Order? { try await order(.token(token)) }

  /// The order with a number, for the merchant.
  public func order(number: String) async throws -> Order? { try await order(.number(number)) }

  /// An order by its id.
  public func order(_ id: OrderID) async throws -> Order? { try await order(.id(id)) }

  /// The session that placed an order; nothing for one that was agreed on before.
  public func session(ofOrder order: OrderID) async throws -> SessionID? {
    try await value(
      """
      SELECT session_id FROM storefront.customer_order
      WHERE tenant_id = \(tenant) AND id = \(order)
      """,
      as: SessionID?.self
    ).flatMap { $0 }
  }

  /// The order that a session made of a cart.
  func order(cart: CartID, session: SessionID) async throws -> Order? {
    try await order(.cart(cart, session))
  }

  /// The order of an agreement that is not called off.
  func livingOrder(ofAgreement key: String) async throws -> Order? {
    try await order(.agreement(key, onlyLiving: true))
  }

  /// The latest order of an agreement, called off or not.
  public func order(ofAgreement key: String) async throws -> Order? {
    try await order(.agreement(key, onlyLiving: false))
  }

  private func order(_ key: OrderKey) async throws -> Order? {
    let results = try await batch([
      """
      SELECT o.id, o.number, o.placed_at, o.status, o.payment_status, o.fulfilment_status,
        o.contact_name, o.contact_phone, o.contact_address, o.note, o.locale, o.currency,
        o.goods, o.freight, o.adjustment, o.freight_discount, o.total, o.provider,
        o.payment_reference, o.agreement, \(QueryPart.progress), \(QueryPart.bundles),
        o.ships_from, o.promised_from, o.is_awaiting
      FROM storefront.customer_order o
      LEFT JOIN storefront.pickup p ON p.tenant_id = \(tenant) AND p.order_id = o.id
      WHERE o.tenant_id = \(tenant) AND \(key.condition)
      """,
      """
      SELECT l.product_id, l.sku_id, l.sku_code, l.name, l.options, l.unit_price, l.quantity,
        l.line_total, l.discount, l.tax_basis_points
      FROM storefront.customer_order o
      JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
      WHERE o.tenant_id = \(tenant) AND \(key.condition) ORDER BY l.position
      """,
      """
      SELECT a.code, a.amount, p.name::text
      FROM storefront.customer_order o
      JOIN storefront.order_adjustment a ON a.tenant_id = \(tenant) AND a.order_id = o.id
      LEFT JOIN storefront.promotion p
        ON p.tenant_id = \(tenant) AND a.code = 'promotion.' || p.code
      WHERE o.tenant_id = \(tenant) AND \(key.condition) ORDER BY a.position
      """,
    ])
    guard results.count == 3, let row = try results[0].optional(OrderRow.self) else { return nil }
    return try row.order(lines: results[1].all(), discounts: results[2].all())
  }

  /// One page of the orders that a merchant wants to see, newest first.
  ///
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list.
  public func orders(_ query: OrderListQuery) async throws -> OrderPage {
    var filter = query.filter(at: environment.now())
    if let cursor = query.cursor {
      filter = filter + " AND o.id < \(try ListCursor(cursor, order: "orders").id)"
    }
    let limit = min(max(query.limit, 1), 100)
    let rows: [SummaryRow] = try await all(
      """
      SELECT o.id, o.number, o.placed_at, o.status, o.payment_status, o.fulfilment_status,
        o.contact_name, o.total, o.currency, o.provider,
        (SELECT sum(l.quantity)::bigint FROM storefront.order_line l
         WHERE l.tenant_id = \(tenant) AND l.order_id = o.id)
      FROM storefront.customer_order o WHERE o.tenant_id = \(tenant)\(filter)
      ORDER BY o.id DESC LIMIT \(limit + 1)
      """
    )
    let items = rows.prefix(limit).map(\.summary)
    let next =
      rows.count > limit
      ? items.last.map { ListCursor(order: "orders", key: 0, id: $0.id.uuid).text } : nil
    return OrderPage(items: Array(items), next: next)
  }
}

private struct SummaryRow: TenantRow {
  let summary: OrderSummary

  init(row: inout ColumnReader) throws {
    let id: OrderID = try row.next()
    let number: String = try row.next()
    let placedAt: Date = try row.next()
    let state = try OrderState(row: &row)
    let name: String = try row.next()
    let total: Int64 = try row.next()
    let code: String = try row.next()
    guard let currency = Currency(code: code) else { throw TenantStoreError.emptyAnswer }
    let provider: String = try row.next()
    let quantity = try row.next(Int64?.self) ?? 0
    summary = OrderSummary(
      id: id,
      number: number,
      placedAt: placedAt,
      state: state,
      contactName: name,
      total: Money(minorUnits: total, currency: currency),
      quantity: Int(quantity),
      provider: provider
    )
  }
}
