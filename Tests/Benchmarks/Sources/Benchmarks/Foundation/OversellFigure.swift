import Foundation

/// More buyers than goods.
enum OversellFigure {
  static let all = [
    Figure(
      name: "foundation.oversell.orders",
      what: "orders of 100 pieces that 64 buyers attempt 2,000 times at once over HTTP",
      unit: "orders",
      bounds: .value(exactly: 100),
      measure: rush
    )
  ]

  private static func rush(_ stage: Stage) async throws -> Outcome {
    let shop = try await stage.shopServer()
    let port = shop.port
    let (buyers, attempts) = (64, 2_000)
    let host = "flash.localhost"
    let toy = try Product.named("last-100", by: Visitor(port: port, host: host))
    guard let sku = toy?.sku else { throw Visitor.Failure(description: "nothing is on sale") }
    let begin = ContinuousClock.now
    let orders = try await Crowd.together(buyers) { number in
      let visitor = Visitor(port: port, host: host)
      var ordered = 0
      for _ in stride(from: number, to: attempts, by: buyers) {
        visitor.forgetSession()
        let status = try Purchase.order(sku, by: visitor).status
        guard status == 201 || status == 409 else {
          throw Visitor.Failure(description: "neither an order nor a clean refusal: \(status)")
        }
        if status == 201 { ordered += 1 }
      }
      return ordered
    }
    return Outcome(
      values: [Double(orders)],
      details: ["seconds": (ContinuousClock.now - begin) / .seconds(1)]
    )
  }
}
