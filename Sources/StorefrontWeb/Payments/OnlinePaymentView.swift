internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantWeb

/// What an order's page shows of a payment online: the way in, or the code, the provider's page, or what
/// the provider's app takes.
struct OnlinePaymentView {
  private let provider: String
  /// Where the shopper was led, if that works on what they look at.
  private let prompt: PaymentPrompt?
  /// Where it is found out first who looks.
  private let entrance: String?
  /// What the provider's app says of who looks, for the form.
  private let code: String?
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
    // A merchant may have taken the way to pay off the list since.
    let way = try? shop.paymentWay(
      order.provider,
      for: request.headers[.userAgent] ?? "",
      returningTo: request.absoluteURL("/orders/\(token)"),
      of: request.tenant
    )
    let prompt = try await request.scope.openPrompt(of: order.id).flatMap {
      way?.fits($0) ?? true ? $0 : nil
    }
    let code = way?.entrance == nil ? nil : request.query["code"]
    return Self(
      provider: order.provider,
      prompt: prompt,
      entrance: code == nil ? way?.entrance : nil,
      code: code,
      isUnavailable: request.query["payment"] == "unavailable",
      startURL: request.url("/orders/\(token)/pay"),
      againURL: request.url("/orders/\(token)"),
      statusURL: request.url("/api/v1/orders/\(token)"),
      formToken: request.formToken
    )
  }

  /// What to do with the code or the page, once there is one.
  func text(_ texts: LocalTexts) -> String? {
    guard let prompt else { return nil }
    return prompt.kind == .invoke
      ? texts["payment.inApp"] : PaymentWords.text("scan", provider, texts)
  }

  var view: View {
    [
      "isUnavailable": isUnavailable && prompt == nil, "code": drawing,
      "visit": prompt?.kind == .visit ? prompt?.text : nil,
      "invoke": prompt?.kind == .invoke ? prompt?.text : nil,
      "entrance": prompt == nil ? entrance : nil,
      "start": prompt == nil && entrance == nil ? startURL : nil, "payerCode": code ?? "",
      "again": prompt == nil ? nil : againURL,
      "status": prompt == nil ? "" : statusURL, "token": formToken,
    ]
  }

  private var drawing: String? {
    guard let prompt, prompt.kind == .scan, let code = QRCode(prompt.text) else { return nil }
    let drawing = code.svg.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "data:image/svg+xml,\(drawing)"
  }
}
