internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What is there, the lowest first, and one item with its lots.
enum DeskStock {
  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.page("/desk/stock/item", "showDeskStock", .seeStock, parameters: [sku], show),
    ]
      + [
        ShopDesk.routes.form(
          "/desk/stock/corrections",
          "correctStockAtDesk",
          .correctStock,
          once: true,
          show: show
        ) { request, actor, transaction in
          let code = try request.form.required("sku")
          guard let change = try request.form.integer("change", in: -99_999...99_999) else {
            throw request.form.refusal("change", "is missing")
          }
          try await shop.adjustStock(
            of: code,
            at: try request.form.required("location"),
            by: change,
            reason: String(try request.form.required("reason").prefix(200)),
            actor: actor,
            in: transaction
          )
          return request.url("/desk/stock/item", ["sku": code])
        },
        ShopDesk.routes.form(
          "/desk/stock/watches",
          "watchStockAtDesk",
          .correctStock,
          show: show
        ) { request, actor, transaction in
          let code = try request.form.required("sku")
          try await shop.watchStock(
            of: code,
            below: try request.form.integer("below", in: 0...1_000_000),
            by: actor,
            in: transaction
          )
          return request.url("/desk/stock/item", ["sku": code])
        },
      ]
  }

  private static let sku = RouteParameter.query("sku", .string(0...80), "The SKU's number.")

  private static let list = ShopDesk.routes.page(
    "/desk/stock",
    "listDeskStock",
    .seeStock,
    parameters: [
      .query("q", .string(0...80), "How the SKU's number begins."),
      .query("cursor", .string(0...400), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, code) = (frame.texts, request.query["q"])
    let found = try await request.scope.stockItems(
      of: code,
      after: request.query["cursor"],
      limit: 50,
      in: ShopView(request)
    )
    let rows = found.items.map { item -> View in
      [
        "href": request.url("/desk/stock/item", ["sku": item.code]),
        "name": "\(item.name) \(item.options)", "detail": "\(item.code) · \(item.locationName)",
        "amount": texts["desk.stock.pieces", ["count": "\(item.available)"]],
      ]
    }
    let content: View = [
      "rows": rows, "empty": texts["desk.stock.empty"],
      "search": [
        "action": request.url("/desk/stock", ["lang": nil]), "label": texts["desk.stock.search"],
        "value": code ?? "", "submit": texts["search.submit"],
      ] as View,
      "next": found.next.map { request.url("/desk/stock", ["q": code, "cursor": $0]) },
    ]
    return try frame.list(texts["desk.nav.stock"], content, notice: notice)
  }

  static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    guard let code = request.query["sku"] ?? request.form["sku"] else {
      throw StorefrontRefusal(.skuNotFound)
    }
    let levels = try await request.scope.stockItems(of: code, limit: 200, in: ShopView(request))
      .items.filter { $0.code == code }
    guard let first = levels.first else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(code)])
    }
    let lots = try await request.scope.stockLots(of: code)
    let mayCorrect = frame.may(.correctStock)
    let sections = levels.enumerated().map { index, level -> View in
      let forms =
        (lots.isEmpty ? [correction(level, texts)] : []) + DeskLots.forms(code, level, frame)
      return [
        "title": level.locationName,
        "facts": [
          View.fact(
            texts["desk.stock.available"],
            texts["desk.stock.pieces", ["count": "\(level.available)"]]
          )
        ],
        "forms": mayCorrect ? DeskForm.views(forms, frame, from: 3 * index) : [],
      ]
    }
    let watch = watching(code, try await request.scope.stockWatch(of: code), texts)
    let alarm: View = [
      "title": texts["desk.stock.watch"],
      "forms": mayCorrect ? DeskForm.views([watch], frame, from: 3 * levels.count) : [],
    ]
    return try frame.sheet(
      "\(first.name) \(first.options)",
      sections + (lots.isEmpty ? [] : [section(lots, frame)]) + (mayCorrect ? [alarm] : []),
      back: request.url("/desk/stock"),
      backName: texts["desk.nav.stock"],
      notice: notice
    )
  }

  private static func correction(_ level: StockItem, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/stock/corrections",
      submit: texts["desk.stock.correct"],
      fields: [
        .init(name: "change", label: texts["desk.stock.change"], type: "number"),
        .init(name: "reason", label: texts["desk.stock.reason"]),
      ],
      hidden: [("sku", level.code), ("location", level.location)]
    )
  }

  private static func watching(_ code: String, _ threshold: Int?, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/stock/watches",
      submit: texts["desk.stock.setWatch"],
      fields: [
        .init(
          name: "below",
          label: texts["desk.stock.below"],
          type: "number",
          value: threshold.map { "\($0)" } ?? "",
          isRequired: false
        )
      ],
      hidden: [("sku", code)],
      hint: texts["desk.stock.watchHint"],
      isQuiet: true
    )
  }

  private static func section(_ lots: [StockLot], _ frame: DeskFrame) -> View {
    let texts = frame.texts
    return [
      "title": texts["desk.stock.lots"],
      "lines": lots.map { lot -> View in
        [
          "name": lot.code, "amount": texts["desk.stock.pieces", ["count": "\(lot.available)"]],
          "detail": [
            lot.location, texts["desk.stock.expires", ["day": lot.expiresOn]],
            lot.recalledAt == nil ? "" : texts["desk.stock.recalled"],
          ]
          .filter { !$0.isEmpty }.joined(separator: " · "),
        ]
      },
      "ways": Set(lots.map(\.code)).sorted().map { code -> View in
        [
          "href": DeskLots.url(of: lots[0].sku, lot: code, frame.request),
          "name": texts["desk.lot.go", ["lot": code]],
        ]
      },
    ]
  }
}
