internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The forms of an order's page; each leads back to it.
enum OrderForms {
  static func routes(_ shop: Shop) -> [Route] {
    [
      form("receipt", "confirmReceiptByForm") { try await shop.confirmReceipt(with: $0, in: $1) },
      form("cancel", "cancelOrderByForm") { try await shop.cancelOrder(with: $0, in: $1) },
    ]
  }

  private static func form(
    _ name: String,
    _ operation: String,
    _ change: @escaping @Sendable (OrderToken, TenantTransaction) async throws -> Order
  ) -> Route {
    .write(
      .post,
      "/orders/{token}/\(name)",
      operation: operation,
      parameters: [OrderLink.parameter],
      body: .form,
      idempotency: .natural,
      recovery: showingOrder
    ) { request, transaction in
      let token = try OrderLink.token(request)
      _ = try await change(token, transaction)
      return .redirect(to: request.url("/orders/\(token.text)"))
    }
  }

  /// Whoever was too late sees the order as it stands.
  private static let showingOrder: Route.Recovery = { request, refusal in
    guard (refusal as? StorefrontRefusal)?.code == .transitionRefused else { return nil }
    return .redirect(to: request.url("/orders/\(try OrderLink.token(request).text)"))
  }
}

/// The secret in the path to an order.
enum OrderLink {
  static let parameter = RouteParameter.path(
    "token",
    .string(64...64, format: .hexadecimal(digits: 64)),
    "The order's secret."
  )

  /// Lets whoever has the secret of an order send files.
  static let admission: Route.Admission = { request in
    guard try await request.scope.order(token: token(request)) != nil else {
      throw StorefrontRefusal(.orderNotFound)
    }
  }

  static func token(_ request: TenantRequest) throws -> OrderToken {
    guard let token = OrderToken(try request.path("token")) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    return token
  }
}
