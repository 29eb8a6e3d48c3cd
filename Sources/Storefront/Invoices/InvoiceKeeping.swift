public import TenantStore

/// Invoices of orders: asked for by shoppers, made out by the merchant.
extension Shop {
  /// Asks for an invoice of an order, or corrects a wish that nobody has decided about.
  ///
  /// The event `storefront.invoice_requested` tells a provider of invoices of it.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`; `invoice_invalid` (`fields`);
  ///   `transition_refused` for an order that is cancelled; `invoice_transition_refused` (`state`)
  ///   when it is made out already.
  @discardableResult
  public func requestInvoice(
    _ form: InvoiceForm,
    with token: OrderToken,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Invoice {
    let order = try await opened(token, in: transaction)
    // The order's row decides between two who ask at once.
    let held = try await heldOrder(order.number, in: transaction)
    let fields = InvoiceRule.problems(form, market: tenant.market)
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .invoiceInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    guard held.state.status != .cancelled else {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    let living = try await transaction.lockLivingInvoice(of: order.id)
    if let living {
      let old = try await found(living, in: transaction)
      guard old.state == .requested else { throw Self.refused(old.state) }
      guard old.form != form else { return old }
    }
    let id = living ?? .make(in: transaction.environment)
    try await transaction.writeInvoice(form, id: id, of: order.id)
    try await transaction.audit("storefront.invoice_requested", of: order.number, by: .shopper)
    try await transaction.emit(
      "storefront.invoice_requested",
      ["order": .string(order.id.description), "invoice": .string(id.description)]
    )
    return try await found(id, in: transaction)
  }

  /// Takes a wish back; taking it back again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `invoice_not_found` when the
  ///   order has none, or `invoice_transition_refused` when it is made out.
  public func withdrawInvoice(with token: OrderToken, in transaction: TenantTransaction)
    async throws
  {
    let order = try await opened(token, in: transaction)
    var query = InvoiceListQuery()
    (query.order, query.limit) = (order.id, 1)
    guard let latest = try await transaction.invoices(query).first else {
      throw StorefrontRefusal(.invoiceNotFound)
    }
    try await change(latest.id, .withdraw, by: .shopper, in: transaction)
  }

  /// Notes that an invoice is made out over what the order has brought in and kept; noting the same
  /// number again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `invoice_not_found`; `invoice_invalid` (`fields`)
  ///   for a number that is not 8 to 20 digits; `transition_refused` while nothing was paid;
  ///   `invoice_transition_refused`.
  public func issueInvoice(
    _ id: InvoiceID,
    number: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard InvoiceRule.isNumber(number) else {
      throw StorefrontRefusal(.invoiceInvalid, details: ["fields": ["number"]])
    }
    let before = try await found(id, in: transaction)
    let held = try await heldOrder(before.orderNumber, in: transaction)
    let now = try await found(id, in: transaction)
    guard now.state != .issued || now.number == number else { throw Self.refused(now.state) }
    guard now.state == .issued || now.kept.minorUnits > 0 else {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    try await change(id, .issue, number: number, amount: now.kept, by: actor, in: transaction)
  }

  /// Says no to a wish, or takes back what was made out (红冲); doing it again changes nothing.
  ///
  /// - Parameters:
  ///   - id: The invoice.
  ///   - event: `refuse` or `void`.
  ///   - reason: Why, which the shopper reads; 1 to 200 characters.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `invoice_not_found`, `invoice_invalid` or
  ///   `invoice_transition_refused`.
  public func endInvoice(
    _ id: InvoiceID,
    _ event: InvoiceEvent,
    reason: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...200).contains(reason.unicodeScalars.count), event == .refuse || event == .void else {
      throw StorefrontRefusal(.invoiceInvalid, details: ["fields": ["reason"]])
    }
    try await change(id, event, reason: reason, by: actor, in: transaction)
  }

  private func change(
    _ id: InvoiceID,
    _ event: InvoiceEvent,
    number: String? = nil,
    amount: Money? = nil,
    reason: String = "",
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let state = try await transaction.lockInvoice(id) else {
      throw StorefrontRefusal(.invoiceNotFound)
    }
    guard let next = InvoiceTransition.next(after: event, in: state) else {
      throw Self.refused(state)
    }
    guard next != state else { return }
    try await transaction.decideInvoice(
      id,
      next,
      number: number,
      amount: amount?.minorUnits,
      reason: reason
    )
    try await transaction.audit(
      "storefront.invoice_\(next.rawValue)",
      of: id.description,
      by: actor,
      before: ["state": .string(state.rawValue)],
      after: [
        "state": .string(next.rawValue), "number": .string(number ?? ""),
        "amount": amount.map { .string($0.decimal) } ?? .null,
      ]
    )
  }

  private func found(_ id: InvoiceID, in transaction: TenantTransaction) async throws -> Invoice {
    guard let invoice = try await transaction.invoice(id) else {
      throw StorefrontRefusal(.invoiceNotFound)
    }
    return invoice
  }

  private static func refused(_ state: InvoiceState) -> StorefrontRefusal {
    StorefrontRefusal(.invoiceTransitionRefused, details: ["state": .string(state.rawValue)])
  }
}
