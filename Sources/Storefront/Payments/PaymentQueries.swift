internal import TenantStore

extension TenantTransaction {
  /// Puts down a payment that has just begun.
  func beginPayment(_ amount: Money, of order: OrderID, provider: String, reference: String?)
    throws
  {
    let payment = PaymentID.make(in: environment)
    let now = environment.now()
    try executeLater(
      """
      INSERT INTO storefront.payment
        (tenant_id, id, order_id, provider, amount, reference, status, created_at)
      VALUES (\(tenant), \(payment), \(order), \(provider), \(amount.minorUnits), \(reference),
        'pending', \(now))
      """
    )
    try executeLater(
      """
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, amount, reference, actor, created_at)
      VALUES (\(tenant), \(PaymentEventID.make(in: environment)), \(payment), 'begun',
        \(amount.minorUnits), \(reference), \(Actor.shopper.description), \(now))
      """
    )
  }

  /// Calls an order's pending payment off; a paid one is left alone.
  func voidPayment(of order: OrderID, by actor: Actor) async throws {
    try await execute(
      """
      WITH moved AS (
        UPDATE storefront.payment SET status = 'void'
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND status = 'pending'
        RETURNING id, amount
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, amount, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), moved.id, 'voided', moved.amount,
        \(actor.description), \(environment.now())
      FROM moved
      """
    )
  }
}
