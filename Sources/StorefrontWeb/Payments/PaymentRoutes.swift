internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Where shoppers are led to a provider, and where providers tell what happened.
struct PaymentRoutes {
  let shop: Shop
  let desk: PaymentDesk

  var all: [Route] { [pay, payByAPI, callback] }

  private static let token = RouteParameter.path(
    "token",
    .string(64...64, format: .hexadecimal(digits: 64)),
    "The order's secret."
  )

  /// The form on the order's page; the page then shows the code or the way to the provider.
  private var pay: Route {
    .act(
      "/orders/{token}/pay",
      operation: "payOrderByForm",
      parameters: [Self.token],
      body: .form,
      recovery: Self.showingOrder
    ) { request, database in
      _ = try await prompt(request, database)
      return .redirect(to: request.url(try Self.path(request)))
    }
  }

  /// Nothing to pay any more, or no answer: the order's page says how things stand.
  private static let showingOrder: Route.Recovery = { request, refusal in
    switch (refusal as? StorefrontRefusal)?.code {
    case .providerUnavailable:
      .redirect(to: request.url(try path(request), ["payment": "unavailable"]))
    case .transitionRefused: .redirect(to: request.url(try path(request)))
    default: nil
    }
  }

  private var payByAPI: Route {
    .act(
      "/api/v1/orders/{token}/payment",
      operation: "payOrder",
      summary: "Where the shopper pays the order; asking again gives the same place",
      tag: "Orders",
      parameters: [Self.token],
      responses: [.json(Self.promptSchema, "Where to pay.")],
      refusals: .storefront(
        .orderNotFound,
        .transitionRefused,
        .providerUnknown,
        .providerUnavailable
      )
    ) { request, database in
      let prompt = try await prompt(request, database)
      return .json([
        "kind": .string(prompt.kind.rawValue), "text": .string(prompt.text),
        "valid_until": .string(prompt.validUntil.ISO8601Format()),
      ])
    }
  }

  private static let promptSchema = Schema.named(
    "PaymentPrompt",
    .object([
      .required("kind", .choice(["scan", "visit"])),
      .required(
        "text",
        .string(1...4_000).described("What a QR code holds, or the address of a page.")
      ),
      .required("valid_until", .string(20...40, format: .dateTime)),
    ])
  )

  private func prompt(_ request: TenantRequest, _ database: TenantDatabase) async throws
    -> PaymentPrompt
  {
    guard
      let token = OrderToken(try request.path("token")),
      let order = try await request.scope.order(token: token)
    else { throw StorefrontRefusal(.orderNotFound) }
    return try await desk.prompt(
      for: order.id,
      of: request.tenant,
      returnURL: request.absoluteURL(try Self.path(request)),
      notifyURL: request.absoluteURL("/payments/\(order.provider)/callback"),
      in: database
    )
  }

  private static func path(_ request: TenantRequest) throws -> String {
    "/orders/\(try request.path("token"))"
  }

  /// What a provider sends: its own signature says who it is, so there is no session, no form token
  /// and no key, and the answer has the provider's form.
  private var callback: Route {
    .receive(
      "/payments/{provider}/callback",
      operation: "receivePaymentNotice",
      parameters: [
        .path("provider", .string(1...40), "The code of the way to pay.")
      ]
    ) { request, database in
      let fields = request.headers.map { ($0.name.canonicalName, $0.value) }
      let answer = try await desk.answer(
        to: ProviderMessage(
          headers: Dictionary(fields) { first, second in "\(first), \(second)" },
          body: request.rawBody
        ),
        from: try request.path("provider"),
        for: request.tenant,
        in: database
      )
      return Reply(
        status: HTTPResponse.Status(code: answer.status),
        headers: [.contentType: answer.contentType],
        body: Array(answer.body.utf8),
        caching: .personal
      )
    }
  }
}
