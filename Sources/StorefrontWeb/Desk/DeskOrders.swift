internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's orders, newest first.
enum DeskOrders {
  private static let states = ["to_ship", "unpaid", "sent", "cancelled"]

  static let routes: [Route] = [
    route,
    ShopDesk.routes.act("/desk/orders/export", "exportOrdersAtDesk", .seeBills, show: show) {
      request,
      actor,
      database in
      func day(_ name: String) throws -> CalendarDate {
        guard let day = CalendarDate(iso: try request.form.required(name)) else {
          throw request.form.refusal(name, "must be like 2026-12-01")
        }
        return day
      }
      let (first, last) = (try day("from"), try day("to"))
      guard first <= last, first.adding(days: longest) >= last else {
        throw request.form.refusal("to", "must be up to a year after the first day")
      }
      var bytes: [UInt8] = []
      _ = try await OrderExport(of: request.tenant, database: database)
        .run(from: first, to: last, by: actor, hasMark: true) { bytes += $0 }
      return DeskFile.reply(bytes, named: "orders-\(first)-\(last).csv")
    },
  ]

  /// The most days of one table.
  private static let longest = 366

  /// The form by which the orders of some days are taken away as a table.
  private static func export(_ frame: DeskFrame) -> [View] {
    guard frame.may(.seeBills) else { return [] }
    let today = CalendarDate(frame.request.now, in: frame.request.tenant.timeZone)
    func field(_ name: String, _ day: CalendarDate) -> DeskForm.Field {
      DeskForm.Field(
        name: name,
        label: frame.texts["desk.orders.\(name)"],
        type: "date",
        value: day.description
      )
    }
    let form = DeskForm(
      path: "/desk/orders/export",
      submit: frame.texts["desk.orders.export"],
      fields: [field("from", today.adding(days: -30)), field("to", today)],
      isQuiet: true,
      isDownload: true
    )
    return DeskForm.views([form], frame)
  }

  private static let route = ShopDesk.routes.page(
    "/desk/orders",
    "listDeskOrders",
    .seeOrders,
    parameters: [
      .query("state", .choice(states), "Which orders."),
      .query("q", .string(0...40), "How the order's number begins."),
      .query("cursor", .string(0...400), "Where the page begins."),
    ],
    show
  )

  private static let show: DeskRoutes.Show = { request, notice in
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
      "links": frame.may(.shipOrders)
        ? [
          [
            "href": request.url("/desk/orders/shipping"), "name": texts["desk.shipping.title"],
          ] as View
        ] : [],
      "forms": export(frame),
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
