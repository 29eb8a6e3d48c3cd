internal import Foundation
internal import Membership
internal import Recommend
internal import Storefront
internal import TenantStore

/// The sessions of somebody who goes, as membership says them.
private struct GoneSessions: Decodable {
  let sessions: [String]
}

extension JobKind {
  /// Credits an order to the channels that led to it while its money is here, and to none once it is not.
  ///
  /// An order that somebody agreed on without a cart, such as a box, was brought by no visit.
  static let creditChannels = Self(name: "flows.credit_channels", maximumAttempts: 20) { context in
    let news = try context.payload(as: OrderNews.self)
    guard let id = OrderID(news.order),
      try await context.snapshot(with: StorefrontModule.module) != nil,
      try await context.snapshot(with: RecommendModule.module) != nil
    else { return }
    let hasMembers = try await context.snapshot(with: MembershipModule.module) != nil
    try await context.transaction { transaction in
      guard let session = try await transaction.session(ofOrder: id) else { return }
      let member = hasMembers ? try await transaction.member(ofPlacedOrder: id.uuid) : nil
      let people = [session.uuid, member?.uuid].compactMap(\.self).map { PersonID(uuid: $0) }
      try await transaction.creditOrder(id.uuid, of: people) {
        guard let order = try await transaction.order(id), order.state.status != .cancelled,
          order.state.payment == .paid || order.state.payment == .partiallyRefunded
        else { return nil }
        let balance = try await transaction.paymentBalance(of: id)
        return KeptOrder(
          placedAt: order.placedAt,
          amount: balance?.refundable.minorUnits ?? order.total.minorUnits,
          lines: order.lines.map { KeptLine(article: $0.code, amount: $0.net.minorUnits) }
        )
      }
    }
  }

  /// Forgets by which channels somebody came who had everything deleted, on all devices.
  static let forgetArrivals = Self(name: "flows.forget_arrivals", maximumAttempts: 20) { context in
    let news = try context.payload(as: GoneSessions.self)
    guard try await context.snapshot(with: RecommendModule.module) != nil else { return }
    try await context.transaction { transaction in
      for session in news.sessions.compactMap({ SessionID($0) }) {
        try await transaction.forget(PersonID(uuid: session.uuid))
      }
    }
  }
}
