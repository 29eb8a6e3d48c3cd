internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The forms that put codes into the cart and take them out; each leads to the cart.
enum CodeForms {
  static func routes(_ shop: Shop) -> [Route] { [enter(shop), remove(shop)] }

  private static func enter(_ shop: Shop) -> Route {
    .write(
      .post,
      "/cart/codes",
      operation: "enterCodeByForm",
      body: .form,
      idempotency: .natural,
      recovery: showingCart(shop)
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      try await shop.enterCode(request.form["code"] ?? "", session: session.id, in: transaction)
      return .redirect(to: request.url("/cart"))
    }
  }

  private static func remove(_ shop: Shop) -> Route {
    .write(
      .post,
      "/cart/codes/{code}",
      operation: "removeCodeByForm",
      parameters: [.path("code", OrderSchemas.code, "The code.")],
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      try await shop.removeCode(try request.path("code"), session: session.id, in: transaction)
      return .redirect(to: request.url("/cart"))
    }
  }

  /// Shows the cart again with what was wrong.
  private static func showingCart(_ shop: Shop) -> Route.Recovery {
    { request, refusal in
      let key: String? =
        switch (refusal as? StorefrontRefusal)?.code {
        case .codeUnknown: "code.unknown"
        case .codesFull: "code.full"
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
