internal import Foundation
internal import Membership
internal import Storefront
internal import TenantStore

/// What became of a box, as membership's events say it.
private struct BoxNews: Decodable {
  let subscription: SubscriptionID
  let number: Int64
  let key: String
  let reference: String?
}

extension JobKind {
  /// Lets the order of a box follow it: paid when it is paid, called off when it does not come.
  ///
  /// Where the box stands now decides, and not which of its events is told last.
  static let settleBoxOrder = Self(name: "flows.settle_box_order", maximumAttempts: 20) { context in
    let news = try context.payload(as: BoxNews.self)
    let shop = Shop()
    try await context.transaction { transaction in
      guard
        let state = try await transaction.heldBoxState(news.number, of: news.subscription),
        let order = try await transaction.order(ofAgreement: news.key)
      else { return }
      switch state {
      case .paid:
        try await shop.confirmPayment(
          of: order.number,
          reference: news.reference.flatMap { $0.isEmpty ? nil : $0 },
          by: .system,
          in: transaction
        )
      case .planned, .noStock, .skipped, .unpaid, .dropped:
        guard order.state.status != .cancelled else { return }
        try await shop.cancelOrder(order.number, reason: .shopper, by: .system, in: transaction)
      case .charging, .retrying: break
      }
    }
  }
}
