internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API that turns a cart into an order and shows orders.
struct OrderRoutes {
  let shop: Shop
  private let tag = "Orders"

  var all: [Route] {
    [
      place, show,
      change("receipt", "confirmReceipt", "Says that the goods have arrived") {
        try await $0.confirmReceipt(with: $1, in: $2)
      },
      change("cancellation", "cancelOrder", "Calls off an unpaid or presold order") {
        try await $0.cancelOrder(with: $1, in: $2)
      },
    ]
  }

  init(_ shop: Shop) { self.shop = shop }

  private struct CheckoutInput: Decodable {
    struct Contact: Decodable {
      let name: String
      let phone: String
      let address: String
    }

    enum CodingKeys: String, CodingKey {
      case cart, contact, note, payment, region, pickup
      case seenTotal = "seen_total"
    }

    let cart: CartID
    let seenTotal: Int64
    let contact: Contact
    let note: String?
    let payment: String
    let region: String?
    let pickup: String?
  }

  private var place: Route {
    .write(
      .post,
      "/api/v1/checkout",
      operation: "placeOrder",
      summary: "Orders the cart as the shopper saw it",
      tag: tag,
      body: .json(OrderSchemas.checkoutInput),
      responses: [.json(OrderSchemas.placedOrder, status: .created, "The order.")],
      idempotency: .required,
      refusals: .storefront(
        .contactInvalid,
        .providerUnknown,
        .cartNotFound,
        .cartEmpty,
        .lineUnavailable,
        .priceChanged,
        .outOfStock,
        .promotionExhausted,
        .regionUnserved,
        .pickupNotFound,
        .tooManyUnpaid
      ) + [RefusalDescription(TenancyRefusal.Code.quotaExceeded)]
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      let placed = try await shop.placeOrder(
        try form(request),
        session: session.id,
        isProved: session.isProved,
        for: request.tenant,
        in: transaction
      )
      let answer: JSONValue = [
        "token": .string(placed.token.text),
        "url": .string(request.absoluteURL("/orders/\(placed.token.text)")),
        "order": Answer(request: request).order(placed.order, placed.instruction),
      ]
      return .json(answer).created(at: request.url("/api/v1/orders/\(placed.token.text)"))
    }
  }

  private func form(_ request: TenantRequest) throws -> CheckoutForm {
    let input = try request.body(CheckoutInput.self)
    return CheckoutForm(
      cart: input.cart,
      seenTotal: input.seenTotal,
      name: input.contact.name,
      phone: input.contact.phone,
      address: input.contact.address,
      region: input.region ?? "",
      pickup: input.pickup,
      note: input.note ?? "",
      provider: input.payment,
      locale: request.locale
    )
  }

  private func change(
    _ name: String,
    _ operation: String,
    _ summary: String,
    _ change: @escaping @Sendable (Shop, OrderToken, TenantTransaction) async throws -> Order
  ) -> Route {
    .write(
      .post,
      "/api/v1/orders/{token}/\(name)",
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: [OrderLink.parameter],
      responses: [.json(OrderSchemas.order, "The order as it stands then.")],
      idempotency: .natural,
      refusals: .storefront(.orderNotFound, .transitionRefused)
    ) { request, transaction in
      let order = try await change(shop, try OrderLink.token(request), transaction)
      let shipments = try await transaction.shipments(of: order.id)
      return .json(Answer(request: request).order(order, nil, shipments))
    }
  }

  private var show: Route {
    .read(
      "/api/v1/orders/{token}",
      operation: "getOrder",
      summary: "An order by the secret that was given when it was placed",
      tag: tag,
      parameters: [
        .path("token", .string(64...64, format: .hexadecimal(digits: 64)), "The order's secret.")
      ],
      responses: [.json(OrderSchemas.order, "The order.")],
      permission: .session,
      refusals: .storefront(.orderNotFound)
    ) { request in
      guard
        let token = OrderToken(try request.path("token")),
        let order = try await request.scope.order(token: token)
      else { throw StorefrontRefusal(.orderNotFound) }
      let instruction = try? shop.paymentInstruction(for: order, of: request.tenant)
      let shipments = try await request.scope.shipments(of: order.id)
      return .json(Answer(request: request).order(order, instruction, shipments))
    }
  }
}
