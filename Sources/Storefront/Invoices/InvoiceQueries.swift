internal import Foundation
public import TenantStore

private struct InvoiceRow: TenantRow {
  let invoice: Invoice

  init(row: inout ColumnReader) throws {
    let (id, order) = (try row.next(InvoiceID.self), try row.next(OrderID.self))
    let (number, code) = (try row.next(String.self), try row.next(String.self))
    let word: String = try row.next()
    guard let currency = Currency(code: code), let state = InvoiceState(rawValue: word) else {
      throw TenantStoreError.emptyAnswer
    }
    let form = InvoiceForm(
      title: try row.next(),
      taxNumber: try row.next(),
      email: try row.next()
    )
    let (amount, kept) = (try row.next(Int64?.self), try row.next(Int64.self))
    invoice = Invoice(
      id: id,
      order: order,
      orderNumber: number,
      state: state,
      form: form,
      amount: amount.map { Money(minorUnits: $0, currency: currency) },
      kept: Money(minorUnits: kept, currency: currency),
      number: try row.next(),
      reason: try row.next(),
      requestedAt: try row.next(),
      decidedAt: try row.next()
    )
  }
}

/// Which invoices a merchant wants to see, newest first.
public struct InvoiceListQuery: Hashable, Sendable {
  /// Only those that stand there.
  public var state: InvoiceState?
  /// Only those of an order.
  public var order: OrderID?
  /// Only those before this one.
  public var before: InvoiceID?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 30.
  public var limit = 30

  /// Asks for the latest thirty.
  public init() {}
}

extension TenantQuerying {
  /// Invoices, newest first.
  public func invoices(_ query: InvoiceListQuery) async throws -> [Invoice] {
    var condition: QueryPart = "true"
    if let state = query.state { condition = condition + " AND i.state = \(state.rawValue)" }
    if let order = query.order { condition = condition + " AND i.order_id = \(order)" }
    if let before = query.before { condition = condition + " AND i.id < \(before)" }
    return try await invoices(where: condition, limit: max(1, min(query.limit, 100)))
  }

  /// An invoice.
  public func invoice(_ id: InvoiceID) async throws -> Invoice? {
    try await invoices(where: "i.id = \(id)", limit: 1).first
  }

  private func invoices(where condition: QueryPart, limit: Int) async throws -> [Invoice] {
    let rows: [InvoiceRow] = try await all(
      """
      SELECT i.id, i.order_id, o.number, o.currency, i.state, i.title, i.tax_number, i.email,
        i.amount, (SELECT coalesce(sum(p.paid - p.refunded), 0)::bigint FROM storefront.payment p
          WHERE p.tenant_id = \(tenant) AND p.order_id = i.order_id AND p.status <> 'surplus'),
        i.number, i.reason, i.requested_at, i.decided_at
      FROM storefront.invoice i
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = i.order_id
      WHERE i.tenant_id = \(tenant) AND \(condition) ORDER BY i.id DESC LIMIT \(limit)
      """
    )
    return rows.map(\.invoice)
  }
}

extension TenantTransaction {
  /// The invoice of an order that lives, locked until the transaction ends.
  func lockLivingInvoice(of order: OrderID) async throws -> InvoiceID? {
    try await value(
      """
      SELECT id FROM storefront.invoice WHERE tenant_id = \(tenant) AND order_id = \(order)
        AND state IN ('requested', 'issued') FOR UPDATE
      """
    )
  }

  /// Where an invoice stands, locked until the transaction ends.
  func lockInvoice(_ id: InvoiceID) async throws -> InvoiceState? {
    let state: String? = try await value(
      "SELECT state FROM storefront.invoice WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE"
    )
    return state.flatMap(InvoiceState.init)
  }

  /// Writes a wish, or what it says now.
  func writeInvoice(_ form: InvoiceForm, id: InvoiceID, of order: OrderID) async throws {
    try await execute(
      """
      INSERT INTO storefront.invoice
        (tenant_id, id, order_id, state, title, tax_number, email, requested_at)
      VALUES (\(tenant), \(id), \(order), 'requested', \(form.title), \(form.taxNumber),
        \(form.email), \(environment.now()))
      ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title,
        tax_number = excluded.tax_number, email = excluded.email
      """
    )
  }

  /// Moves an invoice to a state.
  func decideInvoice(
    _ id: InvoiceID,
    _ state: InvoiceState,
    number: String?,
    amount: Int64?,
    reason: String
  ) async throws {
    try await execute(
      """
      UPDATE storefront.invoice SET state = \(state.rawValue),
        number = coalesce(\(number)::text, number), amount = coalesce(\(amount)::bigint, amount),
        reason = \(reason), decided_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }
}
