public import Foundation
public import Membership
internal import Recommend
internal import Storefront
public import TenantStore

/// What was in members' way in the shop, told to membership.
public enum ShopFriction {
  /// For how long a cart rests before it is left, in seconds.
  private static let rest: TimeInterval = 2 * 86_400

  /// Carts that were left, orders that were not paid, goods that went back, and searches that led to
  /// nothing; a cart of the last two days may still be ordered.
  @Sendable public static func signals(
    from start: Date,
    until end: Date,
    in rows: any TenantQuerying
  ) async throws -> [FrictionSignal] {
    let carts = try await rows.abandonedCarts(
      from: start,
      until: min(end, rows.environment.now() - rest)
    )
    let unpaid = try await rows.ordersLeftUnpaid(from: start, until: end)
    let returned = try await rows.returnReasons(from: start, until: end)
    let searches = try await rows.fruitlessSearches(from: start, until: end)
    func told(_ kind: FrictionSignal.Kind, _ counts: [FrictionCount]) -> [FrictionSignal] {
      counts.map {
        FrictionSignal(kind: kind, subject: $0.subject, count: $0.count, people: $0.people)
      }
    }
    return told(.abandonedCart, carts) + told(.unpaidOrder, unpaid)
      + told(.returnedGoods, returned)
      + searches.map {
        FrictionSignal(
          kind: .fruitlessSearch,
          subject: $0.phrase,
          count: $0.count,
          people: $0.people
        )
      }
  }
}
