import Foundation

/// Many buyers of one thing.
enum RushFigures {
  static let all = [
    Figure(
      name: "storefront.lastOne.oversold",
      what: "orders too many of the last piece, by 8 buyers at once over HTTP, 100 rounds",
      unit: "orders",
      bounds: .value(exactly: 0),
      measure: lastOne
    ),
    Figure(
      name: "storefront.hotSku.vsPgbench",
      what: "whole orders of one SKU by 32 buyers over HTTP",
      unit: "1/s",
      bounds: .ratio(atLeast: 3, floor: 1),
      measure: hotSKU
    ),
  ]

  private static func lastOne(_ stage: Stage) async throws -> Outcome {
    let port = try await stage.shopServer().port
    let host = "flash.localhost"
    let rounds = ShopFolders.lastOnes
    var sold: [Int] = []
    for round in 0..<rounds {
      let visitor = Visitor(port: port, host: host)
      guard let sku = try Product.named("last-one-\(round)", by: visitor)?.sku else {
        throw Visitor.Failure(description: "nothing is on sale")
      }
      sold.append(
        try await Crowd.together(8) { _ in
          let status = try Purchase.order(sku, by: Visitor(port: port, host: host)).status
          guard status == 201 || status == 409 else {
            throw Visitor.Failure(description: "neither an order nor a clean refusal: \(status)")
          }
          return status == 201 ? 1 : 0
        }
      )
    }
    return Outcome(
      values: [Double(sold.reduce(0) { $0 + max(0, $1 - 1) })],
      details: ["rounds": Double(rounds), "unsold": Double(sold.count { $0 == 0 })]
    )
  }

  private static func hotSKU(_ stage: Stage) async throws -> Outcome {
    let shop = try await stage.shopServer()
    guard let sku = try Product.some(shop).first?.sku else {
      throw Visitor.Failure(description: "nothing is on sale")
    }
    _ = try await Crowd.visit(shop, seconds: 1) { visitor, _ in
      visitor.forgetSession()
      _ = try Purchase.order(sku, by: visitor)
    }
    try await shop.countTables()
    let row = try await PgbenchPeer.decrementOfOneRow(at: shop.address, clients: 32)
    let windows = try await stage.plan.alternate(
      own: { seconds in
        let orders = try await Crowd.visit(shop, visitors: 32, seconds: seconds) { visitor, _ in
          visitor.forgetSession()
          let status = try Purchase.order(sku, by: visitor).status
          guard status == 201 else { throw Visitor.Failure(description: "status \(status)") }
        }
        return Double(orders) / Double(seconds)
      },
      peer: { try await row.run(seconds: $0).perSecond }
    )
    return Outcome(
      values: windows.own,
      peer: row.name("conditional decrement of one row"),
      peerValues: windows.peer
    )
  }
}
