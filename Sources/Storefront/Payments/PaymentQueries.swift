internal import TenantStore

/// What is written of an event of a payment.
struct PaymentEventDraft {
  let kind: String
  let reference: String?
  let actor: Actor
}

extension TenantTransaction {
  /// Puts down a payment that has just begun.
  func beginPayment(_ amount: Money, of order: OrderID, provider: String, reference: String?)
    async throws
  {
    let payment = PaymentID.make(in: environment)
    let now = environment.now()
    _ = try await batch([
      """
      INSERT INTO storefront.payment
        (tenant_id, id, order_id, provider, amount, reference, status, created_at)
      VALUES (\(tenant), \(payment), \(order), \(provider), \(amount.minorUnits), \(reference),
        'pending', \(now))
      """,
      """
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, reference, actor, created_at)
      VALUES (\(tenant), \(PaymentEventID.make(in: environment)), \(payment), 'begun',
        \(reference), \(Actor.shopper.description), \(now))
      """,
    ])
  }

  /// Moves an order's payment from one status to another, with the event that says so.
  ///
  /// A payment that is not in the first status is left alone: calling a paid order off voids nothing.
  func settlePayment(of order: OrderID, from old: String, to new: String, event: PaymentEventDraft)
    async throws
  {
    try await execute(
      """
      WITH moved AS (
        UPDATE storefront.payment SET status = \(new)
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND status = \(old)
        RETURNING id
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, reference, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), moved.id, \(event.kind),
        \(event.reference), \(event.actor.description), \(environment.now())
      FROM moved
      """
    )
  }
}
