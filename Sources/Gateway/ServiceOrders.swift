internal import SmartService
internal import Storefront

extension OrderLookup {
  /// The shop's orders that the session of whoever writes has placed, and nobody else's.
  static let ofShop = Self { session, transaction in
    try await transaction.placedOrders(of: session).map { order in
      OrderStanding(number: order.number, step: .init(order), placedAt: order.placedAt)
    }
  }
}

extension OrderStanding.Step {
  init(_ order: OwnOrder) {
    let state = order.state
    self =
      switch (state.status, state.fulfilment) {
      case (.cancelled, _): .cancelled
      case (_, .delivered), (.completed, _): .delivered
      case (_, .fulfilled), (_, .partiallyFulfilled): .underway
      // Who pays at the door owes nothing before.
      default: state.payment == .unpaid && order.payBy != nil ? .unpaid : .preparing
      }
  }
}
