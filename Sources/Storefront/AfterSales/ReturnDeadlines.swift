internal import Foundation
internal import TenantStore

extension JobKind {
  /// Deals with requests whose deadline is over.
  ///
  /// Goods that were not sent back in time end the request. A request that the merchant let lie is
  /// approved where goods come back first; money alone never goes without a person, who is told.
  static func returnDeadlines(_ shop: Shop) -> Self {
    Self(name: "storefront.return_deadlines", timeLimit: .seconds(300)) { context in
      let overdue = try await context.scope.overdueReturns()
      guard !overdue.isEmpty, let tenant = try await context.shopTenant() else { return }
      for id in overdue {
        try Task.checkCancellation()
        try await context.transaction { try await shop.meetDeadline(of: id, for: tenant, in: $0) }
      }
    }
  }
}

extension Shop {
  fileprivate func meetDeadline(
    of id: ReturnID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let request = try await heldReturn(id, in: transaction)
    guard let due = request.dueAt, due <= transaction.environment.now() else { return }
    switch request.state {
    case .approved where request.kind != .refundOnly:
      _ = try await changeReturn(id, .expire, by: .system, in: transaction) { _ in ReturnChange() }
    case .requested where request.kind != .refundOnly:
      let due = try tenant.sendBackDue(after: transaction.environment.now())
      _ = try await changeReturn(id, .approve, by: .system, in: transaction) { _ in
        ReturnChange(dueAt: due)
      }
    case .requested, .received:
      guard try await transaction.noteOverdue(id) else { return }
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
