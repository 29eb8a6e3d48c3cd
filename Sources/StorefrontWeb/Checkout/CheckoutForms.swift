internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The form that places an order and leads to the order's own page.
enum CheckoutForms {
  static func routes(_ shop: Shop) -> [Route] { [order(shop), code(shop)] }

  private static func order(_ shop: Shop) -> Route {
    .write(
      .post,
      "/checkout",
      operation: "placeOrderByForm",
      body: .form,
      recovery: showingForm(shop)
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      let placed = try await shop.placeOrder(
        try form(request),
        session: session.id,
        isProved: session.isProved,
        for: request.tenant,
        in: transaction
      )
      return .redirect(to: request.url("/orders/\(placed.token.text)"))
    }
  }

  /// Puts a code into the cart and shows the form as it was filled in, with what it comes to then.
  ///
  /// Without a code it only reckons again, for instance with the freight to another region.
  private static func code(_ shop: Shop) -> Route {
    .write(
      .post,
      "/checkout/codes",
      operation: "enterCodeAtCheckout",
      body: .form,
      idempotency: .natural,
      recovery: showingForm(shop)
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      var values = CheckoutValues(request.form)
      if !values.code.isEmpty {
        try await shop.enterCode(values.code, session: session.id, in: transaction)
        values.code = ""
      }
      return try await CheckoutPage.reply(
        to: request,
        of: shop,
        values: values,
        problems: CheckoutProblems(),
        in: transaction
      )
    }
  }

  private static func form(_ request: TenantRequest) throws -> CheckoutForm {
    guard
      let cart = try request.form.value("cart", as: CartID.self),
      let seenTotal = try request.form.value("seen_total", as: Int64.self)
    else { throw StorefrontRefusal(.cartNotFound) }
    let values = CheckoutValues(request.form)
    return CheckoutForm(
      cart: cart,
      seenTotal: seenTotal,
      name: values.name,
      phone: values.phone,
      address: values.address,
      region: values.region,
      pickup: values.pickup.isEmpty ? nil : values.pickup,
      note: values.note,
      provider: values.payment,
      locale: request.locale
    )
  }

  /// Shows the form again with its values and what is wrong; a cart that is gone shows the cart.
  private static func showingForm(_ shop: Shop) -> Route.Recovery {
    { request, refusal in
      if let problems = CheckoutProblems(refusal) {
        return try await CheckoutPage.reply(
          to: request,
          of: shop,
          values: CheckoutValues(request.form),
          problems: problems,
          status: .unprocessableContent,
          in: request.scope
        )
      }
      guard let code = (refusal as? StorefrontRefusal)?.code else { return nil }
      return [.cartEmpty, .cartNotFound].contains(code) ? .redirect(to: request.url("/cart")) : nil
    }
  }
}
