package import TenantStore

/// A payment as the ledger has it.
package struct LedgerPayment: Hashable, Sendable {
  /// Where a payment stands.
  package enum Status: String, CaseIterable, Sendable {
    /// Money is awaited.
    case pending
    /// Money is here.
    case paid
    /// It was called off, or failed.
    case void
    /// All of it went back.
    case refunded
    /// It came although nobody waited for it any more, and goes back.
    case surplus
  }

  package let provider: String
  package let status: Status
  package let amount: Money
  /// The provider's reference, once money came.
  package let reference: String?

  package init(provider: String, status: Status, amount: Money, reference: String?) {
    self.provider = provider
    self.status = status
    self.amount = amount
    self.reference = reference
  }
}

/// What is made of a provider's report.
package enum ReportVerdict: Hashable, Sendable {
  /// It has an effect.
  case applied(ReportEffect)
  /// It says what is known.
  case repeated
  /// It does not fit, has no effect and is kept for a person.
  case refused(ReportFault)
}

/// What a report changes.
package enum ReportEffect: String, Hashable, Sendable {
  /// The order is paid.
  case confirm
  /// Money came for an order that lives no more: it is kept on record and goes back.
  case confirmLate
  /// Money came a second time, or at a price that is the order's no more: it is kept on record and
  /// goes back.
  case surplus
  /// The attempt to pay has ended without money.
  case fail
  /// The provider works on a refund.
  case refundSent
  /// A refund is done.
  case refundDone
  /// A refund has failed.
  case refundFailed
}

/// Why a report does not fit.
package enum ReportFault: String, Hashable, Sendable {
  /// The signature is wrong, the message too old, or not of this account.
  case forged
  /// The shop knows no such payment or refund.
  case unknown
  /// The payment belongs to another way to pay.
  case otherProvider = "other_provider"
  /// It is another amount.
  case otherAmount = "other_amount"
  /// It is another currency.
  case otherCurrency = "other_currency"
  /// The payment was paid before under another reference.
  case paidTwice = "paid_twice"
  /// It says the opposite of what was said before.
  case contradicts
}

/// What a report does to a payment or a refund; one table, no clock, no database.
///
/// Only definitive reports move anything. Nothing is lost: money for an order that lives no more, or
/// that was paid otherwise, is kept on record and goes back.
package enum PaymentLedgerRule {
  /// Decides about a report of a payment.
  ///
  /// - Parameters:
  ///   - report: What the provider says.
  ///   - payment: The payment.
  ///   - order: Where its order stands.
  ///   - owed: What the order costs now, where that may be another sum than the payment's.
  ///   - provider: Who says it.
  /// - Returns: What is made of it.
  package static func verdict(
    _ report: ProviderReport,
    on payment: LedgerPayment,
    of order: OrderState,
    owing owed: Money? = nil,
    from provider: String
  ) -> ReportVerdict {
    guard payment.provider == provider else { return .refused(.otherProvider) }
    switch report.outcome {
    case .pending: return .repeated
    case .failed: return payment.status == .pending ? .applied(.fail) : .repeated
    case .succeeded: break
    }
    if let fault = fault(report, payment.amount) { return .refused(fault) }
    switch payment.status {
    case .pending, .void: break
    case .paid, .refunded, .surplus:
      let isSame = payment.reference == nil || payment.reference == report.reference
      return isSame ? .repeated : .refused(.paidTwice)
    }
    guard order.payment == .unpaid else { return .applied(.surplus) }
    if let owed, owed != payment.amount, order.isAlive { return .applied(.surplus) }
    return .applied(order.isAlive ? .confirm : .confirmLate)
  }

  /// Decides about a report of a refund.
  package static func verdict(
    _ report: ProviderReport,
    on refund: Refund,
    from provider: String
  ) -> ReportVerdict {
    guard refund.provider == provider else { return .refused(.otherProvider) }
    switch (report.outcome, refund.status) {
    case (.pending, .requested): return .applied(.refundSent)
    case (.pending, _): return .repeated
    case (.succeeded, _):
      if let fault = fault(report, refund.amount) { return .refused(fault) }
      switch refund.status {
      case .requested, .sent: return .applied(.refundDone)
      case .done: return .repeated
      case .failed: return .refused(.contradicts)
      }
    case (.failed, .requested), (.failed, .sent): return .applied(.refundFailed)
    case (.failed, .failed): return .repeated
    case (.failed, .done): return .refused(.contradicts)
    }
  }

  /// A success must say the amount; the currency only where the protocol has one.
  private static func fault(_ report: ProviderReport, _ amount: Money) -> ReportFault? {
    if let currency = report.currency, currency != amount.currency.code { return .otherCurrency }
    return report.amount == amount.minorUnits ? nil : .otherAmount
  }
}

extension OrderState {
  /// Whether the order goes on living.
  var isAlive: Bool { status == .placed || status == .completed }
}
