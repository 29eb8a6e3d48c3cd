import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Sets the test's clock to the world's, by which the server goes.
  func followTheWorld() { clock.advance(by: Date().timeIntervalSince(clock.now)) }

  /// Starts a promotion for groups of two people who buy soap for 15.00.
  func offerGroups() async throws -> String {
    try await transaction { transaction in
      try await Shop().startGroups(
        GroupCampaign(
          sku: "SOAP-1",
          name: "温和香皂两人团",
          price: Money(minorUnits: 1_500, currency: snapshot.currency),
          size: 2
        ),
        for: snapshot,
        by: .staff("mei"),
        in: transaction
      )
    }
  }

  /// A group whose leader has paid.
  func openedGroup(_ promotion: String) async throws -> BuyingGroupID {
    let (shop, session) = (Shop(), SessionID.make(in: .live))
    let sku = try await TestShop.sku("soap", of: self)
    let order = try await transaction { transaction in
      _ = try await shop.chooseGroup(
        .open(promotion),
        buying: sku,
        quantity: 1,
        session: session,
        in: transaction
      )
      let cart = try #require(
        try await transaction.groupCart(of: session, in: ShopView(snapshot))
      )
      let form = CheckoutForm(
        cart: try #require(cart.id),
        seenTotal: 2_300,
        name: "林小雨",
        phone: "13700001111",
        address: "杭州市上城区河坊街 1 号",
        provider: "bankTransfer",
        locale: .zh
      )
      let placed = try await shop.placeOrder(
        form,
        session: session,
        for: snapshot,
        in: transaction
      )
      return try await shop.confirmPayment(
        of: placed.order.number,
        by: .admin("ada"),
        in: transaction
      )
    }
    return try #require(order.progress.group)
  }
}
