internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The cart with what it comes to.
enum CartPage {
  static func route(_ shop: Shop, _ rows: ShopRows) -> Route {
    .read("/cart", operation: "showCart", permission: .session) { request in
      try await reply(to: request, of: shop, rows, in: request.scope)
    }
  }

  /// The cart, with a notice above it when the last change was refused.
  static func reply(
    to request: TenantRequest,
    of shop: Shop,
    _ rows: ShopRows = ShopRows(),
    notice: String? = nil,
    status: HTTPResponse.Status = .ok,
    in querying: any TenantQuerying
  ) async throws -> Reply {
    let frame = try await PageFrame.load(request)
    let cart =
      try await cart(of: request, in: frame.shopView, querying) ?? .empty(in: frame.shopView)
    let quote = try await quote(of: cart, request, shop, in: querying)
    let saved = try await saved(beside: cart, request, frame.shopView, shop, in: querying)
    let head = PageHead(name: "cart", title: frame.texts["cart.title"])
    let place = ShopRows.Place.cart(cart.lines.map(\.product))
    let proposal = try await rows.proposal(place, request)
    let values = CartView(
      frame: frame,
      cart: cart,
      quote: quote,
      notice: notice,
      saved: saved,
      rows: try await RowsView.of(proposal, at: place, frame, shop)
    )
    return try frame.page("cart", head, "cart", values.view(), status: status)
  }

  /// What the visitor put aside; who surely put nothing aside is not asked for it.
  private static func saved(
    beside cart: Cart,
    _ request: TenantRequest,
    _ view: ShopView,
    _ shop: Shop,
    in querying: any TenantQuerying
  ) async throws -> [SavedLine] {
    guard let session = try await request.session(), session.isProved || cart.mayHaveSaved else {
      return []
    }
    return try await shop.savedLines(of: session, for: request.tenant, in: view, querying)
  }

  /// What a visitor's cart comes to.
  static func quote(
    of cart: Cart,
    to destination: FreightDestination = .region(""),
    _ request: TenantRequest,
    _ shop: Shop,
    in querying: any TenantQuerying
  ) async throws -> Quote {
    let session = try await request.session()
    return try await shop.quote(
      of: cart,
      session: session?.id,
      isProved: session?.isProved ?? false,
      for: request.tenant,
      to: destination,
      in: querying
    )
  }

  /// The visitor's cart; nothing when there is no session yet.
  static func cart(
    of request: TenantRequest,
    in view: ShopView,
    _ querying: any TenantQuerying
  ) async throws -> Cart? {
    guard let session = try await request.session() else { return nil }
    return try await querying.cart(of: session.id, in: view)
  }
}

/// The values of the cart's page.
struct CartView {
  let frame: PageFrame
  let cart: Cart
  let quote: Quote
  let notice: String?
  let saved: [SavedLine]
  let rows: RowsView?

  private var texts: LocalTexts { frame.texts }

  func view() throws -> View {
    let notices = notice.map { ["kind": "bad", "icon": "alert", "text": $0] as View }
    guard !cart.lines.isEmpty else {
      return [
        "isEmpty": true, "notices": notices.map { [$0] }, "saved": savedView,
        "proposals": try rows?.view(),
      ]
    }
    return [
      "isEmpty": false, "notices": notices.map { [$0] }, "saved": savedView,
      "lines": cart.lines.map { line(quote.priced($0)) },
      "freight": try freight(quote.totals.goods), "totals": TotalsView.of(quote.totals, texts),
      "quote": QuoteView(frame: frame, quote: quote).view, "total": texts.money(quote.total),
      "canOrder": cart.isOrderable, "proposals": try rows?.view(),
    ]
  }

  private func line(_ line: CartLine) -> View {
    let name = line.options.isEmpty ? line.name : "\(line.name) \(line.options)"
    let isOnSale = line.state != .unavailable
    return [
      "picture": frame.pictureView(line.picture, .small), "name": line.name,
      "href": isOnSale ? productURL(line) : nil,
      "options": line.options.isEmpty ? nil : line.options,
      "contents": BundleWords.contents(line.parts, texts),
      "presale": PresaleWords.line(line, frame),
      "unitPrice": texts["cart.unitPrice", ["price": texts.money(line.unitPrice)]],
      "problem": problem(line), "isUnavailable": !isOnSale, "sku": line.sku.description,
      "action": frame.request.url("/cart/lines/\(line.sku)"), "canStep": isOnSale,
      "quantity": "\(line.quantity)", "isLeast": line.quantity <= 1,
      "isMost": line.quantity >= Cart.quantityLimit,
      "total": isOnSale ? texts.money(line.total) : nil,
      "lessLabel": texts["cart.less", ["name": name]],
      "moreLabel": texts["cart.more", ["name": name]],
      "quantityLabel": texts["cart.quantity", ["name": name]],
      "removeLabel": texts["cart.remove", ["name": name]],
      "saveLabel": texts["saved.save", ["name": name]],
    ]
  }

  private var savedView: View? {
    saved.isEmpty ? nil : SavedView(frame: frame, lines: saved).view
  }

  private func productURL(_ line: CartLine) -> String {
    frame.request.url("/products/\(line.productSlug)", ["sku": line.code])
  }

  private func problem(_ line: CartLine) -> String? {
    switch line.state {
    case .available: nil
    case .short(let left) where left > 0: texts["cart.short", ["count": "\(left)"]]
    case .short: texts["cart.soldOut"]
    case .unavailable: texts["cart.unavailable"]
    }
  }

  /// How much is missing for free delivery; nothing where delivery always or never is free.
  private func freight(_ goods: Money) throws -> View? {
    let rule = try FreightRule(frame.settings.freight, currency: goods.currency)
    guard let goal = rule.freeOver, rule.flat.minorUnits > 0 else { return nil }
    guard rule.freight(for: goods).minorUnits > 0 else {
      return ["text": texts["freight.reached", ["amount": texts.money(goal)]], "isShown": false]
    }
    return [
      "text": texts["freight.more", ["amount": texts.money(goal - goods)]], "isShown": true,
      "goal": "\(goal.minorUnits)", "reached": "\(goods.minorUnits)",
    ]
  }
}

/// The sums of a cart or an order, row by row.
enum TotalsView {
  static func of(_ totals: CartTotals, _ texts: LocalTexts) -> View {
    let discount = Money.zero(totals.goods.currency) - totals.discount
    return rows(
      goods: totals.goods,
      freight: totals.freight,
      discounts: [(texts["totals.adjustment"], discount)],
      total: totals.total,
      texts
    )
  }

  /// The sums of an order, with a row for each promotion and one for each other reason.
  static func of(_ order: Order, _ frame: PageFrame) -> View {
    let texts = frame.texts
    return rows(
      goods: order.goods,
      freight: order.freight,
      discounts: order.discounts.map { discount in
        let key =
          switch discount.code {
          case OrderDiscount.bundleCode: "bundle"
          case _ where order.agreement != nil: "agreed"
          case "merchant.price_edit": "priceEdit"
          default: "adjustment"
          }
        return (discount.name.map(frame.local) ?? texts["totals.\(key)"], discount.amount)
      },
      total: order.total,
      texts
    )
  }

  private static func rows(
    goods: Money,
    freight: Money,
    discounts: [(name: String, amount: Money)],
    total: Money,
    _ texts: LocalTexts
  ) -> View {
    let freightText = freight.minorUnits == 0 ? texts["totals.free"] : texts.money(freight)
    let reductions = discounts.filter { $0.amount.minorUnits != 0 }
      .map { View.total($0.name, texts.money($0.amount)) }
    return [
      "rows": [
        View.total(texts["totals.goods"], texts.money(goods)),
        View.total(texts["totals.freight"], freightText),
      ] + reductions + [View.total(texts["totals.total"], texts.money(total), isTotal: true)]
    ]
  }
}

extension View {
  fileprivate static func total(_ name: String, _ amount: String, isTotal: Bool = false) -> Self {
    ["name": name, "amount": amount, "isTotal": isTotal]
  }
}
