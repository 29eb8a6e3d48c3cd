import Foundation

/// What a request costs the gateway and its database, over loopback with eight connections.
enum PageFigures {
  static let all = [
    Figure(
      name: "foundation.listPage.cpuMilliseconds",
      what: "24 products with price and stock as HTML, processor time of gateway and database",
      unit: "ms",
      bounds: .value(atMost: 1, floor: 2),
      measure: { stage in
        try await measure(stage, peer: [230, 300], "category page of the peer's shop") { shop in
          { visitor, _ in try expect(visitor.ask("GET", "/products"), 200, holds: "/products/") }
        }
      }
    ),
    Figure(
      name: "foundation.productPage.cpuMilliseconds",
      what: "a product's page as HTML, processor time of gateway and database",
      unit: "ms",
      bounds: .value(atMost: 0.5, floor: 1),
      measure: { stage in
        try await measure(stage, peer: [50, 68], "product page of the peer's shop") { shop in
          let slugs = try Product.some(shop).map(\.slug)
          return { visitor, random in
            let slug = slugs[Int.random(in: 0..<slugs.count, using: &random)]
            try expect(visitor.ask("GET", "/products/\(slug)"), 200, holds: slug)
          }
        }
      }
    ),
    Figure(
      name: "foundation.purchase.cpuMilliseconds",
      what: "a whole purchase of a new visitor as JSON, processor time of gateway and database",
      unit: "ms",
      bounds: .value(atMost: 5, floor: 8),
      measure: { stage in
        try await measure(stage, peer: [54], "purchase as JSON in the peer's shop") { shop in
          let skus = try Product.some(shop).map(\.sku)
          return { visitor, random in
            visitor.forgetSession()
            let sku = skus[Int.random(in: 0..<skus.count, using: &random)]
            try expect(try Purchase.order(sku, by: visitor), 201, holds: "")
          }
        }
      }
    ),
  ]

  private typealias Action = @Sendable (Visitor, inout QuickRandom) throws -> Void

  private static func measure(
    _ stage: Stage,
    peer: [Double],
    _ peerName: String,
    _ action: (ShopServer) throws -> Action
  ) async throws -> Outcome {
    let shop = try await stage.shopServer()
    let action = try action(shop)
    _ = try await Crowd.visit(shop, seconds: 1, action)
    try await shop.countTables()
    let windows = try await stage.plan.repeated { seconds in
      let before = shop.processorTime
      let count = try await Crowd.visit(shop, seconds: seconds, action)
      let after = shop.processorTime
      return Window(
        gateway: (after.gateway - before.gateway) / Double(count) * 1_000,
        database: (after.database - before.database) / Double(count) * 1_000,
        perSecond: Double(count) / Double(seconds)
      )
    }
    return Outcome(
      values: windows.map { $0.gateway + $0.database },
      peer: "\(peerName), stored",
      peerValues: peer,
      details: [
        "gatewayMilliseconds": windows.map(\.gateway).median,
        "databaseMilliseconds": windows.map(\.database).median,
        "perSecond": windows.map(\.perSecond).median,
      ]
    )
  }

  private struct Window: Sendable {
    let gateway: Double
    let database: Double
    let perSecond: Double
  }

  private static func expect(
    _ reply: Visitor.Reply,
    _ status: Int,
    holds text: String
  ) throws {
    guard reply.status == status else {
      let body = String(decoding: reply.body.prefix(300), as: UTF8.self)
      throw Visitor.Failure(description: "status \(reply.status): \(body)")
    }
    guard text.isEmpty || String(decoding: reply.body, as: UTF8.self).contains(text) else {
      throw Visitor.Failure(description: "an answer without \(text)")
    }
  }
}
