internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's orders, newest first, and what is looked for among them.
enum DeskOrders {
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
      let wish = DeskOrderWish { request.form[$0] }
      var bytes: [UInt8] = []
      _ = try await OrderExport(of: request.tenant, database: database).run(
        from: first,
        to: last,
        of: wish.query(in: request.tenant.timeZone, withDays: false),
        by: actor,
        hasMark: true
      ) { bytes += $0 }
      return DeskFile.reply(bytes, named: "orders-\(first)-\(last).csv")
    },
  ]

  /// The most days of one table.
  private static let longest = 366

  /// The form by which the orders that were found are taken away as a table.
  private static func export(_ frame: DeskFrame, _ wish: DeskOrderWish) -> [View] {
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
    let last = wish.last ?? today
    let form = DeskForm(
      path: "/desk/orders/export",
      submit: frame.texts[wish.isNarrow ? "desk.orders.exportFound" : "desk.orders.export"],
      fields: [field("from", wish.first ?? last.adding(days: -30)), field("to", last)],
      hidden: [("q", wish.typed), ("state", wish.state)].compactMap { name, value in
        value.map { (name, $0) }
      },
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
      .query("state", .choice(DeskOrderWish.states), "Which orders."),
      .query(
        "q",
        .string(0...OrderSearch.limit),
        "A number, the end of a telephone, a name, goods."
      ),
      .query("from", .string(0...10), "The first day."),
      .query("to", .string(0...10), "The last day."),
      .query("cursor", .string(0...400), "Where the page begins."),
    ],
    show
  )

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let wish = DeskOrderWish { request.query[$0] }
    var query = wish.query(in: request.tenant.timeZone)
    query.cursor = request.query["cursor"]
    let found = try await request.scope.orders(query)
    let texts = frame.texts
    let filters: [View] = ([nil] + DeskOrderWish.states.map(Optional.some)).map { entry in
      [
        "name": texts["desk.orders.\(entry ?? "all")"], "isCurrent": entry == wish.state,
        "href": url(request, wish, state: entry),
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
      "filters": filters, "rows": rows, "empty": empty(wish, texts),
      "search": search(request, wish, texts), "links": links(frame, wish),
      "forms": export(frame, wish),
      "next": found.next.map { url(request, wish, state: wish.state, cursor: $0) },
    ]
    let spoken = notice ?? (wish.areDaysWrong ? texts["desk.orders.daysInvalid"] : nil)
    return try frame.list(texts["desk.nav.orders"], content, notice: spoken)
  }

  private static func url(
    _ request: TenantRequest,
    _ wish: DeskOrderWish,
    state: String?,
    cursor: String? = nil
  ) -> String {
    request.url(
      "/desk/orders",
      [
        "state": state, "q": wish.typed, "from": wish.first?.description,
        "to": wish.last?.description, "cursor": cursor,
      ]
    )
  }

  private static func search(_ request: TenantRequest, _ wish: DeskOrderWish, _ texts: LocalTexts)
    -> View
  {
    let days = [("from", wish.first), ("to", wish.last)]
    return [
      "action": request.url("/desk/orders", ["lang": nil]), "label": texts["desk.orders.search"],
      "value": wish.typed ?? "", "submit": texts["search.submit"],
      "kept": wish.state.map { [["name": "state", "value": $0] as View] } ?? [],
      "fields": days.map { name, day in
        [
          "name": name, "label": texts["desk.orders.\(name)"], "type": "date",
          "value": day?.description ?? "",
        ] as View
      },
    ]
  }

  private static func empty(_ wish: DeskOrderWish, _ texts: LocalTexts) -> String {
    if let typed = wish.typed { return texts["desk.orders.noneOf", ["search": typed]] }
    return texts[wish.isNarrow ? "desk.orders.noneOn" : "desk.orders.empty"]
  }

  private static func links(_ frame: DeskFrame, _ wish: DeskOrderWish) -> [View] {
    let (request, texts) = (frame.request, frame.texts)
    var links: [View] = []
    if wish.isNarrow {
      links.append(["href": request.url("/desk/orders"), "name": texts["desk.orders.clear"]])
    }
    if let places = try? request.tenant.storefront.pickup, !places.isEmpty {
      links.append(["href": request.url("/desk/visits"), "name": texts["desk.visits.link"]])
    }
    links += [DeskPickups.link(frame)].compactMap(\.self)
    if frame.may(.shipOrders) {
      links.append([
        "href": request.url("/desk/orders/shipping"), "name": texts["desk.shipping.title"],
      ])
    }
    return links
  }
}
