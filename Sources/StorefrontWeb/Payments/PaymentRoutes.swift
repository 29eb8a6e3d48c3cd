internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Where shoppers are led to a provider, and where providers tell what happened.
struct PaymentRoutes {
  let shop: Shop
  let desk: PaymentDesk

  var all: [Route] { [pay, payByAPI, payInWeChat, callback] }

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
      _ = try await prompt(request, database, code: request.form["code"])
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
      Self.answer(try await prompt(request, database))
    }
  }

  /// For mini-programmes, which know by their own sign-in who looks.
  private var payInWeChat: Route {
    .act(
      "/api/v1/orders/{token}/payment/wechat",
      operation: "payOrderInWeChat",
      summary: "What wx.requestPayment takes, for whom WeChat calls by this id",
      tag: "Orders",
      parameters: [Self.token],
      body: .json(
        .named(
          "WeChatPayer",
          .object([
            .required(
              "openid",
              .string(1...128).described("Who pays, as WeChat calls them at the merchant's app.")
            )
          ])
        )
      ),
      responses: [.json(Self.promptSchema, "What WeChat takes.")],
      refusals: .storefront(
        .orderNotFound,
        .transitionRefused,
        .providerUnknown,
        .providerUnavailable
      )
    ) { request, database in
      let payer = try request.body(WeChatPayer.self)
      guard PaymentDeviceRule.isOpenID(payer.openid) else { throw WebRefusal(.inputInvalid) }
      return Self.answer(try await prompt(request, database, openID: payer.openid))
    }
  }

  private struct WeChatPayer: Decodable {
    let openid: String
  }

  private static func answer(_ prompt: PaymentPrompt) -> Reply {
    .json([
      "kind": .string(prompt.kind.rawValue), "text": .string(prompt.text),
      "valid_until": .string(prompt.validUntil.ISO8601Format()),
    ])
  }

  private static let promptSchema = Schema.named(
    "PaymentPrompt",
    .object([
      .required("kind", .choice(["scan", "visit", "invoke"])),
      .required(
        "text",
        .string(1...4_000)
          .described("What a QR code holds, the address of a page, or JSON for the provider's app.")
      ),
      .required("valid_until", .string(20...40, format: .dateTime)),
    ])
  )

  /// Where the shopper pays; `code` is what WeChat gave to the page, `openID` what a mini-programme knows.
  private func prompt(
    _ request: TenantRequest,
    _ database: TenantDatabase,
    code: String? = nil,
    openID: String? = nil
  ) async throws -> PaymentPrompt {
    guard
      let token = OrderToken(try request.path("token")),
      let order = try await request.scope.order(token: token)
    else { throw StorefrontRefusal(.orderNotFound) }
    var payer = openID
    if let code {
      payer = try await desk.payer(
        code: code,
        from: order.provider,
        of: request.tenant,
        in: database
      )
    }
    return try await desk.prompt(
      for: order.id,
      of: request.tenant,
      on: PaymentDeviceRule.device(
        request.headers[.userAgent] ?? "",
        openID: payer,
        address: request.address
      ),
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
