import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  func ship(_ draft: ShipmentDraft, of number: String) async throws -> StorefrontRefusal? {
    try await refusal {
      try await transaction {
        _ = try await Shop().ship(draft, of: number, by: .admin("ada"), in: $0)
      }
    }
  }

  fileprivate func fulfilment(_ number: String) async throws -> OrderState.Fulfilment? {
    try await scope.order(number: number)?.state.fulfilment
  }

  fileprivate func paidOrder(_ lines: [(String, Int)]) async throws -> PlacedOrder {
    let placed = try await placed(lines)
    _ = try await change(.confirmPayment, placed.order.number)
    return placed
  }
}

@Suite("Shipments", .tenantDatabase([StorefrontModule.module]))
struct ShipmentTests {
  @Test func `an order leaves in several parcels, and never more than was ordered`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.paidOrder([("SOAP-1", 3), ("TEE-80-R", 1)])
    let number = placed.order.number
    let part = ShipmentDraft(carrier: "SF", trackingNumber: "SF-1", pieces: ["SOAP-1": 2])

    for _ in 0..<2 { #expect(try await pair.mine.ship(part, of: number) == nil) }
    #expect(try await pair.mine.fulfilment(number) == .partiallyFulfilled)
    let cancel = try await refusal { _ = try await pair.mine.change(.cancel, number) }
    let tooMany = try await pair.mine.ship(
      ShipmentDraft(carrier: "SF", trackingNumber: "SF-2", pieces: ["SOAP-1": 2]),
      of: number
    )
    let rest = ShipmentDraft(carrier: "EMS", trackingNumber: "E9")
    #expect(try await pair.mine.ship(rest, of: number) == nil)

    #expect(cancel?.code == .transitionRefused)
    #expect(tooMany?.code == .shipmentExceeds && tooMany?.details["left"] == 1)
    #expect(try await pair.mine.fulfilment(number) == .fulfilled)
    let shipments = try await pair.mine.scope.shipments(of: placed.order.id)
    #expect(shipments.map(\.trackingNumber) == ["SF-1", "E9"])
    #expect(
      shipments.map { $0.lines.map { "\($0.code)×\($0.quantity)" } } == [
        ["SOAP-1×2"], ["SOAP-1×1", "TEE-80-R×1"],
      ]
    )
    #expect(try await pair.other.scope.shipments(of: placed.order.id).isEmpty)
    try await pair.mine.expectBooksToBalance()
  }

  @Test(
    arguments: [
      (ShipmentDraft(carrier: "SF"), ["tracking_number"]),
      (ShipmentDraft(trackingNumber: "1"), ["carrier"]),
      (ShipmentDraft(carrier: "SF", trackingNumber: "1 2"), ["tracking_number"]),
      (ShipmentDraft(carrier: "S\u{7}F", trackingNumber: "1"), ["carrier"]),
      (ShipmentDraft(carrier: String(repeating: "x", count: 41), trackingNumber: "1"), ["carrier"]),
    ]
  )
  func `carrier and number come together and are written plainly`(
    _ draft: ShipmentDraft,
    _ fields: [String]
  ) throws {
    let refusal = #expect(throws: StorefrontRefusal.self) {
      _ = try ShipmentRule.contents(draft, of: [])
    }
    #expect(refusal?.details["fields"] == .array(fields.map { .string($0) }))
  }

  @Test func `parcels that are noted at once hold each piece once`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let placed = try await tenant.paidOrder([("SOAP-1", 5)])

    let refusals = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
      for index in 0..<8 {
        group.addTask {
          try await tenant.ship(
            ShipmentDraft(carrier: "SF", trackingNumber: "P\(index)", pieces: ["SOAP-1": 1]),
            of: placed.order.number
          )
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    #expect(refusals.count { $0 == nil } == 5)
    #expect(try await tenant.scope.shipments(of: placed.order.id).count == 5)
    #expect(try await tenant.fulfilment(placed.order.number) == .fulfilled)
  }

  @Test func `goods that nobody speaks of count as delivered, and the order is completed in time`()
    async throws
  {
    let pair = try await shopPair()
    let silent = try await pair.mine.paidOrder([("SOAP-1", 1)]).order.number
    let spoken = try await pair.mine.paidOrder([("SOAP-1", 1)])
    for number in [silent, spoken.order.number] { _ = try await pair.mine.change(.fulfil, number) }
    try await pair.mine.transaction {
      _ = try await Shop().confirmReceipt(with: spoken.token, in: $0)
    }

    pair.mine.clock.advance(by: 7 * 24 * 3600)
    try await pair.mine.runJobs()
    let states = try await [silent, spoken.order.number].asyncMap {
      try await pair.mine.scope.order(number: $0)?.state
    }
    pair.mine.clock.advance(by: 3 * 24 * 3600)
    try await pair.mine.runJobs()
    let later = try await pair.mine.scope.order(number: silent)?.state
    pair.mine.clock.advance(by: 7 * 24 * 3600)
    try await pair.mine.runJobs()

    #expect(
      states == [
        OrderState(.placed, .paid, .fulfilled), OrderState(.completed, .paid, .delivered),
      ]
    )
    #expect(later == OrderState(.placed, .paid, .delivered))
    let last = try await pair.mine.scope.order(number: silent)
    #expect(last?.state == OrderState(.completed, .paid, .delivered))
    #expect(last?.progress.completedAt == pair.mine.clock.now)
  }

  @Test func `what was paid for the lines adds up to goods and reduction`() throws {
    let currency = try #require(Currency(code: "CNY"))
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let lines = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Money(minorUnits: .random(in: 0...10_000, using: &generator), currency: currency)
      }
      let goods = lines.map(\.minorUnits).reduce(0, +)
      let reduction = Int64.random(in: 0...(goods + 500), using: &generator)
      let paid = PaidLineRule.paid(
        lines: lines,
        reduction: Money(minorUnits: -reduction, currency: currency)
      )
      #expect(paid.map(\.minorUnits).reduce(0, +) == max(0, goods - reduction))
      #expect(zip(paid, lines).allSatisfy { (0...$1.minorUnits).contains($0.minorUnits) })
    }
  }
}

extension Sequence {
  func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
