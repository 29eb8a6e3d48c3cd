internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The groups that buy together, newest first, and one of them.
enum DeskGroups {
  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.page(
        "/desk/groups/{group}",
        "showDeskGroup",
        .seePromotions,
        parameters: [GroupPage.parameter],
        show
      ),
      end("completion", "completeGroupAtDesk", isComplete: true, shop),
      end("ending", "endGroupAtDesk", isComplete: false, shop),
    ]
  }

  private static func end(
    _ name: String,
    _ operation: String,
    isComplete: Bool,
    _ shop: Shop
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/groups/{group}/\(name)",
      operation,
      .startPromotions,
      parameters: [GroupPage.parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("group", as: BuyingGroupID.self)
      try await shop.endGroup(id, isComplete: isComplete, by: actor, in: transaction)
      return request.url("/desk/groups/\(id)")
    }
  }

  private static let list = ShopDesk.routes.page(
    "/desk/groups",
    "listDeskGroups",
    .seePromotions,
    parameters: [
      .query("state", .choice(BuyingGroup.State.allCases.map(\.rawValue)), "Which groups."),
      .query("before", .id(BuyingGroupID.self), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state) = (frame.texts, request.query["state"])
    var query = GroupListQuery()
    query.state = state.flatMap(BuyingGroup.State.init)
    query.before = request.query["before"].flatMap { BuyingGroupID($0) }
    let found = try await request.scope.buyingGroups(query, in: ShopView(request))
    let filters = ([nil] + BuyingGroup.State.allCases.map(Optional.some)).map { entry -> View in
      [
        "name": texts[entry.map { "desk.groups.\($0.rawValue)" } ?? "desk.orders.all"],
        "isCurrent": entry?.rawValue == state,
        "href": request.url("/desk/groups", ["state": entry?.rawValue]),
      ]
    }
    let rows = found.map { group -> View in
      [
        "href": request.url("/desk/groups/\(group.id)"), "name": group.productName,
        "state": GroupWords.state(group.standing, at: request.now, texts),
        "detail": [
          group.name.text(in: request.locales),
          group.standing.closesAt.map { "\(texts["desk.group.until"]) \(frame.time($0))" },
        ]
        .compactMap(\.self).joined(separator: " · "),
        "amount": paid(group.standing, texts),
      ]
    }
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.groups.empty"],
      "links": frame.may(.startPromotions)
        ? [["href": request.url(DeskGroupOffer.path), "name": texts["desk.groups.new"]] as View]
        : [],
      "next": found.count == query.limit
        ? found.last.map {
          request.url("/desk/groups", ["state": state, "before": $0.id.description])
        } : nil,
    ]
    return try frame.list(texts["desk.groups.title"], content, notice: notice)
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("group", as: BuyingGroupID.self)
    guard let group = try await request.scope.buyingGroup(id, in: ShopView(request)) else {
      throw StorefrontRefusal(.groupNotFound)
    }
    let seats = try await request.scope.groupSeats(of: id)
    let (texts, standing) = (frame.texts, group.standing)
    let facts: [(String, String)] = [
      ("desk.order.state", GroupWords.state(standing, at: request.now, texts)),
      ("desk.promotion.code", group.promotion), ("desk.group.price", texts.money(group.price)),
      ("desk.group.created", frame.time(group.createdAt)),
      ("desk.group.until", standing.closesAt.map(frame.time) ?? ""),
    ]
    let about: View = [
      "title": texts["desk.group.about"], "text": paid(standing, texts),
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
      "forms": DeskForm.views(forms(group, frame), frame),
    ]
    let mayOpen = frame.may(.seeOrders)
    let members: View = [
      "title": texts["desk.group.members"],
      "lines": seats.map { seat -> View in
        [
          "name": mayOpen ? seat.orderNumber : Mask.name(seat.name),
          "detail": mayOpen ? seat.name : "",
          "amount": texts[seat.isPaid ? "group.paid" : "group.unpaid"],
        ]
      },
      "ways": mayOpen
        ? seats.map { seat -> View in
          [
            "href": request.url("/desk/orders/\(seat.orderNumber)"),
            "name": texts["desk.order.title", ["number": seat.orderNumber]],
          ]
        } : [],
    ]
    return try frame.sheet(
      "\(group.name.text(in: request.locales)) · \(group.productName)",
      seats.isEmpty ? [about] : [about, members],
      back: request.url("/desk/groups"),
      backName: texts["desk.groups.title"],
      notice: notice
    )
  }

  private static func paid(_ standing: GroupStanding, _ texts: LocalTexts) -> String {
    texts["desk.group.paid", ["paid": "\(standing.paid)", "size": "\(standing.size)"]]
  }

  private static func forms(_ group: BuyingGroup, _ frame: DeskFrame) -> [DeskForm] {
    guard frame.may(.startPromotions), group.standing.state == .open else { return [] }
    let (texts, path) = (frame.texts, "/desk/groups/\(group.id)")
    return [
      DeskForm(
        path: "\(path)/completion",
        submit: texts["desk.group.complete"],
        hint: texts["desk.group.completeHint"]
      ),
      DeskForm(
        path: "\(path)/ending",
        submit: texts["desk.group.callOff"],
        hint: texts["desk.group.callOffHint"],
        isQuiet: true
      ),
    ]
  }
}
