internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's products, on sale or not.
enum DeskProducts {
  static let route = ShopDesk.routes.page(
    "/desk/products",
    "listDeskProducts",
    .seeProducts,
    parameters: [
      .query("state", .choice(ProductStanding.allCases.map(\.rawValue)), "Which products."),
      .query("q", .string(0...80), "Words of the name, the short name or a SKU's number."),
      .query("before", .id(ProductID.self), "Where the page begins."),
    ]
  ) { request, notice in
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
      "next": found.next.map {
        request.url("/desk/products", ["state": state, "before": $0.description])
      },
    ]
    return try frame.list(texts["desk.nav.products"], content, notice: notice)
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
