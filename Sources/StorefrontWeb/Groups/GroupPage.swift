internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A group as whoever has its link sees it: who is in it, who is missing, and how long it waits.
enum GroupPage {
  static let parameter = RouteParameter.path("group", .id(BuyingGroupID.self), "The group.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      .read(
        "/groups/{group}",
        operation: "showGroup",
        parameters: [parameter],
        permission: .session
      ) { request in try await reply(to: request, try request.path("group", as: BuyingGroupID.self))
      },
      GroupOfferPage.route, choose(shop),
    ]
  }

  /// Takes what somebody wants to buy in a group, and leads to the checkout.
  private static func choose(_ shop: Shop) -> Route {
    .write(
      .post,
      "/groups",
      operation: "chooseGroupByForm",
      body: .form,
      idempotency: .natural,
      recovery: showingChoice
    ) { request, transaction in
      guard let sku = try request.form.value("sku", as: SKUID.self) else {
        throw StorefrontRefusal(.skuNotFound)
      }
      let session = try await request.session(in: transaction)
      _ = try await shop.chooseGroup(
        try choice(request),
        buying: sku,
        quantity: try request.form.integer("quantity", in: 1...Cart.quantityLimit) ?? 1,
        session: session.id,
        in: transaction
      )
      return .redirect(to: request.url("/checkout", ["group": "1"]))
    }
  }

  private static func choice(_ request: TenantRequest) throws -> GroupChoice {
    if let group = try request.form.value("group", as: BuyingGroupID.self) { return .join(group) }
    return .open(try request.form.required("promotion"))
  }

  /// Whoever came too late sees the group as it stands.
  private static let showingChoice: Route.Recovery = { request, refusal in
    guard let code = (refusal as? StorefrontRefusal)?.code,
      let text = GroupWords.refusal(code, ShopTexts.all.texts(in: request.locale)),
      let group = try request.form.value("group", as: BuyingGroupID.self)
    else { return nil }
    return try await reply(to: request, group, notice: text, status: .unprocessableContent)
  }

  private static func reply(
    to request: TenantRequest,
    _ id: BuyingGroupID,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    async let frame = PageFrame.load(request)
    guard let group = try await request.scope.buyingGroup(id, in: ShopView(request)) else {
      throw StorefrontRefusal(.groupNotFound)
    }
    let seats = try await request.scope.groupSeats(of: id)
    let texts = try await frame.texts
    let standing = group.standing
    let isJoinable =
      standing.state == .open && standing.free > 0
      && !GroupWords.isOver(standing, at: request.now)
    let free = standing.state == .complete ? 0 : max(0, standing.size - seats.count)
    let title = GroupWords.state(standing, at: request.now, texts)
    let view: View = [
      "notice": notice, "title": title, "promotion": try await frame.local(group.name),
      "product": group.productName,
      "picture": try await frame.pictureView(group.picture, .small),
      "href": request.url("/products/\(group.productSlug)", ["sku": group.code]),
      "price": texts.money(group.price), "alone": texts.money(group.alone),
      "end": GroupWords.end(of: standing, request, texts),
      "seats": seats.map { seat in
        [
          "name": Mask.name(seat.name),
          "mark": seat.isLeader
            ? texts["group.leader"] : texts[seat.isPaid ? "group.paid" : "group.unpaid"],
        ] as View
      },
      "missing": (0..<free).map { _ in ["text": texts["group.seatFree"]] as View },
      "share": standing.state == .open && free > 0
        ? ["url": request.absoluteURL("/groups/\(id)", ["lang": nil])] as View : nil,
      "join": isJoinable
        ? [
          "action": request.url("/groups"), "group": id.description,
          "sku": group.sku.description, "maximum": "\(Cart.quantityLimit)",
          "submit": texts["group.join", ["price": texts.money(group.price)]],
        ] as View : nil,
      "again": standing.state == .complete || standing.state == .failed
        ? request.url("/group-offers/\(group.promotion)", ["sku": group.code]) : nil,
    ]
    let head = PageHead(name: "group", title: "\(group.productName) · \(title)")
    return try await frame.page("group", head, "group", view, status: status)
  }
}
