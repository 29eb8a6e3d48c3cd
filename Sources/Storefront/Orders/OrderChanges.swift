public import TenantStore

extension Shop {
  /// Notes that an order's money has arrived; noting it again changes nothing.
  ///
  /// Money for an order that was called off is due back: a refund of it is asked for at once.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, or `transition_refused` when staff
  ///   speaks for the provider that takes the money: the shopper could still pay there as well.
  @discardableResult
  public func confirmPayment(
    of number: String,
    reference: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    guard
      let held = try await transaction.lockOrder(number: number),
      let payment = try await transaction.latestPayment(of: held.id)
    else { throw StorefrontRefusal(.orderNotFound) }
    if actor != .system, payment.ledger.status == .pending, isOnline(payment.ledger.provider) {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    try await arrive(payment, reference, of: held, by: actor, transaction)
    guard let order = try await transaction.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
  }

  /// Counts an order that costs nothing as paid where its way to pay is a provider, who takes no
  /// payment of nothing.
  ///
  /// - Returns: The order as it stands then; nothing when it is not such an order.
  @discardableResult
  func confirmFree(
    _ number: String,
    _ total: Money,
    provider: String,
    in transaction: TenantTransaction
  ) async throws -> Order? {
    guard total.minorUnits == 0, isOnline(provider) else { return nil }
    return try await confirmPayment(of: number, by: .system, in: transaction)
  }

  /// Calls an order off and puts its goods back on sale; calling it off again changes nothing.
  ///
  /// A paid order keeps its payment on record until ``refundPayment(of:reference:by:in:)``.
  /// - Parameters:
  ///   - number: The order's number.
  ///   - reason: Who did not want it.
  ///   - actor: Who acts.
  ///   - transaction: Where it happens.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order or its goods were handed over.
  @discardableResult
  public func cancelOrder(
    _ number: String,
    reason: OrderCancellation = .merchant,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .cancel, actor, transaction, cancellation: reason) { held in
      try await callOff(held, by: actor, in: transaction)
    }
  }

  /// Gives back what a cancelled order held.
  func callOff(_ held: HeldOrder, by actor: Actor, in transaction: TenantTransaction) async throws {
    let order = held.id
    try await transaction.releaseLots(of: order)
    let shares = try await transaction.stockShares(of: order)
    try await transaction.releaseStock(shares, order: order)
    try await transaction.releaseWaits(of: order)
    try await transaction.supplyPresales(of: Array(Set(shares.map(\.sku))))
    try await transaction.voidPayment(of: order, by: actor)
    try await leaveGroup(held, in: transaction)
    try await transaction.releasePromotions(of: order)
    // Nobody shall pay at the provider what is not sold any more.
    guard let payment = try await transaction.latestPayment(of: order), payment.prompts > 0 else {
      return
    }
    try await transaction.enqueue(PaymentJob.settle(payment.id, step: 0, because: "cancelled"))
  }

  /// Lets an event happen to an order: move, effect, trail and event are one transaction.
  func change(
    _ number: String,
    _ event: OrderEvent,
    _ actor: Actor,
    _ transaction: TenantTransaction,
    cancellation: OrderCancellation? = nil,
    effect: (HeldOrder) async throws -> Void
  ) async throws -> Order {
    guard let held = try await transaction.lockOrder(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    if try await apply(event, to: held, by: actor, in: transaction, cancellation: cancellation) {
      try await effect(held)
    }
    guard let order = try await transaction.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
  }

  /// Moves a held order on; false when the event has happened before.
  func apply(
    _ event: OrderEvent,
    to held: HeldOrder,
    by actor: Actor,
    in transaction: TenantTransaction,
    cancellation: OrderCancellation? = nil
  ) async throws -> Bool {
    let provider = providers.first { $0.code == held.provider }
    let outcome = OrderTransition.outcome(
      of: event,
      in: held.state,
      collectsOnDelivery: provider?.collectsOnDelivery ?? false
    )
    switch outcome {
    case .stays: return false
    case .refused:
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    case .moves(let next):
      try await move(held, to: next, by: event, actor, transaction, cancellation: cancellation)
      return true
    }
  }

  /// Moves an order that the transaction holds, with the entry and the event that say so.
  func move(
    _ held: HeldOrder,
    to next: OrderState,
    by event: OrderEvent,
    _ actor: Actor,
    _ transaction: TenantTransaction,
    cancellation: OrderCancellation? = nil
  ) async throws {
    try await transaction.moveOrder(
      held.id,
      from: held.state,
      to: next,
      cancellation: cancellation
    )
    try await transaction.audit(
      "storefront.order_\(event.rawValue)",
      of: held.number,
      by: actor,
      before: .object(held.state.details),
      after: .object(next.details)
    )
    try await transaction.emit(
      "storefront.order_changed",
      ["order": .string(held.id.description), "event": .string(event.rawValue)]
    )
  }
}

extension OrderState {
  /// The three axes, safe to show.
  var details: [String: JSONValue] {
    [
      "status": .string(status.rawValue), "payment": .string(payment.rawValue),
      "fulfilment": .string(fulfilment.rawValue),
    ]
  }
}
