internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// One product at the desk: whether shoppers see it, and what its SKUs cost.
enum DeskProduct {
  private static let parameter = RouteParameter.path(
    "product",
    .string(1...80),
    "The product's short name."
  )

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        "/desk/products/{product}",
        "showDeskProduct",
        .seeProducts,
        parameters: [parameter],
        show
      ),
      change("publication", "publishAtDesk") { slug, request, actor, transaction in
        try await shop.publishProduct(
          slug,
          from: try DeskWords.instant("from", request),
          until: try DeskWords.instant("until", request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
      },
      change("withdrawal", "unpublishAtDesk") { slug, _, actor, transaction in
        try await shop.unpublishProduct(slug, by: actor, in: transaction)
      },
      change("prices", "setPriceAtDesk") { _, request, actor, transaction in
        guard let price = try DeskWords.amount("price", request) else {
          throw request.form.refusal("price", "is missing")
        }
        try await shop.setPrice(
          price,
          strike: try DeskWords.amount("list_price", request),
          of: try request.form.required("sku"),
          for: request.tenant,
          by: actor,
          in: transaction
        )
      },
      change("presale", "setPresaleAtDesk") { _, request, actor, transaction in
        try await shop.setPresale(
          try presale(request),
          of: try request.form.required("sku"),
          for: request.tenant,
          by: actor,
          in: transaction
        )
      },
      change("contents", "setContentsAtDesk") { _, request, actor, transaction in
        guard let contents = BundleContentRule.contents(request.form["contents"] ?? "") else {
          throw request.form.refusal("contents", "must be like SOAP-1*2|TEE-80-R*1")
        }
        try await shop.setContents(
          contents,
          of: try request.form.required("sku"),
          by: actor,
          in: transaction
        )
      },
    ] + DeskGallery.routes(shop) + DeskPrices.routes(shop)
  }

  static func change(
    _ name: String,
    _ operation: String,
    body: RouteBody = .form,
    _ change:
      @escaping @Sendable (String, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/products/{product}/\(name)",
      operation,
      .editProducts,
      parameters: [parameter],
      body: body,
      show: show
    ) { request, actor, transaction in
      let slug = try request.path("product")
      try await change(slug, request, actor, transaction)
      return request.url("/desk/products/\(slug)")
    }
  }

  /// The terms of a form; nothing when it has no day, which ends the presale.
  private static func presale(_ request: TenantRequest) throws -> PresaleTerms? {
    guard let text = request.form["ships_on"], !text.isEmpty else { return nil }
    guard let day = CalendarDate(iso: text) else {
      throw request.form.refusal("ships_on", "must be like 2026-12-20")
    }
    guard let limit = try request.form.integer("limit", in: 1...1_000_000) else {
      throw request.form.refusal("limit", "is missing")
    }
    return PresaleTerms(
      shipsOn: day,
      limit: limit,
      from: try DeskWords.instant("from", request),
      until: try DeskWords.instant("until", request)
    )
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let slug = try request.path("product")
    guard let found = try await request.scope.merchantProduct(slug: slug, in: ShopView(request))
    else { throw StorefrontRefusal(.productNotFound) }
    let product = found.product
    let facts: [(String, String)] = [
      ("desk.order.state", texts["desk.products.\(product.standing.rawValue)"]),
      ("desk.product.from", product.publishAt.map(frame.time) ?? ""),
      ("desk.product.until", product.unpublishAt.map(frame.time) ?? ""),
      ("desk.stock.available", texts["desk.stock.pieces", ["count": "\(product.available)"]]),
    ]
    let forms = publishing(product, frame)
    let about: View = [
      "title": texts["desk.product.about"],
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
      "go": product.standing == .onSale
        ? ["href": request.url("/products/\(slug)"), "name": texts["desk.product.go"]] as View
        : nil,
      "forms": DeskForm.views(forms, frame),
    ]
    let isEditable = frame.may(.editProducts) && product.standing != .archived
    let presales = Dictionary(
      try await request.scope.merchantPresales(of: found.skus.map(\.code)).map { ($0.sku, $0) }
    ) { first, _ in first }
    let prices = try await request.scope.priceSheets(
      of: found.skus.map(\.code),
      for: request.tenant
    )
    let skus = found.skus.enumerated().map { index, sku in
      let number = isEditable ? forms.count + 4 * index : nil
      let more = [
        form(presales[sku.code], sku, of: slug, frame),
        DeskPrices.form(prices[sku.code] ?? [:], sku, of: slug, frame),
      ]
      return section(sku, presales[sku.code], of: slug, more, number, frame)
    }
    let gallery = DeskGallery(
      slug: slug,
      pictures: try await request.scope.gallery(ofProduct: slug),
      skus: found.skus.map(\.code),
      firstForm: isEditable ? forms.count + 4 * found.skus.count : nil,
      frame: frame
    )
    return try frame.sheet(
      product.name,
      [about] + skus + gallery.sections,
      back: request.url("/desk/products"),
      backName: texts["desk.nav.products"],
      links: (isEditable
        ? [
          [
            "href": request.url("/desk/products/\(slug)/sheet"),
            "name": texts["desk.sheet.changeProduct"],
          ]
        ] : [])
        + [
          [
            "href": request.url("/desk/products/\(slug)/evidence"),
            "name": texts["desk.evidence.link"],
          ]
        ],
      notice: notice
    )
  }

  private static func publishing(_ product: MerchantProduct, _ frame: DeskFrame) -> [DeskForm] {
    guard frame.may(.editProducts), product.standing != .archived else { return [] }
    let (texts, path) = (frame.texts, "/desk/products/\(product.slug)")
    func field(_ name: String, _ time: Date?) -> DeskForm.Field {
      DeskForm.Field(
        name: name,
        label: texts["desk.product.\(name)"],
        type: "datetime-local",
        value: time.map { DeskWords.civil($0, frame.request) } ?? "",
        isRequired: false
      )
    }
    var forms = [
      DeskForm(
        path: "\(path)/publication",
        submit: texts["desk.product.publish"],
        fields: [field("from", product.publishAt), field("until", product.unpublishAt)],
        hint: texts["desk.product.publishHint"]
      )
    ]
    if product.standing != .draft {
      forms.append(
        DeskForm(
          path: "\(path)/withdrawal",
          submit: texts["desk.product.unpublish"],
          hint: texts["desk.product.unpublishHint"],
          isQuiet: true
        )
      )
    }
    return forms
  }

  /// Where else something can be done about a SKU.
  private static func ways(_ sku: MerchantSKU, _ isEditable: Bool, _ frame: DeskFrame) -> [View] {
    let (texts, request) = (frame.texts, frame.request)
    var ways: [View] = []
    if isEditable, frame.may(.startPromotions) {
      ways.append([
        "href": request.url(DeskFlashSale.path, ["sku": sku.code]),
        "name": texts["desk.flash.of", ["sku": sku.code]],
      ])
    }
    if frame.may(.seeStock) {
      ways.append([
        "href": request.url("/desk/stock/item", ["sku": sku.code]),
        "name": texts["desk.product.stock", ["sku": sku.code]],
      ])
    }
    return ways
  }

  private static func day(_ instant: Date, _ frame: DeskFrame) -> String {
    CalendarDate(instant, in: frame.request.tenant.timeZone).description
  }

  /// What of a presale is sold and awaited.
  private static func words(_ presale: MerchantPresale, _ frame: DeskFrame) -> String {
    frame.texts[
      presale.endsAt > frame.request.now ? "desk.presale.runs" : "desk.presale.over",
      [
        "day": day(presale.shipsFrom, frame), "taken": "\(presale.taken)",
        "limit": "\(presale.limit)", "awaited": "\(presale.awaited)",
      ]
    ]
  }

  /// Sells a SKU before it is there, puts the day off, or ends it.
  private static func form(
    _ presale: MerchantPresale?,
    _ sku: MerchantSKU,
    of slug: String,
    _ frame: DeskFrame
  ) -> DeskForm {
    let texts = frame.texts
    let running = presale.flatMap { $0.endsAt > frame.request.now ? $0 : nil }
    return DeskForm(
      path: "/desk/products/\(slug)/presale",
      submit: texts["desk.presale.set"],
      fields: [
        .init(
          name: "ships_on",
          label: texts["desk.presale.shipsOn"],
          type: "date",
          value: running.map { day($0.shipsFrom, frame) } ?? "",
          isRequired: false
        ),
        .init(
          name: "limit",
          label: texts["desk.presale.limit"],
          type: "number",
          value: running.map { "\($0.limit)" } ?? "",
          isRequired: false
        ),
        .init(
          name: "from",
          label: texts["desk.presale.from"],
          type: "datetime-local",
          value: running.map { DeskWords.civil($0.startsAt, frame.request) } ?? "",
          isRequired: false
        ),
        .init(
          name: "until",
          label: texts["desk.presale.until"],
          type: "datetime-local",
          value: running.map { DeskWords.civil($0.endsAt, frame.request) } ?? "",
          isRequired: false
        ),
      ],
      hidden: [("sku", sku.code)],
      hint: texts["desk.presale.hint"],
      isQuiet: true
    )
  }

  /// A SKU with its prices; with the form that changes them where it has a number.
  private static func section(
    _ sku: MerchantSKU,
    _ presale: MerchantPresale?,
    of slug: String,
    _ more: [DeskForm],
    _ number: Int?,
    _ frame: DeskFrame
  ) -> View {
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("desk.product.sku", sku.code),
      ("desk.product.salePrice", sku.salePrice.map(texts.money) ?? ""),
      (
        "desk.product.contents",
        sku.contents.map { "\($0.sku) × \($0.quantity)" }
          .joined(separator: texts["order.parcelSeparator"])
      ),
      ("desk.product.presale", presale.map { words($0, frame) } ?? ""),
      ("desk.stock.available", texts["desk.stock.pieces", ["count": "\(sku.available)"]]),
    ]
    let form = DeskForm(
      path: "/desk/products/\(slug)/prices",
      submit: texts["desk.product.setPrice"],
      fields: [
        .init(
          name: "price",
          label: texts["desk.product.price"],
          value: sku.price.decimal,
          maximum: 20
        ),
        .init(
          name: "list_price",
          label: texts["desk.product.listPrice"],
          value: sku.listPrice?.decimal ?? "",
          maximum: 20,
          isRequired: false
        ),
      ],
      hidden: [("sku", sku.code)]
    )
    let contents = DeskForm(
      path: "/desk/products/\(slug)/contents",
      submit: texts["desk.product.setContents"],
      fields: [
        .init(
          name: "contents",
          label: texts["desk.product.contents"],
          value: BundleContentRule.text(sku.contents),
          maximum: 800,
          isRequired: false
        )
      ],
      hidden: [("sku", sku.code)],
      hint: texts["desk.product.contentsHint"],
      isQuiet: true
    )
    return [
      "title": sku.options.isEmpty ? sku.code : sku.options,
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) }
        + (number == nil ? [View.fact(texts["desk.product.price"], texts.money(sku.price))] : []),
      "forms": number.map {
        DeskForm.views([form, contents] + more, frame, from: $0)
      } ?? [],
      "ways": ways(sku, number != nil, frame),
    ]
  }
}
