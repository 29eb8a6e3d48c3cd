internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's products, on sale or not.
enum DeskProducts {
  /// The most products that one form publishes.
  private static let together = 30

  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.form(
        "/desk/products/publications",
        "publishManyAtDesk",
        .editProducts,
        show: page
      ) { request, actor, transaction in
        let slugs = request.form.all("product")
        guard (1...together).contains(slugs.count) else {
          throw request.form.refusal("product", "must be 1 to \(together) products")
        }
        // In one order, so that two who publish the same wait instead of stopping each other.
        for slug in Set(slugs).sorted() {
          try await shop.publishProduct(
            slug,
            for: request.tenant,
            by: actor,
            in: transaction
          )
        }
        return request.url("/desk/products", ["state": ProductStanding.onSale.rawValue])
      },
    ]
  }

  private static let list = ShopDesk.routes.page(
    "/desk/products",
    "listDeskProducts",
    .seeProducts,
    parameters: [
      .query("state", .choice(ProductStanding.allCases.map(\.rawValue)), "Which products."),
      .query("q", .string(0...80), "Words of the name, the short name or a SKU's number."),
      .query("before", .id(ProductID.self), "Where the page begins."),
    ],
    page
  )

  private static let page: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state, words) = (frame.texts, request.query["state"], request.query["q"])
    var query = MerchantProductQuery()
    query.standing = state.flatMap(ProductStanding.init)
    query.text = words ?? ""
    query.before = request.query["before"].flatMap { ProductID($0) }
    let found = try await request.scope.merchantProducts(query, in: ShopView(request))
    let states: [ProductStanding?] = [nil] + ProductStanding.allCases
    let filters = states.map { entry -> View in
      let name = entry?.rawValue
      return [
        "name": texts["desk.products.\(name ?? "all")"], "isCurrent": name == state,
        "href": request.url("/desk/products", ["state": name, "q": words]),
      ]
    }
    let content: View = [
      "filters": filters, "rows": found.items.map { row($0, frame) },
      "empty": texts["desk.products.empty"],
      "search": [
        "action": request.url("/desk/products", ["lang": nil]),
        "label": texts["desk.products.search"], "value": words ?? "",
        "submit": texts["search.submit"],
      ] as View,
      "links": frame.may(.editProducts)
        ? [
          [
            "href": request.url(DeskProductSheet.newPath),
            "name": texts["desk.sheet.newProduct"],
          ] as View,
          [
            "href": request.url("/desk/products/files/import"), "name": texts["desk.import.title"],
          ] as View,
        ] : [],
      "forms": publishing(found.items, frame),
      "next": found.next.map {
        request.url("/desk/products", ["state": state, "before": $0.description])
      },
    ]
    return try frame.list(texts["desk.nav.products"], content, notice: notice)
  }

  /// The form that puts the drafts of the page on sale that are ticked, at first all of them.
  private static func publishing(_ products: [MerchantProduct], _ frame: DeskFrame) -> [View] {
    let drafts = products.filter { $0.standing == .draft }
    guard frame.request.query["state"] == ProductStanding.draft.rawValue, !drafts.isEmpty,
      drafts.count <= together, frame.may(.editProducts)
    else { return [] }
    let form = DeskForm(
      path: "/desk/products/publications",
      submit: frame.texts["desk.products.publishAll"],
      boxes: drafts.map { ("product", $0.slug, $0.name) },
      areTicked: true,
      hint: frame.texts["desk.products.publishAllHint"]
    )
    return DeskForm.views([form], frame)
  }

  private static func row(_ product: MerchantProduct, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    return [
      "href": frame.request.url("/desk/products/\(product.slug)"), "name": product.name,
      "state": texts["desk.products.\(product.standing.rawValue)"],
      "detail": texts[
        "desk.products.detail",
        ["skus": "\(product.skuCount)", "count": "\(product.available)"]
      ],
      "amount": product.lowestPrice == product.highestPrice
        ? texts.money(product.lowestPrice)
        : "\(texts.money(product.lowestPrice)) – \(texts.money(product.highestPrice))",
    ]
  }
}
