internal import Foundation
internal import TenantStore

extension OnlinePayment: TenantRow {
  init(row: inout ColumnReader) throws {
    id = try row.next()
    order = try row.next()
    orderNumber = try row.next()
    orderState = try OrderState(row: &row)
    let provider: String = try row.next()
    let status: String = try row.next()
    let amount: Int64 = try row.next()
    let code: String = try row.next()
    guard let status = LedgerPayment.Status(rawValue: status), let currency = Currency(code: code)
    else { throw TenantStoreError.emptyAnswer }
    ledger = LedgerPayment(
      provider: provider,
      status: status,
      amount: Money(minorUnits: amount, currency: currency),
      reference: try row.next()
    )
    begunAt = try row.next()
    session = try row.next()
    prompts = try row.next()
    let kind: String? = try row.next()
    let text: String? = try row.next()
    let until: Date? = try row.next()
    if let kind = kind.flatMap(PaymentPrompt.Kind.init), let text, let until {
      prompt = PaymentPrompt(kind, text, validUntil: until, session: session)
    } else {
      prompt = nil
    }
  }
}

extension TenantQuerying {
  /// A payment.
  func onlinePayment(_ id: PaymentID) async throws -> OnlinePayment? {
    try await onlinePayment("p.id = \(id)")
  }

  /// The latest attempt to pay an order.
  func latestPayment(of order: OrderID) async throws -> OnlinePayment? {
    try await onlinePayment("p.order_id = \(order)")
  }

  /// The payment that a refund gives back.
  func payment(of refund: RefundID) async throws -> OnlinePayment? {
    try await onlinePayment(
      """
      p.id = (SELECT r.payment_id FROM storefront.refund r
        WHERE r.tenant_id = $1 AND r.id = \(refund))
      """
    )
  }

  private func onlinePayment(_ condition: QueryPart) async throws -> OnlinePayment? {
    try await optional(
      """
      SELECT p.id, p.order_id, o.number, o.status, o.payment_status, o.fulfilment_status, p.provider,
        p.status, p.amount, o.currency, p.provider_reference, p.created_at, p.session, p.prompts,
        p.prompt_kind, p.prompt, p.prompt_until
      FROM storefront.payment p
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = p.order_id
      WHERE p.tenant_id = \(tenant) AND \(condition) ORDER BY p.id DESC LIMIT 1
      """
    )
  }
}

extension TenantTransaction {
  /// Keeps where a shopper pays; false when the payment is not awaited any more.
  func keep(_ prompt: PaymentPrompt, of payment: PaymentID) async throws -> Bool {
    let now = environment.now()
    return try await execute(
      """
      WITH kept AS (
        UPDATE storefront.payment
        SET prompt_kind = \(prompt.kind.rawValue), prompt = \(prompt.text),
          prompt_until = \(prompt.validUntil), session = \(prompt.session), prompts = prompts + 1
        WHERE tenant_id = \(tenant) AND id = \(payment) AND status = 'pending' RETURNING id, amount
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, amount, reference, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), kept.id, 'prompted', kept.amount,
        \(prompt.session), \(Actor.shopper.description), \(now)
      FROM kept
      """
    ) == 1
  }

  /// Notes that money arrived for one payment, whether it was awaited or called off.
  ///
  /// Another attempt that still waits is called off by it: an order has one live payment.
  func confirm(_ payment: OnlinePayment, reference: String?, by actor: Actor) async throws {
    _ = try await batch([
      endingOtherAttempts(payment, by: actor),
      arrival(payment, as: .paid, reference: reference, by: actor),
    ])
  }

  /// Notes that money arrived that nobody waits for.
  func keepSurplus(_ payment: OnlinePayment, reference: String?, by actor: Actor) async throws {
    try await execute(arrival(payment, as: .surplus, reference: reference, by: actor))
  }

  private func endingOtherAttempts(_ payment: OnlinePayment, by actor: Actor) -> TenantQuery {
    """
    WITH ended AS (
      UPDATE storefront.payment SET status = 'void'
      WHERE tenant_id = \(tenant) AND order_id = \(payment.order) AND id <> \(payment.id)
        AND status = 'pending' RETURNING id, amount
    )
    INSERT INTO storefront.payment_event
      (tenant_id, id, payment_id, kind, amount, actor, created_at)
    SELECT \(tenant), \(PaymentEventID.make(in: environment)), ended.id, 'voided', ended.amount,
      \(actor.description), \(environment.now())
    FROM ended
    """
  }

  private func arrival(
    _ payment: OnlinePayment,
    as status: LedgerPayment.Status,
    reference: String?,
    by actor: Actor
  ) -> TenantQuery {
    """
    WITH moved AS (
      UPDATE storefront.payment
      SET status = \(status.rawValue), paid = amount, provider_reference = \(reference)
      WHERE tenant_id = \(tenant) AND id = \(payment.id) AND status IN ('pending', 'void')
      RETURNING id, amount
    )
    INSERT INTO storefront.payment_event
      (tenant_id, id, payment_id, kind, amount, reference, actor, created_at)
    SELECT \(tenant), \(PaymentEventID.make(in: environment)), moved.id, 'confirmed', moved.amount,
      \(reference), \(actor.description), \(environment.now())
    FROM moved
    """
  }

  /// Notes that an attempt has ended without money, or that the provider takes none for it any more.
  func note(_ kind: EndOfAttempt, of payment: PaymentID, by actor: Actor) async throws {
    let from = kind == .closed ? LedgerPayment.Status.void : .pending
    try await execute(
      """
      WITH ended AS (
        UPDATE storefront.payment SET status = 'void'
        WHERE tenant_id = \(tenant) AND id = \(payment) AND status = \(from.rawValue)
        RETURNING id, amount
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, amount, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), ended.id, \(kind.rawValue),
        ended.amount, \(actor.description), \(environment.now())
      FROM ended
      """
    )
  }

  /// Notes that the provider works on a refund.
  func noteSent(_ refund: RefundID, reference: String?, by actor: Actor) async throws {
    try await execute(
      """
      WITH sent AS (
        UPDATE storefront.refund SET status = 'sent', reference = \(reference)
        WHERE tenant_id = \(tenant) AND id = \(refund) AND status = 'requested'
        RETURNING id, payment_id, amount
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, refund_id, kind, amount, reference, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), sent.payment_id, sent.id,
        'refund_sent', sent.amount, \(reference), \(actor.description), \(environment.now())
      FROM sent
      """
    )
  }
}

/// How an attempt to pay ends without money.
enum EndOfAttempt: String {
  /// The provider said so.
  case failed
  /// The shop told the provider so.
  case closed
  /// The shopper goes another way.
  case left = "voided"
}
