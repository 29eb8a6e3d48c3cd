import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Pays, pays late, pays twice, fails, and refunds through a provider that is never asked.
func payOnline(_ tenant: TestTenant) async throws {
  var events = 0
  func tell(_ subject: ProviderReport.Subject, _ outcome: ProviderReport.Outcome, _ amount: Int64)
    async throws
  {
    events += 1
    let report = ProviderReport(
      eventID: "\(events)",
      subject,
      outcome,
      amount: amount,
      currency: "CNY",
      reference: "T\(events)"
    )
    try await tenant.transaction { transaction in
      _ = try await Shop().take(report, from: "cashOnDelivery", by: .callback, in: transaction)
    }
  }
  func attempt(_ order: Order) async throws -> ProviderReport.Subject {
    let id: PaymentID? = try await tenant.scope.value(
      """
      SELECT id FROM storefront.payment WHERE tenant_id = \(tenant.id) AND order_id = \(order.id)
      """
    )
    return .payment(try #require(id).description)
  }
  try await tenant.transaction { transaction in
    let shop = Shop()
    _ = try await shop.setStock(of: "SOAP-1", at: "shop", to: 9, actor: .system, in: transaction)
  }
  for outcome in [ProviderReport.Outcome.succeeded, .failed] {
    let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
    let order = try await tenant.place(tenant.form(cart), session).order
    let amount = order.total.minorUnits
    try await tell(try await attempt(order), outcome, amount)
    try await tell(try await attempt(order), .succeeded, amount)
    let key = tenant.database.environment.makeID()
    let refund = try await tenant.transaction { transaction in
      try await Shop().refund(
        Money(minorUnits: 1, currency: order.total.currency),
        of: order.id,
        key: key,
        reason: "probe",
        by: .system,
        in: transaction
      )
    }
    try await tell(.refund(refund.id.description), .pending, 1)
    try await tell(.refund(refund.id.description), outcome, 1)
  }
  _ = try await tenant.scope.providerReports(onlyRefused: true)
  _ = try await tenant.scope.providerReports()
}

/// Gives a cent back twice, of which one refund fails.
func refundInParts(_ tenant: TestTenant, _ number: String) async throws {
  let order = try #require(await tenant.scope.order(number: number))
  let cent = Money(minorUnits: 1, currency: order.total.currency)
  for fails in [false, true] {
    let key = tenant.database.environment.makeID()
    try await tenant.transaction { transaction in
      let shop = Shop()
      let refund = try await shop.refund(
        cent,
        of: order.id,
        key: key,
        reason: "probe",
        by: .system,
        in: transaction
      )
      if fails {
        try await shop.failRefund(refund.id, by: .system, in: transaction)
      } else {
        try await shop.completeRefund(refund.id, by: .system, in: transaction)
      }
    }
    _ = try await tenant.scope.refund(key: key)
  }
  var query = RefundListQuery()
  query.onlyOpen = true
  query.order = order.id
  query.before = RefundID.make(in: tenant.database.environment)
  _ = try await tenant.scope.refunds(query)
}
