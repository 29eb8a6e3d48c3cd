public import Foundation
public import TenantStore

/// A refund that is about to be written.
struct RefundDraft {
  let id: RefundID
  let order: OrderID
  /// The payment; nothing means the one that the order was paid with.
  var payment: PaymentID?
  let key: UUID
  let amount: Money
  let reason: String
}

/// What a settled refund means for its order.
enum SettledRefund: String {
  /// All that was paid is back.
  case whole
  /// Some of it is left.
  case part
  /// The money was no payment of the order.
  case surplus
}

private struct RefundRow: TenantRow {
  let refund: Refund

  init(row: inout ColumnReader) throws {
    let id: RefundID = try row.next()
    let order: OrderID = try row.next()
    let number: String = try row.next()
    let provider: String = try row.next()
    let key: UUID = try row.next()
    let amount: Int64 = try row.next()
    let code: String = try row.next()
    let reason: String = try row.next()
    let status: String = try row.next()
    guard let currency = Currency(code: code), let status = Refund.Status(rawValue: status) else {
      throw TenantStoreError.emptyAnswer
    }
    refund = Refund(
      id: id,
      order: order,
      orderNumber: number,
      provider: provider,
      key: key,
      amount: Money(minorUnits: amount, currency: currency),
      reason: reason,
      status: status,
      reference: try row.next(),
      requestedAt: try row.next(),
      settledAt: try row.next(),
      hold: try RefundHold(row: &row)
    )
  }
}

extension RefundHold {
  /// Reads who asked and who said yes; nothing where nobody has to.
  fileprivate init?(row: inout ColumnReader) throws {
    let (askedBy, approvedBy): (String?, String?) = (try row.next(), try row.next())
    guard let askedBy else { return nil }
    self.init(askedBy: askedBy, approvedBy: approvedBy)
  }
}

private struct BalanceRow: TenantRow {
  let balance: PaymentBalance

  init(row: inout ColumnReader) throws {
    let amounts = (try row.next(Int64.self), try row.next(Int64.self), try row.next(Int64.self))
    guard let currency = Currency(code: try row.next()) else { throw TenantStoreError.emptyAnswer }
    func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: currency) }
    balance = PaymentBalance(
      paid: money(amounts.0),
      claimed: money(amounts.1),
      refunded: money(amounts.2)
    )
  }
}

extension TenantQuerying {
  /// A refund.
  public func refund(_ id: RefundID) async throws -> Refund? {
    try await refunds("r.id = \(id)", limit: 1).first
  }

  /// The refund that a key was used for.
  public func refund(key: UUID) async throws -> Refund? {
    try await refunds("r.key = \(key)", limit: 1).first
  }

  /// Refunds, newest first.
  public func refunds(_ query: RefundListQuery) async throws -> [Refund] {
    var filter: QueryPart = "true"
    if query.onlyOpen { filter = filter + " AND r.status IN ('requested', 'sent')" }
    if let order = query.order { filter = filter + " AND r.order_id = \(order)" }
    if let before = query.before { filter = filter + " AND r.id < \(before)" }
    return try await refunds(filter, limit: min(max(query.limit, 1), 100))
  }

  private func refunds(_ filter: QueryPart, limit: Int) async throws -> [Refund] {
    let rows: [RefundRow] = try await all(
      """
      SELECT r.id, r.order_id, o.number, p.provider, r.key, r.amount, o.currency, r.reason, r.status,
        r.reference, r.requested_at, r.settled_at, h.asked_by, h.approved_by
      FROM storefront.refund r
      JOIN storefront.payment p ON p.tenant_id = \(tenant) AND p.id = r.payment_id
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
      LEFT JOIN storefront.refund_hold h ON h.tenant_id = \(tenant) AND h.refund_id = r.id
      WHERE r.tenant_id = \(tenant) AND \(filter) ORDER BY r.id DESC LIMIT \(limit)
      """
    )
    return rows.map(\.refund)
  }

  /// What has happened to an order's money; nothing when there is no such order.
  public func paymentBalance(of order: OrderID) async throws -> PaymentBalance? {
    let row: BalanceRow? = try await optional(
      """
      SELECT coalesce(sum(p.paid), 0)::bigint, coalesce(sum(p.refund_claimed), 0)::bigint,
        coalesce(sum(p.refunded), 0)::bigint, o.currency
      FROM storefront.customer_order o
      LEFT JOIN storefront.payment p ON p.tenant_id = \(tenant) AND p.order_id = o.id
        AND p.status <> 'surplus'
      WHERE o.tenant_id = \(tenant) AND o.id = \(order) GROUP BY o.currency
      """
    )
    return row?.balance
  }
}

extension TenantTransaction {
  /// Claims a refund's amount and writes the refund; false when less than that is left.
  func claimRefund(_ draft: RefundDraft, by actor: Actor) async throws -> Bool {
    let (amount, now) = (draft.amount.minorUnits, environment.now())
    return try await execute(
      """
      WITH claimed AS (
        UPDATE storefront.payment SET refund_claimed = refund_claimed + \(amount)
        WHERE tenant_id = \(tenant) AND order_id = \(draft.order)
          AND CASE WHEN \(draft.payment)::uuid IS NULL THEN status = 'paid'
            ELSE id = \(draft.payment) AND status IN ('paid', 'surplus') END
          AND refund_claimed + \(amount) <= paid
        RETURNING id
      ), written AS (
        INSERT INTO storefront.refund
          (tenant_id, id, payment_id, order_id, key, amount, reason, status, requested_at)
        SELECT \(tenant), \(draft.id), claimed.id, \(draft.order), \(draft.key), \(amount),
          \(draft.reason), 'requested', \(now)
        FROM claimed RETURNING id, payment_id
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, refund_id, kind, amount, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), written.payment_id, written.id,
        'refund_requested', \(amount), \(actor.description), \(now)
      FROM written
      """
    ) == 1
  }

  /// Ends an open refund as done.
  ///
  /// - Returns: What it means for the order; nothing when the refund was not open.
  func settleRefund(_ id: RefundID, reference: String?, by actor: Actor) async throws
    -> SettledRefund?
  {
    let now = environment.now()
    let meaning: String? = try await value(
      """
      WITH settled AS (
        UPDATE storefront.refund
        SET status = 'done', reference = coalesce(\(reference), reference), settled_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND status IN ('requested', 'sent')
          AND NOT EXISTS (SELECT FROM storefront.refund_hold h
            WHERE h.tenant_id = \(tenant) AND h.refund_id = \(id) AND h.approved_by IS NULL)
        RETURNING id, payment_id, amount, reference
      ), returned AS (
        UPDATE storefront.payment p
        SET refunded = p.refunded + s.amount,
          status = CASE WHEN p.status = 'paid' AND p.refunded + s.amount = p.paid
            THEN 'refunded' ELSE p.status END
        FROM settled s WHERE p.tenant_id = \(tenant) AND p.id = s.payment_id
        RETURNING CASE p.status WHEN 'surplus' THEN 'surplus' WHEN 'refunded' THEN 'whole'
          ELSE 'part' END AS meaning
      ), noted AS (
        INSERT INTO storefront.payment_event
          (tenant_id, id, payment_id, refund_id, kind, amount, reference, actor, created_at)
        SELECT \(tenant), \(PaymentEventID.make(in: environment)), s.payment_id, s.id, 'refunded',
          s.amount, s.reference, \(actor.description), \(now)
        FROM settled s
      )
      SELECT meaning FROM returned
      """
    )
    return meaning.flatMap(SettledRefund.init)
  }

  /// Ends an open refund as failed and frees what it claimed; false when it was not open.
  func releaseRefund(_ id: RefundID, by actor: Actor) async throws -> Bool {
    let now = environment.now()
    return try await execute(
      """
      WITH failed AS (
        UPDATE storefront.refund SET status = 'failed', settled_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND status IN ('requested', 'sent')
        RETURNING id, payment_id, amount
      ), freed AS (
        UPDATE storefront.payment p SET refund_claimed = p.refund_claimed - f.amount
        FROM failed f WHERE p.tenant_id = \(tenant) AND p.id = f.payment_id
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, refund_id, kind, amount, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), f.payment_id, f.id, 'refund_failed',
        f.amount, \(actor.description), \(now)
      FROM failed f
      """
    ) == 1
  }
}
