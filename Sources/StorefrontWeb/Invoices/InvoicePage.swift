internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The page on which a shopper asks for an invoice of an order.
enum InvoicePage {
  private static let path = "/orders/{token}/invoice"

  static func routes(_ shop: Shop) -> [Route] {
    [
      .read(
        path,
        operation: "showInvoice",
        parameters: [OrderLink.parameter],
        permission: .session
      ) { request in try await reply(to: request) },
      .write(
        .post,
        path,
        operation: "requestInvoiceByForm",
        parameters: [OrderLink.parameter],
        body: .form,
        idempotency: .natural,
        recovery: showingForm
      ) { request, transaction in
        let token = try OrderLink.token(request)
        let form = request.form
        try await shop.requestInvoice(
          InvoiceForm(
            title: form["title"] ?? "",
            taxNumber: (form["tax_number"] ?? "").uppercased().filter { !$0.isWhitespace },
            email: form["email"] ?? ""
          ),
          with: token,
          for: request.tenant,
          in: transaction
        )
        return .redirect(to: request.url("/orders/\(token.text)/invoice"))
      },
      .write(
        .post,
        "\(path)/withdrawal",
        operation: "withdrawInvoiceByForm",
        parameters: [OrderLink.parameter],
        body: .form,
        idempotency: .natural,
        recovery: showingForm
      ) { request, transaction in
        let token = try OrderLink.token(request)
        try await shop.withdrawInvoice(with: token, in: transaction)
        return .redirect(to: request.url("/orders/\(token.text)/invoice"))
      },
    ]
  }

  private static let showingForm: Route.Recovery = { request, refusal in
    guard let refusal = refusal as? StorefrontRefusal, refusal.code != .orderNotFound else {
      return nil
    }
    return try await reply(to: request, refusal: refusal, status: .unprocessableContent)
  }

  private static func reply(
    to request: TenantRequest,
    refusal: StorefrontRefusal? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let token = try OrderLink.token(request)
    async let frame = PageFrame.load(request)
    guard let order = try await request.scope.order(token: token) else {
      throw StorefrontRefusal(.orderNotFound)
    }
    var query = InvoiceListQuery()
    (query.order, query.limit) = (order.id, 1)
    let latest = try await request.scope.invoices(query).first
    let texts = try await frame.texts
    let path = request.url("/orders/\(token.text)/invoice")
    let isOpen = latest?.state == .requested
    let typed = refusal == nil ? latest?.form : nil
    func value(_ name: String, _ kept: String?) -> String {
      refusal == nil ? kept ?? "" : request.form[name] ?? ""
    }
    let view: View = [
      "number": order.number, "back": request.url("/orders/\(token.text)"),
      "error": refusal.map { error($0, texts) },
      "state": latest.map { texts["invoice.state.\($0.state.rawValue)"] },
      "facts": latest.map { facts($0, texts) } ?? [],
      "form": latest?.state == .issued || order.state.status == .cancelled
        ? nil
        : [
          "action": path, "title": value("title", isOpen ? typed?.title : nil),
          "taxNumber": value("tax_number", isOpen ? typed?.taxNumber : nil),
          "email": value("email", isOpen ? typed?.email : nil),
          "submit": texts[isOpen ? "invoice.change" : "invoice.ask"],
        ] as View,
      "withdraw": isOpen ? "\(request.url("/orders/\(token.text)/invoice/withdrawal"))" : nil,
    ]
    let head = PageHead(name: "invoice", title: texts["invoice.title"])
    return try await frame.page("invoice", head, "invoice", view, status: status)
  }

  private static func facts(_ invoice: Invoice, _ texts: LocalTexts) -> [View] {
    let facts: [(String, String)] = [
      ("invoice.titleLabel", invoice.form.title), ("invoice.taxNumber", invoice.form.taxNumber),
      ("invoice.email", invoice.form.email),
      ("invoice.amount", invoice.amount.map(texts.money) ?? ""),
      ("invoice.number", invoice.number), ("invoice.reason", invoice.reason),
    ]
    return facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) }
  }

  private static func error(_ refusal: StorefrontRefusal, _ texts: LocalTexts) -> String {
    guard refusal.code == .invoiceInvalid, case .array(let fields)? = refusal.details["fields"]
    else { return texts["invoice.refused"] }
    return fields.compactMap { field in
      if case .string(let name) = field { texts["invoice.problem.\(name)"] } else { nil }
    }
    .joined(separator: " ")
  }
}
