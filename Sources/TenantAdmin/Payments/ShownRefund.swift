internal import Foundation
internal import Storefront
internal import TenantStore

/// A refund as scripts and people read it.
struct ShownRefund: Encodable {
  let id: String
  let order: String
  let provider: String
  let amount: ShownMoney
  let reason: String
  let status: String
  let reference: String?
  let requestedAt: Date
  let settledAt: Date?

  init(_ refund: Refund) {
    id = refund.id.description
    order = refund.orderNumber
    provider = refund.provider
    amount = ShownMoney(refund.amount)
    reason = refund.reason
    status = refund.status.rawValue
    reference = refund.reference
    requestedAt = refund.requestedAt
    settledAt = refund.settledAt
  }

  var report: Report {
    get throws { try Report(self, text: "\(id): \(amount.text) of \(order), \(status)") }
  }
}
