internal import Foundation
internal import TenantStore

extension TenantTransaction {
  /// Where an order is collected, when it is.
  func pickupLocation(of order: OrderID) async throws -> LocationID? {
    try await value(
      """
      SELECT location_id FROM storefront.pickup
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }

  /// Gives an order a code by which it is collected; false when another order has the code.
  func insertPickup(_ code: String, at location: LocationID, of order: OrderID) async throws -> Bool
  {
    try await execute(
      """
      INSERT INTO storefront.pickup (tenant_id, order_id, location_id, code)
      VALUES (\(tenant), \(order), \(location), \(code))
      ON CONFLICT (tenant_id, code) DO NOTHING
      """
    ) == 1
  }

  /// The number of the order that a code stands for.
  func orderNumber(pickupCode code: String) async throws -> String? {
    try await value(
      """
      SELECT o.number FROM storefront.pickup p
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = p.order_id
      WHERE p.tenant_id = \(tenant) AND p.code = \(code)
      """
    )
  }

  /// Notes that an order was collected; false when it was before.
  func collect(_ order: OrderID, code: String) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.pickup SET collected_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND code = \(code)
        AND collected_at IS NULL
      """
    ) == 1
  }

  /// Counts a code that somebody enters, before it is looked at; false while they have to wait.
  func countGuess(by actor: Actor) async throws -> Bool {
    let now = environment.now()
    let over = now - PickupDesk.window
    return try await execute(
      """
      INSERT INTO storefront.pickup_guess AS g (tenant_id, actor, guesses, counted_from)
      VALUES (\(tenant), \(actor.description), 1, \(now))
      ON CONFLICT (tenant_id, actor) DO UPDATE
      SET guesses = CASE WHEN g.counted_from <= \(over) THEN 1 ELSE g.guesses + 1 END,
        counted_from = CASE WHEN g.counted_from <= \(over) THEN \(now) ELSE g.counted_from END
      WHERE g.counted_from <= \(over) OR g.guesses < \(PickupDesk.guessLimit)
      """
    ) == 1
  }

  /// Takes back what was counted of a code that was right.
  func takeBackGuess(by actor: Actor) async throws {
    try await execute(
      """
      UPDATE storefront.pickup_guess SET guesses = greatest(guesses - 1, 0)
      WHERE tenant_id = \(tenant) AND actor = \(actor.description)
      """
    )
  }
}
