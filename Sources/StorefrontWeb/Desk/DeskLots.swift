internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Goods with a date: what ends soon, what of a lot is where, and taking one back from everybody.
enum DeskLots {
  private static let spans = ["30", "60", "90", "all"]
  private static let named = [
    RouteParameter.query("sku", .string(0...80), "The SKU's number."),
    .query("lot", .string(0...20), "The maker's number of the lot."),
  ]

  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.page("/desk/lots/item", "showDeskLot", .seeStock, parameters: named, show),
      move("arrivals", "receiveLotAtDesk") { draft, request, actor, transaction in
        try await shop.receiveLot(draft, for: request.tenant, by: actor, in: transaction)
      },
      move("assignments", "assignLotAtDesk") { draft, request, actor, transaction in
        try await shop.assignLot(draft, for: request.tenant, by: actor, in: transaction)
      },
      ShopDesk.routes.form(
        "/desk/lots/corrections",
        "adjustLotAtDesk",
        .correctStock,
        once: true,
        show: show
      ) { request, actor, transaction in
        guard let lot = try request.form.value("id", as: LotID.self) else {
          throw StorefrontRefusal(.lotNotFound)
        }
        guard let change = try request.form.integer("change", in: -99_999...99_999) else {
          throw request.form.refusal("change", "is missing")
        }
        try await shop.adjustLot(lot, by: change, actor: actor, in: transaction)
        return url(of: request.form["sku"] ?? "", lot: request.form["lot"] ?? "", request)
      },
      ShopDesk.routes.form(
        "/desk/lots/recalls",
        "recallLotAtDesk",
        .recallLots,
        once: true,
        show: show
      ) { request, actor, transaction in
        let (sku, lot) = (try request.form.required("sku"), try request.form.required("lot"))
        try await shop.recallLot(
          of: sku,
          lot: lot,
          because: try request.form.required("reason"),
          by: actor,
          in: transaction
        )
        return url(of: sku, lot: lot, request)
      },
    ]
  }

  /// The page of a lot.
  static func url(of sku: String, lot: String, _ request: TenantRequest) -> String {
    request.url("/desk/lots/item", ["sku": sku, "lot": lot])
  }

  private static func move(
    _ name: String,
    _ operation: String,
    _ move:
      @escaping @Sendable (LotDraft, TenantRequest, Actor, TenantTransaction) async throws -> LotID
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/lots/\(name)",
      operation,
      .correctStock,
      once: true,
      show: DeskStock.show
    ) { request, actor, transaction in
      let form = request.form
      guard let day = CalendarDate(iso: try form.required("expires")) else {
        throw form.refusal("expires", "must be like 2027-03-31")
      }
      guard let pieces = try form.integer("pieces", in: 1...1_000_000) else {
        throw form.refusal("pieces", "is missing")
      }
      let draft = LotDraft(
        sku: try form.required("sku"),
        location: try form.required("location"),
        code: try form.required("lot"),
        expiresOn: day,
        quantity: pieces
      )
      _ = try await move(draft, request, actor, transaction)
      return url(of: draft.sku, lot: draft.code, request)
    }
  }

  private static let list = ShopDesk.routes.page(
    "/desk/lots",
    "listDeskLots",
    .seeStock,
    parameters: [.query("within", .choice(spans), "Good for how many more days.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, span) = (frame.texts, request.query["within"] ?? spans[0])
    let today = CalendarDate(request.now, in: request.tenant.timeZone)
    let last = Int(span).map { today.adding(days: $0) }
    let found = try await request.scope.stockLots(withStock: last != nil, until: last)
    let rows = found.map { lot -> View in
      [
        "href": url(of: lot.sku, lot: lot.code, request), "name": "\(lot.sku) · \(lot.code)",
        "state": standing(lot, frame),
        "detail": [lot.location, texts["desk.stock.expires", ["day": lot.expiresOn]]]
          .joined(separator: " · "),
        "amount": texts["desk.stock.pieces", ["count": "\(lot.available)"]],
      ]
    }
    let filters = spans.map { entry -> View in
      [
        "name": texts[entry == "all" ? "desk.lots.all" : "desk.lots.within", ["days": entry]],
        "isCurrent": entry == span, "href": request.url("/desk/lots", ["within": entry]),
      ]
    }
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.lots.empty"],
      "links": [
        ["href": request.url(DeskRecalls.path), "name": texts["desk.nav.recalls"]] as View
      ],
    ]
    return try frame.list(texts["desk.nav.lots"], content, notice: notice)
  }

  /// Whether it is sold, and how long.
  static func standing(_ lot: StockLot, _ frame: DeskFrame) -> String? {
    let now = frame.request.now
    if lot.recalledAt != nil { return frame.texts["desk.stock.recalled"] }
    if lot.sellUntil <= now { return frame.texts["desk.lots.over"] }
    return lot.sellUntil <= now + StockLot.warningTime ? frame.texts["desk.lots.ending"] : nil
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    guard let sku = request.query["sku"] ?? request.form["sku"],
      let code = request.query["lot"] ?? request.form["lot"]
    else { throw StorefrontRefusal(.lotNotFound) }
    let lots = try await request.scope.stockLots(of: sku, code: code)
    guard !lots.isEmpty else { throw StorefrontRefusal(.lotNotFound) }
    let recalls = try await request.scope.recalledOrders(sku: sku, lot: code)
    let holders = try await request.scope.lotRecipients(of: sku, lot: code)
    let places = lots.enumerated().map { place($1, $0, frame) }
    let about: View = [
      "title": texts["desk.lot.recall"],
      "text": texts[
        lots.contains { $0.recalledAt != nil } ? "desk.lot.recalled" : "desk.lot.holders",
        ["count": "\(holders.count)"]
      ],
      "forms": frame.may(.recallLots)
        ? DeskForm.views([recall(sku, code, texts)], frame, from: lots.count) : [],
    ]
    return try frame.sheet(
      "\(sku) · \(code)",
      places + [about]
        + (frame.may(.seeOrders)
          ? DeskRecalls.sections(recalls, frame, from: lots.count + 1) : []),
      back: request.url("/desk/lots"),
      backName: texts["desk.nav.lots"],
      links: [
        [
          "href": request.url("/desk/stock/item", ["sku": sku]),
          "name": texts["desk.product.stock", ["sku": sku]],
        ]
      ],
      notice: notice
    )
  }

  private static func place(_ lot: StockLot, _ number: Int, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("desk.stock.available", texts["desk.stock.pieces", ["count": "\(lot.available)"]]),
      ("desk.lot.expires", lot.expiresOn), ("desk.lot.sellUntil", frame.time(lot.sellUntil)),
      ("desk.order.state", standing(lot, frame) ?? ""),
    ]
    let form = DeskForm(
      path: "/desk/lots/corrections",
      submit: texts["desk.stock.correct"],
      fields: [.init(name: "change", label: texts["desk.stock.change"], type: "number")],
      hidden: [("id", lot.id.description), ("sku", lot.sku), ("lot", lot.code)],
      isQuiet: true
    )
    return [
      "title": lot.location,
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
      "forms": frame.may(.correctStock) && lot.recalledAt == nil
        ? DeskForm.views([form], frame, from: number) : [],
    ]
  }

  private static func recall(_ sku: String, _ code: String, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/lots/recalls",
      submit: texts["desk.lot.doRecall"],
      fields: [
        .init(
          name: "reason",
          label: texts["desk.lot.reason"],
          maximum: Shop.recallReasonLimit
        )
      ],
      hidden: [("sku", sku), ("lot", code)],
      hint: texts["desk.lot.recallHint"]
    )
  }

  /// Takes pieces with a date in, or says which lot pieces belong to that are there.
  static func forms(_ sku: String, _ level: StockItem, _ frame: DeskFrame) -> [DeskForm] {
    let texts = frame.texts
    return [("arrivals", "receive"), ("assignments", "assign")].map { name, key in
      DeskForm(
        path: "/desk/lots/\(name)",
        submit: texts["desk.lot.\(key)"],
        fields: [
          .init(name: "lot", label: texts["desk.lot.lot"], maximum: 20),
          .day("expires", texts["desk.lot.expires"]),
          .init(name: "pieces", label: texts["desk.quote.pieces"], type: "number"),
        ],
        hidden: [("sku", sku), ("location", level.location)],
        hint: texts["desk.lot.\(key)Hint"],
        isQuiet: true
      )
    }
  }
}
