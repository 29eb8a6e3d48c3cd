internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API of the visitor's cart; every change answers with the whole cart.
struct CartRoutes {
  let shop: Shop
  let rows: ShopRows
  private let tag = "Cart"
  private let answers: [RouteResponse] = [.json(OrderSchemas.cart, "The cart as it stands.")]

  var all: [Route] { [show, add, set, remove] }

  init(_ shop: Shop, _ rows: ShopRows) {
    self.shop = shop
    self.rows = rows
  }

  private struct LineInput: Decodable {
    let sku: SKUID
    let quantity: Int
  }

  private struct QuantityInput: Decodable {
    let quantity: Int
  }

  private var show: Route {
    .read(
      "/api/v1/cart",
      operation: "getCart",
      summary: "The visitor's cart at today's prices",
      tag: tag,
      responses: answers,
      permission: .session
    ) { request in
      let answer = Answer(request: request)
      guard let session = try await request.session() else { return try .json(answer.emptyCart()) }
      let cart = try await request.scope.cart(of: session.id, in: answer.shopView)
      let quote = try await shop.quote(
        of: cart,
        session: session.id,
        isProved: session.isProved,
        for: request.tenant,
        in: request.scope
      )
      return .json(answer.cart(cart, quote))
    }
  }

  private var add: Route {
    .write(
      .post,
      "/api/v1/cart/lines",
      operation: "addCartLine",
      summary: "Puts pieces of an item into the cart, on top of those it holds",
      tag: tag,
      body: .json(OrderSchemas.lineInput),
      responses: answers,
      refusals: .storefront(.skuNotFound, .quantityInvalid, .cartFull)
    ) { request, transaction in
      let input = try request.body(LineInput.self)
      return try await changed(request, transaction) { session in
        try await shop.addToCart(
          input.sku,
          quantity: input.quantity,
          session: session,
          in: transaction
        )
        try await rows.carted(input.sku, request, transaction)
      }
    }
  }

  private var set: Route {
    .write(
      .patch,
      "/api/v1/cart/lines/{sku}",
      operation: "setCartLine",
      summary: "Sets how many pieces of an item the cart holds",
      tag: tag,
      parameters: [.path("sku", .id(SKUID.self), "The item.")],
      body: .json(OrderSchemas.quantityInput),
      responses: answers,
      idempotency: .natural,
      refusals: .storefront(.skuNotFound, .quantityInvalid)
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      let quantity = try request.body(QuantityInput.self).quantity
      return try await changed(request, transaction) { session in
        try await shop.setQuantity(quantity, of: sku, session: session, in: transaction)
      }
    }
  }

  private var remove: Route {
    .write(
      .delete,
      "/api/v1/cart/lines/{sku}",
      operation: "removeCartLine",
      summary: "Takes an item out of the cart; doing it again changes nothing",
      tag: tag,
      parameters: [.path("sku", .id(SKUID.self), "The item.")],
      responses: answers,
      idempotency: .natural
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      return try await changed(request, transaction) { session in
        try await shop.removeLine(sku, session: session, in: transaction)
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
    let quote = try await shop.quote(
      of: cart,
      session: session.id,
      isProved: session.isProved,
      for: request.tenant,
      in: transaction
    )
    return .json(answer.cart(cart, quote))
  }
}
