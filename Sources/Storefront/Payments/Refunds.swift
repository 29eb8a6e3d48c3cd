public import Foundation
public import TenantStore

extension Shop {
  /// Asks for part or all of an order's money to go back.
  ///
  /// The amount is claimed by one conditional statement, so that refunds never exceed what was
  /// paid. Asking again with the same key gives the same refund. Where the merchant sends the
  /// money by hand, the refund is a task until ``completeRefund(_:reference:by:in:)``.
  /// - Parameters:
  ///   - amount: Above zero, in the order's currency.
  ///   - order: The order.
  ///   - key: Chosen by the caller, one for each refund that is meant.
  ///   - reason: 1 to 200 characters.
  ///   - actor: Who asks.
  ///   - transaction: Where it happens.
  /// - Returns: The refund.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `refund_invalid` (`field` in
  ///   the details), `refund_exceeds_paid` (`paid` and `left` in minor units) or
  ///   `refund_key_reused`.
  @discardableResult
  public func refund(
    _ amount: Money,
    of order: OrderID,
    key: UUID,
    reason: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Refund {
    guard let held = try await transaction.lockOrder(order) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    let balance = try await transaction.paymentBalance(of: order)
    if let field = RefundRule.problem(amount, reason: reason, currency: balance?.paid.currency) {
      throw StorefrontRefusal(.refundInvalid, details: ["field": .string(field)])
    }
    if let earlier = try await transaction.refund(key: key) {
      guard earlier.order == order, earlier.amount == amount else {
        throw StorefrontRefusal(
          .refundKeyReused,
          details: ["refund": .string(earlier.id.description)]
        )
      }
      return earlier
    }
    let draft = RefundDraft(
      id: RefundID.make(in: transaction.environment),
      order: order,
      key: key,
      amount: amount,
      reason: reason
    )
    guard try await transaction.claimRefund(draft, by: actor) else {
      throw StorefrontRefusal(
        .refundExceedsPaid,
        details: [
          "paid": .integer(balance?.paid.minorUnits ?? 0),
          "left": .integer(balance?.refundable.minorUnits ?? 0),
        ]
      )
    }
    try await begin(draft, of: held, by: actor, transaction)
    return try await refund(draft.id, transaction)
  }

  /// Notes a refund that was claimed, and has it sent where a provider takes orders.
  func begin(
    _ draft: RefundDraft,
    of held: HeldOrder,
    by actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    try await note("refund_requested", draft.id, of: held, draft.amount, actor, transaction)
    guard try await !holds(draft, of: held, by: actor, transaction) else { return }
    guard isOnline(held.provider) else { return }
    try await transaction.enqueue(PaymentJob.refund(draft.id, step: 0))
  }

  /// Notes that a refund's money went back; noting it again changes nothing.
  ///
  /// - Parameters:
  ///   - id: The refund.
  ///   - reference: The bank's or the provider's reference.
  ///   - actor: Who says so.
  ///   - transaction: Where it happens.
  /// - Returns: The refund as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `refund_not_found`, `refund_held` when a second
  ///   person has to say yes first, or `transition_refused` when it has failed before.
  @discardableResult
  public func completeRefund(
    _ id: RefundID,
    reference: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Refund {
    let (open, held) = try await hold(id, transaction)
    switch open.status {
    case .done: return open
    case .failed: throw refused(open)
    case .requested, .sent: break
    }
    if let hold = open.hold, hold.approvedBy == nil { throw StorefrontRefusal(.refundHeld) }
    guard !isProviders(open, of: held, for: actor) else { throw refused(open) }
    switch try await transaction.settleRefund(id, reference: reference, by: actor) {
    case nil: throw refused(open)
    case .surplus:
      // The order stands as it was paid: nothing that it earned is taken back.
      try await note("surplus_returned", id, of: held, open.amount, actor, transaction)
      return try await refund(id, transaction)
    case .part: try await moved(held, by: .refundPart, actor, transaction)
    case .whole: try await moved(held, by: .refundPayment, actor, transaction)
    }
    try await note("refund_done", id, of: held, open.amount, actor, transaction)
    return try await refund(id, transaction)
  }

  /// Notes that a refund's money could not go back; what it claimed may be asked for anew, and a
  /// return that it was for is open again.
  ///
  /// - Returns: The refund as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `refund_not_found`, or `transition_refused` when
  ///   the money went back before, or staff speaks for the provider that sends it.
  @discardableResult
  public func failRefund(
    _ id: RefundID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Refund {
    let (open, held) = try await hold(id, transaction)
    switch open.status {
    case .failed: return open
    case .done: throw refused(open)
    case .requested, .sent: break
    }
    guard !isProviders(open, of: held, for: actor) else { throw refused(open) }
    guard try await transaction.releaseRefund(id, by: actor) else { throw refused(open) }
    try await note("refund_failed", id, of: held, open.amount, actor, transaction)
    try await reopenReturn(refundedBy: id, by: actor, in: transaction)
    return try await refund(id, transaction)
  }

  /// Whether only the provider that sends the money says what became of it: what a member of staff
  /// called failed could be asked for and sent again.
  private func isProviders(_ refund: Refund, of held: HeldOrder, for actor: Actor) -> Bool {
    guard case .staff = actor else { return false }
    return isOnline(held.provider) && !refund.isHeld
  }

  /// Notes that all money of a cancelled order was given back; noting it again changes nothing.
  ///
  /// What nobody has asked back yet is asked for. Every open refund is completed, except where a
  /// provider sends the money: those end when it says so.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` when there is no such order, it lives, or was never paid.
  @discardableResult
  public func refundPayment(
    of number: String,
    reference: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    guard let held = try await transaction.lockOrder(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    let outcome = OrderTransition.outcome(
      of: .refundPayment,
      in: held.state,
      collectsOnDelivery: false
    )
    guard held.state.status == .cancelled, outcome != .refused else {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    if case .moves(let next) = outcome {
      let rest = try await transaction.paymentBalance(of: held.id)?.refundable
      if let rest, rest.minorUnits > 0 {
        let key = transaction.environment.makeID()
        let reason = "order cancelled"
        try await refund(rest, of: held.id, key: key, reason: reason, by: actor, in: transaction)
      }
      var query = RefundListQuery()
      query.order = held.id
      query.onlyOpen = true
      let open = try await transaction.refunds(query)
      for refund in open where !isOnline(held.provider) && !refund.isHeld {
        try await completeRefund(refund.id, reference: reference, by: actor, in: transaction)
      }
      // An order that cost nothing has nothing to send back.
      if open.isEmpty { try await move(held, to: next, by: .refundPayment, actor, transaction) }
    }
    guard let order = try await transaction.order(number: number) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return order
  }

  private func moved(
    _ held: HeldOrder,
    by event: OrderEvent,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let outcome = OrderTransition.outcome(of: event, in: held.state, collectsOnDelivery: false)
    switch outcome {
    case .stays: break
    case .refused: throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    case .moves(let next): try await move(held, to: next, by: event, actor, transaction)
    }
  }

  /// A refund and its order, locked in the one order that every change of an order keeps to.
  func hold(_ id: RefundID, _ transaction: TenantTransaction) async throws
    -> (Refund, HeldOrder)
  {
    guard
      let order = try await transaction.refund(id)?.order,
      let held = try await transaction.lockOrder(order)
    else { throw StorefrontRefusal(.refundNotFound) }
    return (try await refund(id, transaction), held)
  }

  func refund(_ id: RefundID, _ transaction: TenantTransaction) async throws -> Refund {
    guard let refund = try await transaction.refund(id) else {
      throw StorefrontRefusal(.refundNotFound)
    }
    return refund
  }

  func refused(_ refund: Refund) -> StorefrontRefusal {
    StorefrontRefusal(
      .transitionRefused,
      details: [
        "refund": .string(refund.id.description), "status": .string(refund.status.rawValue),
      ]
    )
  }

  func note(
    _ event: String,
    _ refund: RefundID,
    of held: HeldOrder,
    _ amount: Money,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let details: JSONValue = [
      "refund": .string(refund.description), "order": .string(held.id.description),
      "amount": .integer(amount.minorUnits),
    ]
    try await transaction.audit("storefront.\(event)", of: held.number, by: actor, after: details)
    try await transaction.emit("storefront.\(event)", details)
  }
}
