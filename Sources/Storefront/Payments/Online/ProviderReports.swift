internal import Foundation
package import TenantStore

extension Shop {
  /// Takes what a provider reports, whichever way it came; taking it again changes nothing.
  ///
  /// Callback, answer and bill meet here, so a browser, a callback and a job that complete the same
  /// payment at once have one effect: the order's row is locked, the event's id is unique, and the
  /// second sees what the first did.
  package func take(
    _ report: ProviderReport,
    from provider: String,
    by source: ReportSource,
    in transaction: TenantTransaction
  ) async throws -> ReportVerdict {
    switch report.subject {
    case .payment(let number):
      guard let id = PaymentID(number),
        let order = try await transaction.onlinePayment(id)?.order,
        let held = try await transaction.lockOrder(order),
        let payment = try await transaction.onlinePayment(id)
      else { return try await keep(report, provider, source, .refused(.unknown), transaction) }
      let verdict = PaymentLedgerRule.verdict(
        report,
        on: payment.ledger,
        of: held.state,
        // An attempt that has ended may have been about another price.
        owing: payment.ledger.status == .void ? try await transaction.order(order)?.total : nil,
        from: provider
      )
      let kept = try await keep(report, provider, source, verdict, transaction)
      if case .applied(let effect) = kept {
        try await apply(effect, report, to: payment, of: held, transaction)
      }
      return kept
    case .refund(let number):
      guard let id = RefundID(number), let order = try await transaction.refund(id)?.order,
        try await transaction.lockOrder(order) != nil,
        let refund = try await transaction.refund(id)
      else { return try await keep(report, provider, source, .refused(.unknown), transaction) }
      let verdict = PaymentLedgerRule.verdict(report, on: refund, from: provider)
      let kept = try await keep(report, provider, source, verdict, transaction)
      if case .applied(let effect) = kept {
        try await apply(effect, report, to: refund, transaction)
      }
      return kept
    }
  }

  /// Keeps a report; one that was told before has no effect again, and is refused again if it was.
  ///
  /// An answer that says what is known is not kept: asking often must not fill the ledger.
  private func keep(
    _ report: ProviderReport,
    _ provider: String,
    _ source: ReportSource,
    _ verdict: ReportVerdict,
    _ transaction: TenantTransaction
  ) async throws -> ReportVerdict {
    if source != .callback, verdict == .repeated { return verdict }
    if let wasRefused = try await transaction.wasRefused(report.eventID, from: provider) {
      return wasRefused ? .refused(.contradicts) : .repeated
    }
    let isNew = try await transaction.keep(report, from: provider, by: source, verdict)
    return isNew ? verdict : .repeated
  }

  private func apply(
    _ effect: ReportEffect,
    _ report: ProviderReport,
    to payment: OnlinePayment,
    of held: HeldOrder,
    _ transaction: TenantTransaction
  ) async throws {
    switch effect {
    case .confirm, .confirmLate:
      try await arrive(payment, report.reference, of: held, by: .system, transaction)
      try await tellPayer(of: report, payment, transaction)
    case .surplus:
      try await transaction.keepSurplus(payment, reference: report.reference, by: .system)
      try await giveBack(payment, of: held, reason: "paid twice", by: .system, transaction)
    case .fail: try await transaction.note(.failed, of: payment.id, by: .system)
    case .refundSent, .refundDone, .refundFailed: break
    }
  }

  /// Tells others who paid an order, as a digest; the shop itself keeps none of it.
  private func tellPayer(
    of report: ProviderReport,
    _ payment: OnlinePayment,
    _ transaction: TenantTransaction
  ) async throws {
    guard
      let digest = PayerRule.digest(
        report.payer,
        at: payment.ledger.provider,
        of: transaction.tenant
      )
    else { return }
    try await transaction.emit(
      "storefront.payer_seen",
      ["order": .string(payment.order.description), "payer": .string(digest)]
    )
  }

  private func apply(
    _ effect: ReportEffect,
    _ report: ProviderReport,
    to refund: Refund,
    _ transaction: TenantTransaction
  ) async throws {
    switch effect {
    case .refundSent:
      try await transaction.noteSent(refund.id, reference: report.reference, by: .system)
    case .refundDone:
      try await completeRefund(
        refund.id,
        reference: report.reference,
        by: .system,
        in: transaction
      )
    case .refundFailed: try await failRefund(refund.id, by: .system, in: transaction)
    case .confirm, .confirmLate, .surplus, .fail: break
    }
  }

  /// Money arrives: the order is paid, and when it lives no more the money is due back at once.
  func arrive(
    _ payment: OnlinePayment,
    _ reference: String?,
    of held: HeldOrder,
    by actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let outcome = OrderTransition.outcome(
      of: .confirmPayment,
      in: held.state,
      collectsOnDelivery: false
    )
    guard case .moves(let next) = outcome else { return }
    try await transaction.confirm(payment, reference: reference, by: actor)
    try await move(held, to: next, by: .confirmPayment, actor, transaction)
    guard !held.state.isAlive else { return try await payInGroup(held, in: transaction) }
    try await giveBack(
      payment,
      of: held,
      reason: "came after the order was closed",
      by: actor,
      transaction
    )
  }

  private func giveBack(
    _ payment: OnlinePayment,
    of held: HeldOrder,
    reason: String,
    by actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    guard payment.ledger.amount.minorUnits > 0 else { return }
    let draft = RefundDraft(
      id: RefundID.make(in: transaction.environment),
      order: payment.order,
      payment: payment.id,
      // One refund of this kind for each payment, whoever notices first.
      key: payment.id.uuid,
      amount: payment.ledger.amount,
      reason: reason
    )
    guard try await transaction.claimRefund(draft, by: actor) else { return }
    try await begin(draft, of: held, by: actor, transaction)
  }
}
