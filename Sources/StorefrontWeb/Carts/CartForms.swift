internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The forms that change the cart; each leads to a page, also without a script.
enum CartForms {
  private static let quantities = 1...Cart.quantityLimit

  static func routes(_ shop: Shop, _ rows: ShopRows) -> [Route] {
    [add(shop, rows), change(shop), changeSaved(shop)]
  }

  private static func add(_ shop: Shop, _ rows: ShopRows) -> Route {
    .write(
      .post,
      "/cart/lines",
      operation: "addCartLineByForm",
      body: .form,
      recovery: showingCart(shop)
    ) { request, transaction in
      guard let sku = try request.form.value("sku", as: SKUID.self) else {
        throw StorefrontRefusal(.skuNotFound)
      }
      let quantity = try request.form.integer("quantity", in: quantities) ?? 1
      let session = try await request.session(in: transaction)
      try await shop.addToCart(sku, quantity: quantity, session: session.id, in: transaction)
      try await rows.carted(sku, request, transaction)
      return .redirect(to: request.url(LocalPath.checked(request.form["next"]) ?? "/cart"))
    }
  }

  /// Sets a quantity, one more or one less, or takes the line out.
  ///
  /// A step starts from the quantity that the page showed, so that sending it twice is one step.
  private static func change(_ shop: Shop) -> Route {
    .write(
      .post,
      "/cart/lines/{sku}",
      operation: "changeCartLineByForm",
      parameters: [.path("sku", .id(SKUID.self), "The item.")],
      body: .form,
      idempotency: .natural,
      recovery: showingCart(shop)
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      let session = try await request.session(in: transaction)
      if request.form["save"] != nil {
        try await shop.saveForLater(sku, session: session, for: request.tenant, in: transaction)
        return .redirect(to: request.url("/cart"))
      }
      let quantity = try wanted(request.form)
      if quantity == 0 {
        try await shop.removeLine(sku, session: session.id, in: transaction)
      } else {
        try await shop.setQuantity(quantity, of: sku, session: session.id, in: transaction)
      }
      return .redirect(to: request.url("/cart"))
    }
  }

  /// Moves what was put aside back into the cart, or forgets it.
  private static func changeSaved(_ shop: Shop) -> Route {
    .write(
      .post,
      "/cart/saved/{sku}",
      operation: "changeSavedLineByForm",
      parameters: [.path("sku", .id(SKUID.self), "The item.")],
      body: .form,
      idempotency: .natural,
      recovery: showingCart(shop)
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      let session = try await request.session(in: transaction)
      if request.form["remove"] != nil {
        try await shop.forgetSaved(sku, session: session, for: request.tenant, in: transaction)
      } else {
        try await shop.moveToCart(sku, session: session, for: request.tenant, in: transaction)
      }
      return .redirect(to: request.url("/cart"))
    }
  }

  private static func wanted(_ form: RequestFields) throws(WebRefusal) -> Int {
    guard form["remove"] == nil else { return 0 }
    guard let shown = try form.integer("quantity", in: 0...Cart.quantityLimit) else {
      throw form.refusal("quantity", "is missing")
    }
    let step = try form.integer("step", in: -1...1) ?? 0
    return min(max(shown + step, 0), Cart.quantityLimit)
  }

  /// Shows the cart again with what was wrong; refusals that have no words here stay problems.
  private static func showingCart(_ shop: Shop) -> Route.Recovery {
    { request, refusal in
      let key: String? =
        switch refusal {
        case let refusal as StorefrontRefusal:
          switch refusal.code {
          case .quantityInvalid: "cart.quantityInvalid"
          case .cartFull: "cart.full"
          case .skuNotFound: "cart.gone"
          default: nil
          }
        case let refusal as WebRefusal where refusal.fields.contains { $0.name == "quantity" }:
          "cart.quantityInvalid"
        default: nil
        }
      guard let key else { return nil }
      return try await CartPage.reply(
        to: request,
        of: shop,
        notice: request.texts[key],
        status: .unprocessableContent,
        in: request.scope
      )
    }
  }
}
