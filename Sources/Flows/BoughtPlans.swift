internal import Membership
internal import Storefront
internal import TenantStore

extension TierProgram {
  /// Opens and takes back the terms of paid plans that an order bought, by what of it is paid for and kept
  /// now, whichever event tells of it.
  func settlePlans(of order: Order, by member: MemberID, in transaction: TenantTransaction)
    async throws
  {
    let sold = (settings.plans ?? []).filter { plan in
      order.lines.contains { $0.code == plan.sku }
    }
    guard !sold.isEmpty else { return }
    let accounts = try await transaction.lineAccounts(of: order.id)
    for plan in sold {
      var pieces = 0
      var each = Money.zero(order.total.currency)
      for (position, line) in order.lines.enumerated() where line.code == plan.sku {
        let settled = accounts.first { $0.position == position }?.settled ?? 0
        pieces += order.isKept ? max(0, line.quantity - settled) : 0
        each = line.unitPrice
      }
      try await settle(
        plan.code,
        boughtWith: order.id.uuid,
        pieces: pieces,
        by: member,
        paidEach: each,
        in: transaction
      )
    }
  }
}

extension Order {
  /// Whether it is paid for, at least in part, and not called off.
  fileprivate var isKept: Bool {
    switch state.payment {
    case .paid, .partiallyRefunded: state.status != .cancelled
    default: false
    }
  }
}
