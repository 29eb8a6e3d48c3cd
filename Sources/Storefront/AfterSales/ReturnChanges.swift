internal import Foundation
internal import TenantStore

extension Shop {
  /// The request; whoever changes one holds its order, as every change of an order does.
  func heldReturn(_ id: ReturnID, in transaction: TenantTransaction) async throws -> ReturnRequest {
    let request = try await foundReturn(id, in: transaction)
    _ = try await heldOrder(request.orderNumber, in: transaction)
    return try await foundReturn(id, in: transaction)
  }

  func foundReturn(_ id: ReturnID, in transaction: TenantTransaction) async throws -> ReturnRequest
  {
    guard let request = try await transaction.returnRequest(id) else {
      throw StorefrontRefusal(.returnNotFound)
    }
    return request
  }

  /// Lets an event happen to a request: move, effect on the pieces, trail and event are one
  /// transaction.
  func changeReturn(
    _ id: ReturnID,
    _ event: ReturnEvent,
    by actor: Actor,
    in transaction: TenantTransaction,
    _ change: (ReturnRequest) async throws -> ReturnChange
  ) async throws -> ReturnRequest {
    let request = try await heldReturn(id, in: transaction)
    switch ReturnTransition.outcome(of: event, in: request.state, kind: request.kind) {
    case .stays: return request
    case .refused:
      throw StorefrontRefusal(
        .returnTransitionRefused,
        details: ["state": .string(request.state.rawValue)]
      )
    case .moves(let next):
      try await transaction.moveReturn(id, from: request.state, to: next, change(request))
      // What was settled stays claimed; everything else may be claimed anew.
      if next.isFinal, next != .refunded {
        try await transaction.releasePieces(request.pieces, of: request.order)
      }
      let order = try await foundOrder(request.orderNumber, in: transaction)
      try await noteReturn(id, next, of: order, by: actor, in: transaction)
      return try await foundReturn(id, in: transaction)
    }
  }

  /// Sends the money of a request back, from the amounts that the order's lines keep.
  func refundReturn(
    _ id: ReturnID,
    _ amount: Money?,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let request = try await heldReturn(id, in: transaction)
    let order = try await foundOrder(request.orderNumber, in: transaction)
    let accounts = try await transaction.lineAccounts(of: request.order)
    let shares = try refundShares(of: request, amount, accounts, order.total.currency)
    guard try await transaction.settlePieces(shares, of: request.order) == shares.count else {
      throw StorefrontRefusal(.returnAmountInvalid)
    }
    let goods = shares.reduce(0) { $0 + $1.amount }
    let freight =
      amount == nil
      ? RefundShareRule.freight(
        request.reason,
        order.freight - order.freightDiscount,
        after: try await transaction.lineAccounts(of: request.order)
      ) : .zero(order.total.currency)
    let total = Money(minorUnits: goods, currency: order.total.currency) + freight
    if total.minorUnits > 0 {
      try await refund(
        total,
        of: request.order,
        key: id.uuid,
        reason: "return: \(request.reason.rawValue)",
        by: actor,
        in: transaction
      )
    }
    return try await changeReturn(id, .refund, by: actor, in: transaction) { _ in
      ReturnChange(goodsRefund: goods, freightRefund: freight.minorUnits)
    }
  }

  /// What goes back for each line: its share, or the merchant's amount shared by these.
  private func refundShares(
    of request: ReturnRequest,
    _ amount: Money?,
    _ accounts: [LineAccount],
    _ currency: Currency
  ) throws -> [(position: Int, quantity: Int, amount: Int64)] {
    let worth = request.lines.map { line in
      accounts.first { $0.position == line.position }
        .map { RefundShareRule.amount(for: line.quantity, of: $0) } ?? 0
    }
    var amounts = worth
    if let amount {
      guard amount.currency == currency,
        (1...max(1, worth.reduce(0, +))).contains(amount.minorUnits),
        worth.reduce(0, +) > 0
      else {
        throw StorefrontRefusal(
          .returnAmountInvalid,
          details: ["most": .integer(worth.reduce(0, +))]
        )
      }
      amounts = amount.allocated(by: worth).map(\.minorUnits)
    }
    return zip(request.lines, amounts).map { ($0.position, $0.quantity, $1) }
  }

  func noteReturn(
    _ id: ReturnID,
    _ state: ReturnState,
    of order: Order,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let details: JSONValue = [
      "return": .string(id.description), "order": .string(order.id.description),
      "state": .string(state.rawValue),
    ]
    try await transaction.audit(
      "storefront.return_\(state.rawValue)",
      of: order.number,
      by: actor,
      after: details
    )
    try await transaction.emit("storefront.return_changed", details)
  }
}

extension ReturnRequest {
  /// How many pieces of which line.
  var pieces: ShipmentRule.Contents {
    Dictionary(uniqueKeysWithValues: lines.map { ($0.position, $0.quantity) })
  }
}

extension JobKind {
  /// Deals with requests whose deadline is over.
  ///
  /// Goods that were not sent back in time end the request. A request that the merchant let lie is
  /// approved where goods come back first; money alone never goes without a person, who is told.
  static func returnDeadlines(_ shop: Shop) -> Self {
    Self(name: "storefront.return_deadlines", timeLimit: .seconds(300)) { context in
      for id in try await context.scope.overdueReturns() {
        try Task.checkCancellation()
        try await context.transaction { try await shop.meetDeadline(of: id, in: $0) }
      }
    }
  }
}

extension Shop {
  fileprivate func meetDeadline(of id: ReturnID, in transaction: TenantTransaction) async throws {
    let request = try await heldReturn(id, in: transaction)
    guard let due = request.dueAt, due <= transaction.environment.now() else { return }
    switch request.state {
    case .approved where request.kind != .refundOnly:
      _ = try await changeReturn(id, .expire, by: .system, in: transaction) { _ in ReturnChange() }
    case .requested where request.kind != .refundOnly:
      _ = try await changeReturn(id, .approve, by: .system, in: transaction) { _ in
        ReturnChange(dueAt: transaction.environment.now().addingTimeInterval(7 * 86_400))
      }
    case .requested, .received:
      try await transaction.noteOverdue(id)
      try await transaction.emit(
        "storefront.return_overdue",
        [
          "return": .string(id.description), "order": .string(request.order.description),
          "state": .string(request.state.rawValue),
        ]
      )
    default: break
    }
  }
}
