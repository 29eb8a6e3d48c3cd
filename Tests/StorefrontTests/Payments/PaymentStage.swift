import Foundation
import OutboundHTTPClient
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Two shops with a provider outside, and a desk that reaches it.
struct PaymentStage {
  let pair: TenantPair
  let desk: PaymentDesk
  let provider: String

  var mine: TestTenant { pair.mine }

  /// `account` holds the method's own settings, `secrets` what they refer to after `env:`.
  init(
    _ provider: String,
    account: [String: JSONValue],
    secrets: [String: String],
    url: String,
    currency: String = "CNY",
    http: OutboundHTTP = .live
  ) async throws {
    guard case .object(var shop)? = shopSettings["storefront"],
      case .array(let methods)? = shop["payments"]
    else { throw PythonService.TestingFault.noMessage }
    let name: JSONValue = ["zh": "在线支付", "en": "Pay online"]
    let method = account.merging(["provider": .string(provider), "name": name]) { first, _ in
      first
    }
    shop["payments"] = .array(methods + [.object(method)])
    // The provider's clock is the world's.
    pair = try await TenantPair.fresh(
      settings: ["storefront": .object(shop)],
      currency: currency,
      now: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())
    )
    for tenant in [pair.mine, pair.other] { try await smallShop().apply(to: tenant) }
    var variables = ["CRADLE_PAYMENT_URL_\(provider.uppercased())": url]
    for tenant in [pair.mine, pair.other] {
      let slug = tenant.snapshot.slug.uppercased().replacing("-", with: "_")
      for (key, value) in secrets { variables["TENANT_\(slug)__\(key)"] = value }
    }
    desk = PaymentDesk(http: http, variables: variables)
    self.provider = provider
  }

  /// An order of one soap, 19.90 and freight 8.00, that waits for its money.
  func order(of tenant: TestTenant? = nil) async throws -> Order {
    let tenant = tenant ?? mine
    let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
    return try await tenant.place(tenant.form(cart, provider: provider), session).order
  }

  @discardableResult
  func prompt(
    _ order: Order,
    of tenant: TestTenant? = nil,
    on device: PaymentDevice = .desktop
  ) async throws -> PaymentPrompt {
    let tenant = tenant ?? mine
    return try await desk.prompt(
      for: order.id,
      of: tenant.snapshot,
      on: device,
      returnURL: "https://shop.test/orders/x",
      notifyURL: "https://shop.test/payments/\(provider)/callback",
      in: tenant.database
    )
  }

  /// The merchant's number of an order's latest payment at the provider.
  func number(_ order: Order, of tenant: TestTenant? = nil) async throws -> String {
    let tenant = tenant ?? mine
    let id: PaymentID? = try await tenant.scope.value(
      """
      SELECT id FROM storefront.payment WHERE tenant_id = \(tenant.id) AND order_id = \(order.id)
      ORDER BY id DESC LIMIT 1
      """
    )
    return try #require(id).description
  }

  func deliver(_ message: ProviderMessage, to tenant: TestTenant? = nil) async throws -> Int {
    let tenant = tenant ?? mine
    return try await desk.answer(
      to: message,
      from: provider,
      for: tenant.snapshot,
      in: tenant.database
    ).status
  }

  func state(_ order: Order) async throws -> OrderState {
    try #require(await mine.scope.order(number: order.number)).state
  }

  /// Whom the shop tells of as who paid an order.
  func payers(_ order: Order) async throws -> [String] {
    try await mine.scope.values(
      """
      SELECT payload ->> 'payer' FROM tenancy.outbox_event
      WHERE tenant_id = \(mine.id) AND kind = 'storefront.payer_seen'
        AND payload ->> 'order' = \(order.id.description)
      """
    )
  }

  func settle(_ number: String) async throws -> Bool {
    let id = try #require(PaymentID(number))
    return try await desk.settle(id, for: mine.snapshot, in: mine.database)
  }

  func send(_ refund: Refund) async throws -> Bool {
    try await desk.send(refund.id, for: mine.snapshot, in: mine.database)
  }

  func refunds(_ order: Order) async throws -> [Refund] {
    var query = RefundListQuery()
    query.order = order.id
    return try await mine.scope.refunds(query)
  }

  /// Why the latest messages were refused, newest first.
  func refusals() async throws -> [String] {
    try await mine.scope.providerReports(onlyRefused: true).map(\.detail)
  }
}
