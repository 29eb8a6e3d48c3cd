internal import Flows
internal import MembershipWeb
internal import Storefront

extension FamilyOrders {
  /// The shop's orders of members.
  static let ofShop = Self(
    known: { ids, querying in
      try await querying.knownOrders(ids.map(OrderID.init(uuid:))).map(FamilyOrder.init)
    },
    open: { id, transaction in
      "/orders/\(try await Shop().openOrder(OrderID(uuid: id), in: transaction).text)"
    },
    exported: ShopMembers.exportedOrders,
    prices: { codes, session, tenant, querying in
      try await Shop(ports: ShopMembers.ports)
        .sellingPrices(of: codes, session: session, for: tenant, in: querying)
    }
  )
}

extension FamilyOrder {
  fileprivate init(_ order: KnownOrder) {
    self.init(
      id: order.id.uuid,
      number: order.number,
      placedAt: order.placedAt,
      total: order.total,
      step: Step(order),
      box: order.agreement
    )
  }
}

extension FamilyOrder.Step {
  fileprivate init(_ order: KnownOrder) {
    let state = order.state
    self =
      switch (state.status, state.fulfilment) {
      case (.cancelled, _): .cancelled
      case (.completed, _), (_, .delivered): .delivered
      case (_, .fulfilled), (_, .partiallyFulfilled): .underway
      // Who pays at the door owes nothing before; a box waits for its money.
      default:
        state.payment == .unpaid && (order.payBy != nil || order.agreement != nil)
          ? .unpaid : .preparing
      }
  }
}
