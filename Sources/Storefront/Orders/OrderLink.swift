public import TenantStore

/// What whoever has an order's secret link may do with it.
extension Shop {
  /// Notes that the shopper has the goods; noting it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` when the link opens nothing or not all of it has left.
  @discardableResult
  public func confirmReceipt(
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let order = try await opened(token, in: transaction)
    return try await confirmReceipt(of: order.number, by: .shopper, in: transaction)
  }

  /// Calls an unpaid order off for the shopper; calling it off again changes nothing.
  ///
  /// One that was bought before it was there may be called off until it is sent, and its money goes
  /// back.
  ///
  /// One that was agreed on before ends with its agreement: whoever collects its money would not know.
  /// - Throws: ``StorefrontRefusal`` when the link opens nothing, money has come, goods left, or it was
  ///   agreed on.
  @discardableResult
  public func cancelOrder(
    with token: OrderToken,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let order = try await opened(token, in: transaction)
    let held = try await heldOrder(order.number, in: transaction)
    guard held.state.payment == .unpaid || order.mayEndPaid, order.agreement == nil else {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    let ended = try await cancelOrder(
      order.number,
      reason: .shopper,
      by: .shopper,
      in: transaction
    )
    guard held.state.payment != .unpaid,
      let left = try await transaction.paymentBalance(of: order.id)?.refundable,
      left.minorUnits > 0
    else { return ended }
    try await refund(
      left,
      of: order.id,
      key: transaction.environment.makeID(),
      reason: "called off before it was sent",
      by: .system,
      in: transaction
    )
    return try await foundOrder(order.number, in: transaction)
  }

  /// The order that a secret opens.
  func opened(_ token: OrderToken, in transaction: TenantTransaction) async throws -> Order {
    guard let order = try await transaction.order(token: token) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
  }
}
