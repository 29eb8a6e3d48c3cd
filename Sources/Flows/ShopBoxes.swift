internal import Foundation
public import Membership
internal import Storefront
public import TenantStore

/// Boxes that recur as orders of the shop: placed before anybody is asked for money, so that no money
/// moves for what is not there and no box that is paid has no order.
public enum ShopBoxes {
  /// What boxes need, of the merchant's shop; nothing of a merchant without one.
  public static let ports: MembershipModule.BoxPorts = { database, tenant in
    let shop = try await database.snapshot(of: tenant, for: StorefrontModule.module)
    guard let shop, shop.isEnabled(module: StorefrontModule.module.name) else {
      return SubscriptionPorts()
    }
    return SubscriptionPorts(reserve: { try await reserve($0, of: shop, in: $1) })
  }

  /// The membership of a process that has shops too, and nobody to hand messages to.
  public static let membership = module(messages: [])

  /// The membership of a process that has shops too.
  ///
  /// - Parameter messages: A provider for each channel on which reminders reach families.
  /// - Returns: The module.
  public static func module(messages: [any MessageProvider]) -> TenantModule {
    MembershipModule.module(boxes: ports, messages: messages)
  }

  /// What the difference between a box and its pieces is called.
  static let discountCode = "membership.box"

  /// Places the order of a box; false when the shop has not enough.
  private static func reserve(
    _ box: DueBox,
    of shop: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard !box.goods.isEmpty else { return true }
    let agreed = AgreedOrder(
      agreement: box.key,
      pieces: Dictionary(box.goods.map { ($0.sku, $0.quantity ?? 1) }) { $0 + $1 },
      price: box.price,
      discountCode: discountCode,
      contact: try await contact(of: box, in: transaction),
      note: box.contents
    )
    let failure = try await transaction.attempt {
      let order = try await Shop().placeOrder(agreed, for: shop, in: transaction)
      try await transaction.notePlacedOrder(order.id.uuid, of: box.member)
    }
    switch failure {
    case nil: return true
    case let refusal as StorefrontRefusal
    where refusal.code == .outOfStock || refusal.code == .lineUnavailable:
      return false
    case let failure?: throw failure
    }
  }

  private static func contact(of box: DueBox, in transaction: TenantTransaction) async throws
    -> OrderContact
  {
    guard let member = try await transaction.member(box.member) else {
      return OrderContact(name: "", phone: "", address: box.address)
    }
    let phone = try await transaction.contacts(of: member).first { $0.channel == .phone }
    return OrderContact(
      name: member.displayName.isEmpty ? phone?.address ?? "" : member.displayName,
      phone: phone?.address ?? "",
      address: box.address
    )
  }
}
