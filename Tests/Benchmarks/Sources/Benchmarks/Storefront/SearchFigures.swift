import Foundation

/// What a shop of half a million SKUs costs: filling it, and searching it.
enum SearchFigures {
  static let all = [
    Figure(
      name: "storefront.import100k.seconds",
      what: "import of 100,000 products with their search index by the command, one file, once",
      unit: "s",
      bounds: .value(atMost: 60, floor: 120),
      measure: { stage in
        let wide = try await stage.wideShop()
        return Outcome(
          values: [wide.importSeconds],
          note: "\(wide.importedRows) rows in one run; a second run would change nothing"
        )
      }
    ),
    Figure(
      name: "storefront.search.p95Milliseconds",
      what:
        "a search page with its facets on 500,000 SKUs: Chinese, pinyin, English, typos, facets",
      unit: "ms",
      bounds: .value(atMost: 50, floor: 150),
      measure: search
    ),
    Figure(
      name: "storefront.listPage.cpuMilliseconds",
      what: "a list page of the shop of 500,000 SKUs, processor time of gateway and database",
      unit: "ms",
      bounds: .value(atMost: 1, floor: 2),
      measure: list
    ),
  ]

  private struct Window: Sendable {
    let latencies: [Double]
  }

  private static func search(_ stage: Stage) async throws -> Outcome {
    let wide = try await stage.wideShop()
    let windows = try await stage.plan.repeated { seconds in
      try await Crowd.latencies(wide.server, host: wide.host, seconds: seconds) { visitor, random in
        let number = Int.random(in: 0..<WideShop.searches.count, using: &random)
        // A band of prices that nobody asked for before, so that no facets are remembered.
        let limit = Int.random(in: 1_000...1_000_000, using: &random)
        let extra = WideShop.searches[number].contains("price") ? "" : "&max_price=\(limit)"
        let reply = try visitor.ask("GET", "/products?\(WideShop.searches[number])\(extra)")
        guard reply.status == 200 else {
          throw Visitor.Failure(
            description: "status \(reply.status) for \(WideShop.searches[number])"
          )
        }
      }
    }
    return Outcome(
      values: windows.map { $0.percentile(0.95) },
      details: [
        "p50Milliseconds": windows.map { $0.percentile(0.5) }.median,
        "p99Milliseconds": windows.map { $0.percentile(0.99) }.median,
        "searches": Double(windows.reduce(0) { $0 + $1.count }),
      ],
      note: "one visitor; facets counted anew each time; after VACUUM ANALYZE"
    )
  }

  private static func list(_ stage: Stage) async throws -> Outcome {
    let wide = try await stage.wideShop()
    let paths = ["/products", "/products?sort=popular", "/products?category=diapers"]
    let windows = try await stage.plan.repeated { seconds in
      let before = wide.server.processorTime
      let latencies = try await Crowd.latencies(wide.server, host: wide.host, seconds: seconds) {
        visitor,
        random in
        let path = paths[Int.random(in: 0..<paths.count, using: &random)]
        guard try visitor.ask("GET", path).status == 200 else {
          throw Visitor.Failure(description: path)
        }
      }
      let after = wide.server.processorTime
      let spent = after.gateway - before.gateway + after.database - before.database
      return spent / Double(latencies.count) * 1_000
    }
    return Outcome(values: windows, note: "facets at most ten seconds old, as the page keeps them")
  }
}

/// A gateway with the shop of half a million SKUs.
struct WideServer: Sendable {
  let server: ShopServer
  let host = "wide.localhost"
  let importSeconds: Double
  let importedRows: Int

  /// Applies the shop and imports its goods.
  static func started(isShort: Bool) async throws -> Self {
    let server = try await ShopServer.started()
    let folder = server.folder.appending(path: WideShop.name)
    try WideShop.writeFolder(to: folder)
    let environment = ["CRADLE_DATA_ROOT": server.folder.appending(path: "data").path()]
    let tool = try Program.beside("tenant-admin")
    func run(_ arguments: [String]) async throws {
      _ = try await Program.output(tool, arguments, environment: environment)
    }
    try await run(["apply", folder.path()])
    let count = isShort ? 500 : 100_000
    var seconds = 0.0
    for (prefix, skus) in [("WA", 1), ("WB", 4)] {
      let (goods, stock) = (folder.appending(path: "p.csv"), folder.appending(path: "s.csv"))
      try WideShop.products(count, skus: skus, prefix: prefix, to: goods)
      try WideShop.stock(count, skus: skus, prefix: prefix, to: stock)
      let begin = ContinuousClock.now
      try await run(["products", "import", goods.path(), "--tenant", WideShop.name])
      if skus == 1 { seconds = (ContinuousClock.now - begin) / .seconds(1) }
      try await run(["stock", "import", stock.path(), "--tenant", WideShop.name])
    }
    try await server.address.execute("VACUUM ANALYZE")
    return Self(server: server, importSeconds: seconds, importedRows: count)
  }
}

extension Crowd {
  /// What each request of one visitor took, in milliseconds.
  static func latencies(
    _ shop: ShopServer,
    host: String,
    seconds: Int,
    _ action: @escaping @Sendable (Visitor, inout QuickRandom) throws -> Void
  ) async throws -> [Double] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let clock = ContinuousClock()
            let visitor = Visitor(port: shop.port, host: host)
            var random = QuickRandom(seed: UInt64(clock.now.hashValue.magnitude))
            var latencies: [Double] = []
            let end = clock.now + .seconds(seconds)
            while clock.now < end {
              let begin = clock.now
              try action(visitor, &random)
              latencies.append((clock.now - begin) / .milliseconds(1))
            }
            return latencies
          }
        )
      }
    }
  }
}
