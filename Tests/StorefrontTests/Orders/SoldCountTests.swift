import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func order(soap quantity: Int) async throws -> String {
    let (session, cart) = try await cart([("SOAP-1", quantity)])
    return try await place(form(cart), session).order.number
  }

  fileprivate func deliverDue() async throws {
    _ = try await OutboxDrain(
      database: database,
      modules: [StorefrontModule.module],
      logger: .quiet
    ).deliverDue()
  }

  /// Hands an event that was committed to the module once more, as an outbox without a memory would.
  fileprivate func redeliver(_ kind: String) async throws {
    try await transaction { transaction in
      let event: OutboxEvent? = try await transaction.optional(
        """
        SELECT id, kind, payload::text, created_at FROM tenancy.outbox_event
        WHERE tenant_id = \(id) AND kind = \(kind) ORDER BY id LIMIT 1
        """
      )
      let committed = try #require(event)
      let handlers = StorefrontModule.module.handlers.filter { $0.kind == kind }
      #expect(handlers.count == 1)
      for handler in handlers { try await handler.handle(committed, transaction) }
    }
  }

  fileprivate func soldSoap() async throws -> Int? {
    try await scope.product(slug: "soap", in: view)?.soldCount
  }
}

private let placed = "storefront.order_placed"
private let changed = "storefront.order_changed"

// Serialized, because a drain passes over a tenant while another has its turn.
@Suite("Counts of what was sold", .tenantDatabase([StorefrontModule.module]), .serialized)
struct SoldCountTests {
  @Test func `a cancelled order is taken off again and others stay counted`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order(soap: 3)
    _ = try await pair.mine.order(soap: 2)
    _ = try await pair.other.order(soap: 1)
    try await pair.mine.deliverDue()
    #expect(try await pair.mine.soldSoap() == 5)

    _ = try await pair.mine.change(.cancel, number)
    _ = try await pair.mine.change(.cancel, number)
    for _ in 0..<2 { try await pair.mine.deliverDue() }

    #expect(try await pair.mine.soldSoap() == 2)
    #expect(try await pair.other.soldSoap() == 1)
    let zone = pair.mine.snapshot.timeZone
    let sold = try await pair.mine.scope.unitsSold(from: 0, in: zone)
    #expect(sold.map(\.sku) == ["SOAP-1"] && sold.map(\.units) == [2])
    let day = try #require(sold.first?.day)
    #expect(try await pair.mine.scope.unitsSold(from: day, in: zone) == sold)
    #expect(try await pair.mine.scope.unitsSold(from: day + 1, in: zone).isEmpty)
    let names = try await pair.mine.scope.skuNames(of: ["SOAP-1", "NONE"], in: pair.mine.view)
    #expect(names.map(\.code) == ["SOAP-1"])
    let shelf = try await pair.mine.scope.shelfLevels(of: ["SOAP-1"])
    let places = try await pair.mine.scope.locationNames(in: pair.mine.view)
    #expect(!shelf.isEmpty && shelf.allSatisfy { places[$0.location] != nil })
  }

  @Test func `an order that is paid, handed over or refunded changes no count`() async throws {
    let pair = try await shopPair()
    let kept = try await pair.mine.order(soap: 2)
    let refunded = try await pair.mine.order(soap: 3)
    for event in [OrderEvent.confirmPayment, .fulfil] {
      _ = try await pair.mine.change(event, kept)
    }
    for event in [OrderEvent.confirmPayment, .cancel, .refundPayment] {
      _ = try await pair.mine.change(event, refunded)
    }

    try await pair.mine.deliverDue()

    #expect(try await pair.mine.soldSoap() == 2)
  }

  @Test(
    arguments: [
      [placed, changed], [changed, placed], [placed, placed, changed, changed],
      [changed, placed, changed, placed],
    ]
  )
  func `events of a cancelled order leave nothing, in any order and number`(_ kinds: [String])
    async throws
  {
    let pair = try await shopPair()
    let number = try await pair.mine.order(soap: 3)
    _ = try await pair.mine.change(.cancel, number)
    for kind in kinds { try await pair.mine.redeliver(kind) }
    #expect(try await pair.mine.soldSoap() == 0)

    try await pair.mine.deliverDue()

    #expect(try await pair.mine.soldSoap() == 0)
  }

  @Test func `events that come again after an order was counted change nothing`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order(soap: 3)
    for _ in 0..<2 { try await pair.mine.redeliver(placed) }
    #expect(try await pair.mine.soldSoap() == 3)

    _ = try await pair.mine.change(.cancel, number)
    for kind in [changed, placed, changed] { try await pair.mine.redeliver(kind) }

    #expect(try await pair.mine.soldSoap() == 0)
  }
}
