internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API of what a visitor keeps for later; every change answers with all of it.
struct SavedRoutes {
  let shop: Shop
  private let tag = "Cart"
  private let answers: [RouteResponse] = [
    .json(SavedSchemas.list, "What is kept for later, the latest first.")
  ]
  private let parameter = RouteParameter.path("sku", .id(SKUID.self), "The item.")

  var all: [Route] { [show, save, back, forget] }

  init(_ shop: Shop) { self.shop = shop }

  private struct SavedInput: Decodable {
    let sku: SKUID
  }

  private var show: Route {
    .read(
      "/api/v1/cart/saved",
      operation: "listSavedLines",
      summary: "What the visitor keeps for later, with what has changed since",
      tag: tag,
      responses: answers,
      permission: .session
    ) { request in
      guard let session = try await request.session() else { return .json(["lines": []]) }
      return try await answer(request, session, request.scope)
    }
  }

  private var save: Route {
    .write(
      .post,
      "/api/v1/cart/saved",
      operation: "saveForLater",
      summary: "Moves a line of the cart to what is kept for later",
      tag: tag,
      body: .json(SavedSchemas.input),
      responses: answers,
      idempotency: .natural,
      refusals: .storefront(.cartFull)
    ) { request, transaction in
      let sku = try request.body(SavedInput.self).sku
      let session = try await request.session(in: transaction)
      try await shop.saveForLater(sku, session: session, for: request.tenant, in: transaction)
      return try await answer(request, session, transaction)
    }
  }

  private var back: Route {
    .write(
      .post,
      "/api/v1/cart/saved/{sku}/return",
      operation: "moveSavedLineToCart",
      summary: "Moves what is kept for later back into the cart",
      tag: tag,
      parameters: [parameter],
      responses: answers,
      idempotency: .natural,
      refusals: .storefront(.skuNotFound, .quantityInvalid, .cartFull)
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      let session = try await request.session(in: transaction)
      try await shop.moveToCart(sku, session: session, for: request.tenant, in: transaction)
      return try await answer(request, session, transaction)
    }
  }

  private var forget: Route {
    .write(
      .delete,
      "/api/v1/cart/saved/{sku}",
      operation: "forgetSavedLine",
      summary: "Forgets what was kept for later; doing it again changes nothing",
      tag: tag,
      parameters: [parameter],
      responses: answers,
      idempotency: .natural
    ) { request, transaction in
      let sku = try request.path("sku", as: SKUID.self)
      let session = try await request.session(in: transaction)
      try await shop.forgetSaved(sku, session: session, for: request.tenant, in: transaction)
      return try await answer(request, session, transaction)
    }
  }

  private func answer(
    _ request: TenantRequest,
    _ session: Session,
    _ querying: any TenantQuerying
  ) async throws -> Reply {
    let answer = Answer(request: request)
    let lines = try await shop.savedLines(
      of: session,
      for: request.tenant,
      in: answer.shopView,
      querying
    )
    return .json(["lines": .array(lines.map(answer.saved))])
  }
}

extension Answer {
  func saved(_ saved: SavedLine) -> JSONValue {
    let line = saved.line
    return [
      "sku": .string(line.sku.description), "code": .string(line.code),
      "slug": .string(line.productSlug), "name": .string(line.name),
      "options": .string(line.options), "quantity": .integer(Int64(line.quantity)),
      "unit_price": money(line.unitPrice), "unit_price_then": money(saved.priceThen),
      "is_on_sale": .bool(line.state != .unavailable),
      "available": .integer(Int64(max(0, saved.available))),
    ]
  }
}

/// The shapes of what is kept for later in the API.
enum SavedSchemas {
  static let input = Schema.named(
    "SavedLineInput",
    .object([.required("sku", .id(SKUID.self))])
  )

  static let list = Schema.named(
    "SavedLines",
    .object([.required("lines", .array(line))])
  )

  private static let line = Schema.named(
    "SavedLine",
    .object([
      .required("sku", .id(SKUID.self)), .required("code", .string(1...64)),
      .required("slug", ShopSchemas.slug), .required("name", ShopSchemas.text),
      .required("options", ShopSchemas.text), .required("quantity", OrderSchemas.quantity),
      .required("unit_price", .money),
      .required("unit_price_then", .money.described("What a piece cost when it was put aside.")),
      .required("is_on_sale", .boolean),
      .required("available", .integer(0...Int64.max / 1_024).described("How many can be had.")),
    ])
  )
}
