import Recommend
import Testing

@Suite("Replenishment")
struct ReplenishmentPolicyTests {
  let policy = ReplenishmentPolicy()

  @Test func `an order is whole packs and lifts the stock to the base stock`() throws {
    var random = SmallRandom(seed: 3)
    for _ in 0..<500 {
      let history = (0..<random.next(40)).map { _ in Double(random.next(9)) }
      let request = try ReplenishmentRequest(
        history: history,
        onHand: Double(random.next(60)),
        pipeline: Double(random.next(20)),
        leadTimeWeeks: random.next(8),
        pack: Double(1 + random.next(12))
      )

      let quantity = policy.orderQuantity(for: request)
      let position = request.onHand + request.pipeline
      let base = policy.baseStock(for: request)

      #expect(quantity.truncatingRemainder(dividingBy: request.pack) == 0)
      if position >= base {
        #expect(quantity == 0)
      } else {
        #expect(position + quantity >= base)
        #expect(position + quantity < base + request.pack)
      }
    }
  }

  @Test func `more service and a longer lead time never mean less stock`() throws {
    let history = [3.0, 0, 2, 5, 1, 0, 4, 2, 2, 3, 1, 6, 0, 2]
    for lead in 0..<12 {
      var last = 0.0
      for service in [0.8, 0.9, 0.95, 0.98, 0.99, 0.999] {
        let stock = try base(history, lead: lead, service: service)
        #expect(stock >= last)
        #expect(try base(history, lead: lead + 1, service: service) >= stock)
        last = stock
      }
    }
  }

  @Test func `an article that does not sell is not ordered`() throws {
    #expect(try base([], lead: 3, service: 0.99) == 0)
    #expect(try base([Double](repeating: 0, count: 30), lead: 3, service: 0.99) == 0)
  }

  @Test func `the dearer of two like articles is held more sparingly`() throws {
    var policy = policy
    policy.typicalPrice = 10
    let history = [0.0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0]
    let stocks = try [1.0, 10, 100, 1_000].map { price in
      policy.baseStock(
        for: try ReplenishmentRequest(history: history, onHand: 0, leadTimeWeeks: 3, price: price)
      )
    }

    #expect(stocks == stocks.sorted(by: >))
    #expect(stocks[0] > stocks[3])
  }

  @Test(
    arguments: [
      ("history", [-1.0], 0.0, 0.0, 3, 1.0, 0.98), ("history", [.nan], 0, 0, 3, 1, 0.98),
      ("onHand", [1], .nan, 0, 3, 1, 0.98), ("pipeline", [1], 0, -1, 3, 1, 0.98),
      ("leadTimeWeeks", [1], 0, 0, -1, 1, 0.98), ("pack", [1], 0, 0, 3, 0, 0.98),
      ("service", [1], 0, 0, 3, 1, 1), ("service", [1], 0, 0, 3, 1, .nan),
    ])
  func `a field out of its range is named`(
    _ field: String,
    _ history: [Double],
    _ onHand: Double,
    _ pipeline: Double,
    _ lead: Int,
    _ pack: Double,
    _ service: Double
  ) {
    let error = #expect(throws: ReplenishmentRequestError.self) {
      try ReplenishmentRequest(
        history: history,
        onHand: onHand,
        pipeline: pipeline,
        leadTimeWeeks: lead,
        pack: pack,
        service: service
      )
    }
    #expect(error?.field == field)
  }

  private func base(_ history: [Double], lead: Int, service: Double) throws -> Double {
    policy.baseStock(
      for: try ReplenishmentRequest(
        history: history,
        onHand: 0,
        leadTimeWeeks: lead,
        service: service
      )
    )
  }
}
