internal import TenantStore

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
        (tenant_id, id, payment_id, kind, amount, reference, actor, created_at)
      VALUES (\(tenant), \(PaymentEventID.make(in: environment)), \(payment), 'begun',
        \(amount.minorUnits), \(reference), \(Actor.shopper.description), \(now))
      """,
    ])
  }

  /// Notes that an order's pending payment has arrived, with the event that says so.
  func confirmPayment(of order: OrderID, reference: String?, by actor: Actor) async throws {
    try await endPending(
      "status = 'paid', paid = amount",
      of: order,
      event: "confirmed",
      reference: reference,
      by: actor
    )
  }

  /// Calls an order's pending payment off; a paid one is left alone.
  func voidPayment(of order: OrderID, by actor: Actor) async throws {
    try await endPending("status = 'void'", of: order, event: "voided", reference: nil, by: actor)
  }

  private func endPending(
    _ change: QueryPart,
    of order: OrderID,
    event: String,
    reference: String?,
    by actor: Actor
  ) async throws {
    try await execute(
      """
      WITH moved AS (
        UPDATE storefront.payment SET \(change)
        WHERE tenant_id = \(tenant) AND order_id = \(order) AND status = 'pending'
        RETURNING id, amount
      )
      INSERT INTO storefront.payment_event
        (tenant_id, id, payment_id, kind, amount, reference, actor, created_at)
      SELECT \(tenant), \(PaymentEventID.make(in: environment)), moved.id, \(event), moved.amount,
        \(reference), \(actor.description), \(environment.now())
      FROM moved
      """
    )
  }
}
