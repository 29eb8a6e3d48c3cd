internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Invoices that shoppers ask for, newest first, and one of them.
enum DeskInvoices {
  private static let parameter = RouteParameter.path("invoice", .id(InvoiceID.self), "The invoice.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      ShopDesk.routes.page(
        "/desk/invoices/{invoice}",
        "showDeskInvoice",
        .seeBills,
        parameters: [parameter],
        show
      ),
      change("issue", "issueInvoiceAtDesk") { id, request, actor, transaction in
        try await shop.issueInvoice(
          id,
          number: try request.form.required("number"),
          by: actor,
          in: transaction
        )
      },
      change("refusal", "refuseInvoiceAtDesk") { id, request, actor, transaction in
        let reason = try request.form.required("reason")
        try await shop.endInvoice(id, .refuse, reason: reason, by: actor, in: transaction)
      },
      change("voiding", "voidInvoiceAtDesk") { id, request, actor, transaction in
        let reason = try request.form.required("reason")
        try await shop.endInvoice(id, .void, reason: reason, by: actor, in: transaction)
      },
    ]
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ change:
      @escaping @Sendable (InvoiceID, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/invoices/{invoice}/\(name)",
      operation,
      .issueInvoices,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("invoice", as: InvoiceID.self)
      try await change(id, request, actor, transaction)
      return request.url("/desk/invoices/\(id)")
    }
  }

  private static let list = ShopDesk.routes.page(
    "/desk/invoices",
    "listDeskInvoices",
    .seeBills,
    parameters: [
      .query("state", .choice(InvoiceState.allCases.map(\.rawValue)), "Which invoices."),
      .query("before", .id(InvoiceID.self), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state) = (frame.texts, request.query["state"])
    var query = InvoiceListQuery()
    query.state = state.flatMap(InvoiceState.init)
    query.before = request.query["before"].flatMap { InvoiceID($0) }
    let found = try await request.scope.invoices(query)
    let states: [InvoiceState?] = [nil] + InvoiceState.allCases
    let filters = states.map { entry -> View in
      [
        "name": texts[entry.map { "invoice.state.\($0.rawValue)" } ?? "desk.orders.all"],
        "isCurrent": entry?.rawValue == state,
        "href": request.url("/desk/invoices", ["state": entry?.rawValue]),
      ]
    }
    let rows = found.map { invoice -> View in
      [
        "href": request.url("/desk/invoices/\(invoice.id)"), "name": invoice.form.title,
        "state": standing(invoice, texts),
        "amount": texts.money(invoice.amount ?? invoice.kept),
        "detail": "\(invoice.orderNumber) · \(frame.time(invoice.requestedAt))",
      ]
    }
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.invoices.empty"],
      "next": found.count == query.limit
        ? found.last.map {
          request.url("/desk/invoices", ["state": state, "before": $0.id.description])
        } : nil,
    ]
    return try frame.list(texts["desk.nav.invoices"], content, notice: notice)
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    guard
      let invoice = try await request.scope.invoice(
        try request.path("invoice", as: InvoiceID.self)
      )
    else { throw StorefrontRefusal(.invoiceNotFound) }
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("desk.order.state", standing(invoice, texts)), ("invoice.titleLabel", invoice.form.title),
      ("invoice.taxNumber", invoice.form.taxNumber), ("invoice.email", invoice.form.email),
      ("invoice.amount", invoice.amount.map(texts.money) ?? ""),
      ("desk.invoices.kept", texts.money(invoice.kept)), ("invoice.number", invoice.number),
      ("invoice.reason", invoice.reason), ("desk.order.placed", frame.time(invoice.requestedAt)),
    ]
    return try frame.sheet(
      texts["desk.invoices.title", ["number": invoice.orderNumber]],
      [
        [
          "title": texts["desk.invoices.about"],
          "text": invoice.isOutdated ? texts["desk.invoices.outdated"] : nil,
          "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
          "go": [
            "href": request.url("/desk/orders/\(invoice.orderNumber)"),
            "name": texts["desk.order.title", ["number": invoice.orderNumber]],
          ] as View,
          "forms": DeskForm.views(forms(invoice, frame), frame),
        ]
      ],
      back: request.url("/desk/invoices"),
      backName: texts["desk.nav.invoices"],
      notice: notice
    )
  }

  private static func forms(_ invoice: Invoice, _ frame: DeskFrame) -> [DeskForm] {
    guard frame.may(.issueInvoices) else { return [] }
    let (texts, path) = (frame.texts, "/desk/invoices/\(invoice.id)")
    func reason(_ name: String) -> DeskForm {
      DeskForm(
        path: "\(path)/\(name)",
        submit: texts["desk.invoices.\(name)"],
        fields: [.init(name: "reason", label: texts["desk.invoices.why"])],
        isQuiet: true
      )
    }
    switch invoice.state {
    case .requested:
      let issue = DeskForm(
        path: "\(path)/issue",
        submit: texts["desk.invoices.issue"],
        fields: [.init(name: "number", label: texts["invoice.number"], maximum: 20)],
        hint: texts["desk.invoices.issueHint", ["amount": texts.money(invoice.kept)]]
      )
      return [issue, reason("refusal")]
    case .issued: return [reason("voiding")]
    case .refused, .withdrawn, .voided: return []
    }
  }

  private static func standing(_ invoice: Invoice, _ texts: LocalTexts) -> String {
    texts[invoice.isOutdated ? "desk.invoices.toVoid" : "invoice.state.\(invoice.state.rawValue)"]
  }
}
