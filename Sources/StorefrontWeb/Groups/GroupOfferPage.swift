internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a promotion for groups offers for one item: to open a group, or to join one that waits.
enum GroupOfferPage {
  private static let shownGroups = 10

  static let route = Route.read(
    "/group-offers/{promotion}",
    operation: "showGroupOffer",
    parameters: [
      .path("promotion", .string(1...80), "The promotion's short name."),
      .query("sku", .string(1...40), "The merchant's number of the item."),
    ],
    permission: .session
  ) { request in
    async let frame = PageFrame.load(request)
    let view = ShopView(request)
    guard let offer = try await request.scope.groupOffer(request.path("promotion"), in: view) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    guard let code = request.query["sku"],
      let item = try await request.scope.saleItem(code, in: view)
    else { throw StorefrontRefusal(.skuNotFound) }
    var query = GroupListQuery()
    (query.promotion, query.onlyJoinable, query.limit) = (offer.promotion, true, shownGroups)
    let groups = try await request.scope.buyingGroups(query, in: view)
    let texts = try await frame.texts
    let content: View = [
      "title": try await frame.local(offer.name), "product": item.name,
      "options": item.options.isEmpty ? nil : item.options,
      "picture": try await frame.pictureView(item.picture, .small),
      "href": request.url("/products/\(item.productSlug)", ["sku": code]),
      "price": texts.money(offer.price), "alone": texts.money(item.unitPrice),
      "terms": texts["group.terms", ["count": "\(offer.size)", "hours": "\(offer.hours)"]],
      "open": item.state == .available
        ? [
          "action": request.url("/groups"), "promotion": offer.promotion,
          "sku": item.sku.description, "maximum": "\(Cart.quantityLimit)",
          "submit": texts["group.open", ["price": texts.money(offer.price)]],
        ] as View : nil,
      "soldOut": item.state == .available ? nil : texts["stock.soldOut"],
      "hasGroups": !groups.isEmpty,
      "groups": groups.map { group in
        [
          "href": request.url("/groups/\(group.id)"), "product": group.productName,
          "state": GroupWords.state(group.standing, at: request.now, texts),
          "end": GroupWords.end(of: group.standing, request, texts),
        ] as View
      },
    ]
    let head = PageHead(name: "group", title: try await frame.local(offer.name))
    return try await frame.page("group_offer", head, "offer", content)
  }
}
