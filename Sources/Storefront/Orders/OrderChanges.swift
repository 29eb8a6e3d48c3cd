public import TenantStore

extension Shop {
  /// Notes that an order's money has arrived; noting it again changes nothing.
  ///
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, or it was called off.
  @discardableResult
  public func confirmPayment(
    of number: String,
    reference: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .confirmPayment, actor, transaction) { order in
      try await transaction.settlePayment(
        of: order,
        from: "pending",
        to: "paid",
        event: PaymentEventDraft(kind: "confirmed", reference: reference, actor: actor)
      )
    }
  }

  /// Notes that the money of a cancelled order was given back; noting it again changes nothing.
  ///
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, it lives, or was never paid.
  @discardableResult
  public func refundPayment(
    of number: String,
    reference: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .refundPayment, actor, transaction) { order in
      try await transaction.settlePayment(
        of: order,
        from: "paid",
        to: "refunded",
        event: PaymentEventDraft(kind: "refunded", reference: reference, actor: actor)
      )
    }
  }

  /// Notes that an order's goods were handed over; noting it again changes nothing.
  ///
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, it was called off, or it must be
  ///   paid first.
  @discardableResult
  public func fulfilOrder(
    _ number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .fulfil, actor, transaction) { _ in }
  }

  /// Calls an order off and puts its goods back on sale; calling it off again changes nothing.
  ///
  /// A paid order keeps its payment on record until ``refundPayment(of:reference:by:in:)``.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order or its goods were handed over.
  @discardableResult
  public func cancelOrder(
    _ number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    try await change(number, .cancel, actor, transaction) { order in
      try await transaction.releaseStock(
        try await transaction.stockShares(of: order),
        order: order
      )
      try await transaction.settlePayment(
        of: order,
        from: "pending",
        to: "void",
        event: PaymentEventDraft(kind: "voided", reference: nil, actor: actor)
      )
      try await transaction.releasePromotions(of: order)
    }
  }

  private func change(
    _ number: String,
    _ event: OrderEvent,
    _ actor: Actor,
    _ transaction: TenantTransaction,
    effect: (OrderID) async throws -> Void
  ) async throws -> Order {
    guard let held = try await transaction.lockOrder(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    let provider = providers.first { $0.code == held.provider }
    let outcome = OrderTransition.outcome(
      of: event,
      in: held.state,
      collectsOnDelivery: provider?.collectsOnDelivery ?? false
    )
    switch outcome {
    case .stays: break
    case .refused:
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    case .moves(let next):
      try await transaction.moveOrder(held.id, from: held.state, to: next)
      try await effect(held.id)
      try await transaction.audit(
        "storefront.order_\(event.rawValue)",
        of: number,
        by: actor,
        before: .object(held.state.details),
        after: .object(next.details)
      )
      try await transaction.emit(
        "storefront.order_changed",
        ["order": .string(held.id.description), "event": .string(event.rawValue)]
      )
    }
    guard let order = try await transaction.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
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
