internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Orders that shoppers collect: what waits where, and the code by which it is handed over.
enum DeskPickups {
  private static let path = "/desk/pickups"
  private static let collection = "/desk/orders/{number}/collection"

  static func routes(_ shop: Shop) -> [Route] {
    let desk = PickupDesk(shop)
    return [
      ShopDesk.routes.page(
        path,
        "listDeskPickups",
        .seeOrders,
        parameters: [
          .query("place", .string(0...80), "The short name of a store."),
          .query("cursor", .string(0...400), "Where the page begins."),
        ],
        show
      ),
      ShopDesk.routes.act(path, "handOverByCodeAtDesk", .shipOrders, show: show) {
        request,
        actor,
        database in
        try await handOver(nil, request, actor, desk, database)
      },
      ShopDesk.routes.act(
        collection,
        "collectOrderAtDesk",
        .shipOrders,
        parameters: [.path("number", .string(1...40), "The order's number.")],
        show: DeskOrder.show
      ) { request, actor, database in
        try await handOver(try request.path("number"), request, actor, desk, database)
      },
    ]
  }

  /// Hands an order over, and leads to its page, which says so.
  private static func handOver(
    _ number: String?,
    _ request: TenantRequest,
    _ actor: Actor,
    _ desk: PickupDesk,
    _ database: TenantDatabase
  ) async throws -> Reply {
    let order = try await desk.handOver(
      code: request.form["code"] ?? "",
      of: number,
      by: actor,
      for: request.tenant,
      in: database
    )
    return .redirect(to: request.url("/desk/orders/\(order.number)"))
  }

  /// The form that takes a code.
  ///
  /// - Parameters:
  ///   - number: The order that it has to be of; nothing when any will do.
  ///   - hint: What to know before.
  ///   - notice: What spoke against the code that was sent.
  ///   - frame: The page.
  /// - Returns: The form.
  static func form(of number: String?, hint: String?, notice: String?, _ frame: DeskFrame)
    -> DeskForm
  {
    let (request, texts) = (frame.request, frame.texts)
    var code = DeskForm.Field(
      name: "code",
      label: texts["desk.pickup.code"],
      value: request.form["code"].map { String($0.prefix(20)) } ?? "",
      maximum: 20
    )
    code.hint = texts["desk.pickup.codeHint"]
    if request.form.names.contains("code") { code.problem = notice }
    return DeskForm(
      path: number.map { "/desk/orders/\($0)/collection" } ?? path,
      submit: texts["desk.pickup.submit"],
      fields: [code],
      hint: hint
    )
  }

  /// The way to what waits, where a shop has places to collect at.
  static func link(_ frame: DeskFrame) -> View? {
    guard let places = try? frame.request.tenant.storefront.pickup, !places.isEmpty else {
      return nil
    }
    return ["href": frame.request.url(path), "name": frame.texts["desk.pickup.title"]]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let places = try request.tenant.storefront.pickup ?? []
    let place = places.first { $0.location == request.query["place"] }?.location
    var query = OrderListQuery()
    query.onlyToCollect = true
    query.place = place
    query.cursor = request.query["cursor"]
    query.limit = 30
    let found = try await request.scope.orders(query)
    let all: View = [
      "name": texts["desk.pickup.all"], "isCurrent": place == nil, "href": request.url(path),
    ]
    let stores = places.map { store -> View in
      [
        "name": store.name.text(in: request.locales), "isCurrent": store.location == place,
        "href": request.url(path, ["place": store.location]),
      ]
    }
    let rows = found.items.map { order -> View in
      [
        "href": request.url("/desk/orders/\(order.number)"), "name": order.number,
        "state": DeskWords.state(order.state, texts), "amount": texts.money(order.total),
        "detail": texts[
          "desk.orders.detail",
          [
            "name": order.contactName, "count": "\(order.quantity)",
            "time": frame.time(order.placedAt),
          ]
        ],
      ]
    }
    let content: View = [
      "entry": frame.may(.shipOrders)
        ? form(of: nil, hint: nil, notice: notice, frame).view(0, frame) : nil,
      "filters": [all] + stores, "rows": rows, "empty": texts["desk.pickup.empty"],
      "links": [["href": request.url("/desk/orders"), "name": texts["desk.nav.orders"]] as View],
      "next": found.next.map { request.url(path, ["place": place, "cursor": $0]) },
    ]
    return try frame.list(texts["desk.pickup.title"], content, notice: notice)
  }
}
