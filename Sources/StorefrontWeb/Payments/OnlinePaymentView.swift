internal import Foundation
internal import Storefront
internal import TenantWeb

/// What an order's page shows of a payment online: the way in, or the code, or the provider's page.
struct OnlinePaymentView {
  private let provider: String
  private let prompt: PaymentPrompt?
  private let isUnavailable: Bool
  private let startURL: String
  private let againURL: String
  private let statusURL: String
  private let formToken: String

  /// Nothing where the money comes another way, or is not awaited any more.
  static func load(_ order: Order, _ shop: Shop, _ request: TenantRequest) async throws -> Self? {
    guard shop.isOnline(order.provider), order.state.status == .placed,
      order.state.payment == .unpaid
    else { return nil }
    let token = try request.path("token")
    return Self(
      provider: order.provider,
      prompt: try await request.scope.openPrompt(of: order.id),
      isUnavailable: request.query["payment"] == "unavailable",
      startURL: request.url("/orders/\(token)/pay"),
      againURL: request.url("/orders/\(token)"),
      statusURL: request.url("/api/v1/orders/\(token)"),
      formToken: request.formToken
    )
  }

  /// What to do with the code or the page, once there is one.
  func text(_ texts: LocalTexts) -> String? {
    prompt == nil ? nil : PaymentWords.text("scan", provider, texts)
  }

  var view: View {
    [
      "isUnavailable": isUnavailable && prompt == nil, "code": code,
      "visit": prompt?.kind == .visit ? prompt?.text : nil,
      "start": prompt == nil ? startURL : nil, "again": prompt == nil ? nil : againURL,
      "status": prompt == nil ? "" : statusURL, "token": formToken,
    ]
  }

  private var code: String? {
    guard let prompt, prompt.kind == .scan, let code = QRCode(prompt.text) else { return nil }
    let drawing = code.svg.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "data:image/svg+xml,\(drawing)"
  }
}
