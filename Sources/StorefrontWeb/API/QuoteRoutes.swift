internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API of a cart's promotions; every change answers with the whole quote.
struct QuoteRoutes {
  let shop: Shop
  private let tag = "Cart"
  private let answers: [RouteResponse] = [
    .json(QuoteSchemas.quote, "What the cart comes to, and why.")
  ]

  var all: [Route] { [show, enter, remove] }

  init(_ shop: Shop) { self.shop = shop }

  private struct CodeInput: Decodable {
    let code: String
  }

  private var show: Route {
    .read(
      "/api/v1/cart/quote",
      operation: "getCartQuote",
      summary:
        "What the visitor's cart comes to, with the promotions that apply and those that do not",
      tag: tag,
      responses: answers,
      permission: .session
    ) { request in
      let answer = Answer(request: request)
      let session = try await request.session()
      let cart = try await CartPage.cart(of: request, in: answer.shopView, request.scope)
      return try await .json(
        answer.quote(
          shop.quote(
            of: cart ?? .empty(in: answer.shopView),
            session: session?.id,
            isProved: session?.isProved ?? false,
            for: request.tenant,
            in: request.scope
          )
        )
      )
    }
  }

  private var enter: Route {
    .write(
      .post,
      "/api/v1/cart/codes",
      operation: "enterCode",
      summary: "Puts a promotion's code into the cart",
      tag: tag,
      body: .json(QuoteSchemas.codeInput),
      responses: answers,
      idempotency: .natural,
      refusals: .storefront(.codeUnknown, .codesFull)
    ) { request, transaction in
      let code = try request.body(CodeInput.self).code
      return try await changed(request, transaction) { session in
        try await shop.enterCode(code, session: session, in: transaction)
      }
    }
  }

  private var remove: Route {
    .write(
      .delete,
      "/api/v1/cart/codes/{code}",
      operation: "removeCode",
      summary: "Takes a code out of the cart; doing it again changes nothing",
      tag: tag,
      parameters: [.path("code", OrderSchemas.code, "The code.")],
      responses: answers,
      idempotency: .natural
    ) { request, transaction in
      let code = try request.path("code")
      return try await changed(request, transaction) { session in
        try await shop.removeCode(code, session: session, in: transaction)
      }
    }
  }

  private func changed(
    _ request: TenantRequest,
    _ transaction: TenantTransaction,
    _ change: (SessionID) async throws -> Void
  ) async throws -> Reply {
    let session = try await request.session(in: transaction)
    try await change(session.id)
    let answer = Answer(request: request)
    let cart = try await transaction.cart(of: session.id, in: answer.shopView)
    return try await .json(
      answer.quote(
        shop.quote(
          of: cart,
          session: session.id,
          isProved: session.isProved,
          for: request.tenant,
          in: transaction
        )
      )
    )
  }
}
