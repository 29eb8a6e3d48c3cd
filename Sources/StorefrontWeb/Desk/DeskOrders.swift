internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's orders, newest first.
enum DeskOrders {
  private static let states = ["to_ship", "unpaid", "sent", "cancelled"]

  static let route = ShopDesk.routes.page(
    "/desk/orders",
    "listDeskOrders",
    .seeOrders,
    parameters: [
      .query("state", .choice(states), "Which orders."),
      .query("q", .string(0...40), "How the order's number begins."),
      .query("cursor", .string(0...400), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (state, number) = (request.query["state"], request.query["q"])
    let found = try await request.scope.orders(query(state, number, request.query["cursor"]))
    let texts = frame.texts
    let filters: [View] = ([nil] + states.map(Optional.some)).map { entry in
      [
        "name": texts["desk.orders.\(entry ?? "all")"], "isCurrent": entry == state,
        "href": request.url("/desk/orders", ["state": entry, "q": number]),
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
      "filters": filters, "rows": rows, "empty": texts["desk.orders.empty"],
      "search": [
        "action": request.url("/desk/orders", ["lang": nil]), "label": texts["desk.orders.search"],
        "value": number ?? "", "submit": texts["search.submit"],
      ] as View,
      "next": found.next.map {
        request.url("/desk/orders", ["state": state, "q": number, "cursor": $0])
      },
    ]
    return try frame.list(texts["desk.nav.orders"], content, notice: notice)
  }

  private static func query(_ state: String?, _ number: String?, _ cursor: String?)
    -> OrderListQuery
  {
    var query = OrderListQuery()
    query.limit = 30
    query.number = number
    query.cursor = cursor
    switch state {
    case "to_ship": query.onlyToShip = true
    case "unpaid":
      query.status = .placed
      query.payment = .unpaid
    case "sent":
      query.status = .placed
      query.fulfilment = .fulfilled
    case "cancelled": query.status = .cancelled
    default: break
    }
    return query
  }
}
