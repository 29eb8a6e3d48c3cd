import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  @discardableResult
  fileprivate func ask(_ form: InvoiceForm, _ token: OrderToken) async throws -> Invoice {
    try await transaction {
      try await Shop().requestInvoice(form, with: token, for: snapshot, in: $0)
    }
  }

  fileprivate func issue(_ id: InvoiceID, _ number: String) async throws {
    try await transaction {
      try await Shop().issueInvoice(id, number: number, by: .staff("li"), in: $0)
    }
  }

  fileprivate func end(_ id: InvoiceID, _ event: InvoiceEvent, _ reason: String) async throws {
    try await transaction {
      try await Shop().endInvoice(id, event, reason: reason, by: .staff("li"), in: $0)
    }
  }
}

/// Asks for, withdraws, issues and voids, so that every query of it has run.
func invoice(_ tenant: TestTenant) async throws {
  try await tenant.restock(["SOAP-1": 200])
  let placed = try await tenant.placed([("SOAP-1", 1)])
  try await tenant.ask(InvoiceForm(title: "林小雨"), placed.token)
  try await tenant.transaction {
    try await Shop().withdrawInvoice(with: placed.token, in: $0)
  }
  let asked = try await tenant.ask(InvoiceForm(title: "林小雨", email: "l@example.com"), placed.token)
  _ = try await tenant.change(.confirmPayment, placed.order.number)
  try await tenant.issue(asked.id, "12345678")
  try await tenant.end(asked.id, .void, "抬头写错")
  var query = InvoiceListQuery()
  (query.state, query.before) = (.voided, .make(in: .live))
  _ = try await tenant.scope.invoices(query)
}

@Suite("Invoices", .tenantDatabase([StorefrontModule.module]))
struct InvoiceTests {
  @Test func `an invoice is made out over what was paid, once, and voided when money went back`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let placed = try await tenant.placed([("SOAP-1", 2)])
    let company = InvoiceForm(title: "杭州某公司", taxNumber: "91350100M000100Y43")
    let asked = try await tenant.ask(company, placed.token)
    #expect(asked.state == .requested && asked.kept.minorUnits == 0)
    let unpaid = try await refusal { try await tenant.issue(asked.id, "12345678") }
    #expect(unpaid?.code == .transitionRefused)

    let corrected = try await tenant.ask(InvoiceForm(title: "林小雨"), placed.token)
    #expect(corrected.id == asked.id && corrected.form.taxNumber.isEmpty)
    _ = try await tenant.change(.confirmPayment, placed.order.number)
    for _ in 0..<2 { try await tenant.issue(asked.id, "24332000000012345678") }
    let issued = try #require(try await tenant.scope.invoice(asked.id))
    #expect(issued.state == .issued && issued.amount == placed.order.total && !issued.isOutdated)
    let other = try await refusal { try await tenant.issue(asked.id, "99999999") }
    let again = try await refusal { try await tenant.ask(company, placed.token) }
    #expect(other?.code == .invoiceTransitionRefused && again?.code == .invoiceTransitionRefused)
    #expect(try await pair.other.scope.invoice(asked.id) == nil)

    let refund = try await tenant.transaction { transaction in
      try await Shop().refund(
        Money(minorUnits: 100, currency: placed.order.total.currency),
        of: placed.order.id,
        key: transaction.environment.makeID(),
        reason: "少发",
        by: .staff("li"),
        in: transaction
      )
    }
    try await tenant.transaction {
      _ = try await Shop().completeRefund(refund.id, by: .staff("li"), in: $0)
    }
    #expect(try await tenant.scope.invoice(asked.id)?.isOutdated == true)
    for _ in 0..<2 { try await tenant.end(asked.id, .void, "退款") }
    let anew = try await tenant.ask(company, placed.token)
    #expect(anew.id != asked.id && anew.kept == placed.order.total - refund.amount)
    let trail = try await tenant.scope.auditEntries(of: asked.id.description).map(\.action)
    #expect(trail.sorted() == ["storefront.invoice_issued", "storefront.invoice_voided"])
  }

  @Test func `two who ask at once have one invoice`() async throws {
    let tenant = try await shopPair().mine
    let placed = try await tenant.placed([("SOAP-1", 1)])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask { try await tenant.ask(InvoiceForm(title: "抬头 \(number)"), placed.token) }
      }
      try await group.waitForAll()
    }
    var query = InvoiceListQuery()
    query.order = placed.order.id
    #expect(try await tenant.scope.invoices(query).count == 1)
  }

  @Test func `the table of states`() {
    let allowed: [InvoiceEvent: [InvoiceState: InvoiceState]] = [
      .issue: [.requested: .issued, .issued: .issued],
      .refuse: [.requested: .refused, .refused: .refused],
      .withdraw: [.requested: .withdrawn, .withdrawn: .withdrawn],
      .void: [.issued: .voided, .voided: .voided],
    ]
    for event in InvoiceEvent.allCases {
      for state in InvoiceState.allCases {
        #expect(InvoiceTransition.next(after: event, in: state) == allowed[event]?[state])
      }
    }
  }

  @Test(
    arguments: [
      (InvoiceForm(title: ""), ["title"]),
      (InvoiceForm(title: String(repeating: "长", count: 101)), ["title"]),
      (InvoiceForm(title: "x", taxNumber: "91350100M000100Y43"), []),
      // One character is another than the check character says.
      (InvoiceForm(title: "x", taxNumber: "91350100M000100Y44"), ["tax_number"]),
      (InvoiceForm(title: "x", taxNumber: "91350100I000100Y43"), ["tax_number"]),
      (InvoiceForm(title: "x", taxNumber: "123"), ["tax_number"]),
      (InvoiceForm(title: "x", taxNumber: "330106199001011"), []),
      (InvoiceForm(title: "x", email: "a@b.cn"), []),
      (InvoiceForm(title: "x", email: "a@b"), ["email"]),
      (InvoiceForm(title: "x", email: "a b@c.cn"), ["email"]),
    ]
  )
  func `what an invoice must say`(_ form: InvoiceForm, _ fields: [String]) {
    #expect(InvoiceRule.problems(form, market: "CN") == fields)
  }
}
