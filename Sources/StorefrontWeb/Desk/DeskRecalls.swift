internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The orders of recalled lots: what to do about each, and which buyers were told and helped.
enum DeskRecalls {
  static let path = "/desk/recalls"

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(path, "listDeskRecalls", .seeOrders, show),
      ShopDesk.routes.form(
        "\(path)/settlements",
        "settleRecallAtDesk",
        .decideReturns,
        show: show
      ) { request, actor, transaction in
        guard let order = try request.form.value("order", as: OrderID.self) else {
          throw request.form.refusal("order", "is missing")
        }
        try await shop.settleRecall(
          of: try request.form.required("sku"),
          lot: try request.form.required("lot"),
          for: order,
          by: actor,
          in: transaction
        )
        return request.url(path)
      },
    ]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let found = try await request.scope.recalledOrders(onlyOpen: true)
    let nothing: [View] = [
      ["title": texts["desk.nav.recalls"], "text": texts["desk.recalls.empty"]]
    ]
    return try frame.sheet(
      texts["desk.nav.recalls"],
      found.isEmpty ? nothing : sections(found, frame),
      notice: notice
    )
  }

  /// The orders, each with what to do and the way to it.
  static func sections(_ recalls: [RecalledOrder], _ frame: DeskFrame, from first: Int = 0)
    -> [View]
  {
    recalls.enumerated().map { index, recall in section(recall, first + index, frame) }
  }

  private static func section(_ recall: RecalledOrder, _ number: Int, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("desk.lot.lot", "\(recall.sku) · \(recall.lot)"),
      ("desk.quote.pieces", "\(recall.pieces)"), ("desk.recalls.buyer", recall.name),
      ("order.phone", recall.phone), ("desk.order.state", DeskWords.state(recall.state, texts)),
      ("desk.lot.reason", recall.reason), ("desk.recalls.since", frame.time(recall.recalledAt)),
      ("desk.recalls.settled", recall.settledAt.map(frame.time) ?? ""),
    ]
    let isOpen = recall.settledAt == nil && frame.may(.decideReturns)
    let form = DeskForm(
      path: "\(path)/settlements",
      submit: texts["desk.recalls.settle"],
      hidden: [
        ("sku", recall.sku), ("lot", recall.lot), ("order", recall.order.description),
      ],
      isQuiet: true
    )
    return [
      "title": texts["desk.order.title", ["number": recall.number]],
      "text": texts["desk.recalls.\(recall.remedy.rawValue)"],
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
      "go": [
        "href": frame.request.url("/desk/orders/\(recall.number)"),
        "name": texts["desk.recalls.go", ["number": recall.number]],
      ] as View,
      "forms": isOpen ? DeskForm.views([form], frame, from: number) : [],
    ]
  }
}
