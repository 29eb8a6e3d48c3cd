internal import Foundation
internal import TenantStore

/// A payment with all that a provider has to be told.
struct OnlinePayment: Sendable {
  let id: PaymentID
  let order: OrderID
  let orderNumber: String
  let orderState: OrderState
  let ledger: LedgerPayment
  let begunAt: Date
  let session: String?
  let prompts: Int
  /// Where the shopper was last led, if anywhere.
  let prompt: PaymentPrompt?

  func charge(
    on device: PaymentDevice = .desktop,
    returnURL: String = "",
    notifyURL: String = ""
  ) -> Charge {
    Charge(
      payment: id,
      orderNumber: orderNumber,
      device: device,
      amount: ledger.amount,
      session: session,
      prompts: prompts,
      begunAt: begunAt,
      returnURL: returnURL,
      notifyURL: notifyURL
    )
  }

  func refundOrder(_ refund: Refund) -> RefundOrder {
    RefundOrder(
      refund: refund.id,
      payment: id,
      amount: refund.amount,
      paid: ledger.amount,
      reason: refund.reason,
      paymentReference: ledger.reference,
      reference: refund.reference
    )
  }
}
