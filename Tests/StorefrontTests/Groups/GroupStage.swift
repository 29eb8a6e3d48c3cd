import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Has two promotions for groups run: two people for 15.00 in a day, three for 12.00 in two hours.
  func offerGroups() async throws {
    try await promote(
      ["promotion": "duo", "kind": "group_price", "value": "15.00:2", "skus": "SOAP-1"],
      [
        "promotion": "trio", "kind": "group_price", "value": "12.00:3:2", "skus": "SOAP-1",
        "pieces_limit": "500",
      ]
    )
    try await restock(["SOAP-1": 100])
  }

  /// What a session would pay in the group of its choice.
  func groupForm(
    _ choice: GroupChoice,
    _ session: SessionID,
    quantity: Int = 1,
    phone: String,
    provider: String = "bankTransfer"
  ) async throws -> CheckoutForm {
    let sku = try await skuID("SOAP-1")
    _ = try await transaction {
      try await Shop()
        .chooseGroup(choice, buying: sku, quantity: quantity, session: session, in: $0)
    }
    let cart = try #require(try await scope.groupCart(of: session, in: view))
    var form = try form(cart, provider: provider)
    form.phone = phone
    form.seenTotal =
      try await Shop().quote(of: cart, session: session, for: snapshot, in: scope).total.minorUnits
    return form
  }

  /// An order in a group, by somebody new unless said otherwise.
  func buy(
    _ choice: GroupChoice,
    _ session: SessionID = .make(in: .live),
    quantity: Int = 1,
    phone: String? = nil
  ) async throws -> PlacedOrder {
    let form = try await groupForm(
      choice,
      session,
      quantity: quantity,
      phone: phone ?? "1\(UInt64.random(in: 1_000_000_000...9_999_999_999))"
    )
    return try await place(form, session)
  }

  /// A group that is open: its leader has paid.
  func openedGroup(_ promotion: String = "duo") async throws -> (BuyingGroupID, Order) {
    let order = try await buy(.open(promotion)).order
    _ = try await change(.confirmPayment, order.number)
    return (try #require(order.progress.group), order)
  }

  func standing(_ group: BuyingGroupID) async throws -> GroupStanding {
    try #require(try await scope.buyingGroup(group, in: view)).standing
  }

  func closeGroups() async throws {
    try await work(StorefrontModule.module) { $0.name == "storefront.close_groups" }
  }

  func refunds(of order: OrderID) async throws -> [Refund] {
    var query = RefundListQuery()
    query.order = order
    return try await scope.refunds(query)
  }
}
