public import TenantStore

extension Shop {
  /// Calls an order off that was not paid in time; its stock goes back.
  ///
  /// It holds the order's row, as a payment does: of the two exactly one finds it unpaid.
  /// - Returns: Whether this call ended the order; not when it was paid, ended, or has time left.
  @discardableResult
  public func expireOrder(_ number: String, in transaction: TenantTransaction) async throws -> Bool
  {
    guard let held = try await transaction.lockOrder(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    guard held.state.status == .placed, held.state.payment == .unpaid, let payBy = held.payBy,
      payBy <= transaction.environment.now()
    else { return false }
    let moved = try await apply(
      .expire,
      to: held,
      by: .system,
      in: transaction,
      cancellation: .expired
    )
    if moved { try await callOff(held, by: .system, in: transaction) }
    return moved
  }
}

extension JobKind {
  /// Ends unpaid orders whose time is over, each in a transaction of its own.
  static func expireUnpaidOrders(_ shop: Shop) -> Self {
    Self(name: "storefront.expire_unpaid_orders", timeLimit: .seconds(300)) { context in
      try await context.forEachOrder(try await context.scope.overdueOrders()) {
        number,
        transaction in
        try await shop.expireOrder(number, in: transaction)
      }
    }
  }

  /// Takes parcels that nobody spoke of for delivered, and completes orders whose days are over.
  static func settleDeliveries(_ shop: Shop) -> Self {
    Self(name: "storefront.settle_deliveries", timeLimit: .seconds(300)) { context in
      try await context.forEachOrder(
        try await context.scope.silentlyDeliveredOrders()
      ) { number, transaction in
        _ = try await shop.confirmReceipt(of: number, by: .system, in: transaction)
      }
      try await context.forEachOrder(try await context.scope.settledOrders()) {
        number,
        transaction in
        _ = try await shop.completeOrder(number, by: .system, in: transaction)
      }
    }
  }
}

extension JobContext {
  /// Does something to each order; one that is refused, or fails, does not hold up the others.
  func forEachOrder(
    _ numbers: [String],
    _ body: @Sendable (String, TenantTransaction) async throws -> Void
  ) async throws {
    var failure: (any Error)?
    for (index, number) in numbers.enumerated() {
      try Task.checkCancellation()
      do {
        try await transaction { try await body(number, $0) }
      } catch is StorefrontRefusal {
        // Somebody moved the order on since the list was read.
      } catch let error as CancellationError {
        throw error
      } catch {
        failure = failure ?? error
      }
      report(done: index + 1, total: numbers.count)
    }
    if let failure { throw failure }
  }
}
