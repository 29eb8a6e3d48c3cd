import Foundation
import Recommend
import Storefront
import Synchronization
import TenantStore

/// A gateway with a shop of 20,000 products whose 50,000 people did a million things.
struct ScaleShop: Sendable {
  private static let name = "broad"

  let server: ShopServer
  let host = "\(name).localhost"
  /// From asking for a training until its models serve.
  let trainSeconds: Double
  /// The products as signals name them, the most popular first.
  private let products: [String]

  /// Applies the shop, imports its goods, loads what people did, and trains.
  static func started(isShort: Bool) async throws -> Self {
    let server = try await ShopServer.started()
    let folder = server.folder.appending(path: name)
    try WideShop.writeFolder(to: folder)
    let file = folder.appending(path: "tenant.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("tenant: wide", with: "tenant: \(name)")
      .replacing("wide.localhost", with: "\(name).localhost")
    try (text.trimmingCharacters(in: .newlines) + "\n  recommend: {}\n")
      .write(to: file, atomically: true, encoding: .utf8)
    let environment = ["CRADLE_DATA_ROOT": server.folder.appending(path: "data").path()]
    let tool = try Program.beside("tenant-admin")
    func run(_ arguments: [String]) async throws {
      _ = try await Program.output(tool, arguments, environment: environment)
    }
    try await run(["apply", folder.path()])
    let count = isShort ? 500 : 20_000
    let (goods, stock) = (folder.appending(path: "p.csv"), folder.appending(path: "s.csv"))
    try WideShop.products(count, skus: 1, prefix: "BR", to: goods)
    try WideShop.stock(count, skus: 1, prefix: "BR", to: stock)
    try await run(["products", "import", goods.path(), "--tenant", name])
    try await run(["stock", "import", stock.path(), "--tenant", name])

    let tenant = try await server.address.value(
      "SELECT id FROM tenancy.tenant WHERE slug = '\(name)'"
    )
    let ids = try await server.address.value(
      "SELECT id FROM storefront.product WHERE tenant_id = '\(tenant)' ORDER BY md5(id::text)"
    )
    let products = ids.split(separator: "\n").compactMap { UUID(uuidString: String($0)) }
      .map { ProductID(uuid: $0).description }
    let signals = folder.appending(path: "signals.csv")
    let size = isShort ? (users: 1_000, pairs: 10_000) : (users: 50_000, pairs: 1_000_000)
    try write(size, products, tenant, to: signals)
    try await server.address.execute(
      """
      \\copy recommend.signal (tenant_id, id, person_id, kind, item, quantity, amount, \
      occurred_at, received_at) from '\(signals.path())' csv
      """
    )
    try await server.address.execute("VACUUM ANALYZE")
    let begin = ContinuousClock.now
    try await run(["recommend", "train", "--tenant", name])
    while try await server.address.value(
      """
      SELECT count(*) FROM recommend.model_artefact
      WHERE tenant_id = '\(tenant)' AND state = 'serving'
      """
    ) == "0" {
      guard ContinuousClock.now - begin < .seconds(900) else {
        let errors = try await server.address.value(
          "SELECT left(string_agg(errors::text, ' '), 600) FROM tenancy.job"
        )
        throw Program.Failure(description: "no training came through: \(errors)")
      }
      try await Task.sleep(for: .milliseconds(250))
    }
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    return Self(server: server, trainSeconds: seconds, products: products)
  }

  /// Writes what people did: looks, full carts and purchases of the last 300 days.
  private static func write(
    _ size: (users: Int, pairs: Int),
    _ products: [String],
    _ tenant: String,
    to file: URL
  ) throws {
    let rows = ZipfShop.rows(users: size.users, items: products.count, pairs: size.pairs)
    var random = QuickRandom(seed: 7)
    let now = Date().timeIntervalSince1970
    _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    var text = ""
    for own in rows {
      let person = UUID().uuidString
      for item in own {
        let lot = Int.random(in: 0..<20, using: &random)
        let kind = lot < 12 ? "view" : lot < 15 ? "cart" : "purchase"
        let time = Date(timeIntervalSince1970: now - Double.random(in: 0..<2.6e7, using: &random))
          .ISO8601Format()
        let product = products[min(products.count - 1, Int(item))]
        text +=
          "\(tenant),\(UUID().uuidString),\(person),\(kind),\(product),1,"
          + "\(kind == "purchase" ? "1000" : ""),\(time),\(time)\n"
      }
      if text.utf8.count > 1 << 20 {
        try handle.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try handle.write(contentsOf: Data(text.utf8))
  }

  /// Visitors who switched personalisation on and looked at twenty products each.
  func knownVisitors(_ count: Int) throws -> [String] {
    var random = QuickRandom(seed: 3)
    let reach = log(Double(products.count))
    return try (0..<count).map { _ in
      let visitor = Visitor(port: server.port, host: host)
      let on = try visitor.ask(
        "PUT",
        "/api/v1/recommendations/personalisation",
        json: "{\"on\":true}"
      )
      let looks = (0..<20).map { _ in
        let place = Int(exp(Double.random(in: 0..<1, using: &random) * reach)) - 1
        return """
          {"id":"\(SignalID(uuid: UUID()))","kind":"view","item":"\(products[place])"}
          """
      }
      let told = try visitor.ask(
        "POST",
        "/api/v1/signals",
        json: "{\"signals\":[\(looks.joined(separator: ","))]}"
      )
      guard on.status == 200, told.status == 200, let session = visitor.session else {
        throw Visitor.Failure(description: "status \(on.status) and \(told.status)")
      }
      return session
    }
  }

  /// An answer with rows.
  struct Answer: Sendable {
    let milliseconds: Double
    /// Whether a row follows from what the visitor did: at some ages nothing suits that does.
    let isPersonal: Bool
  }

  /// What the answers took that one visitor after another got.
  func answers(to sessions: [String], seconds: Int) async throws -> [Answer] {
    let all = Mutex<[Answer]>([])
    _ = try await Crowd.together(1) { _ in
      let visitors = sessions.map { Visitor(port: server.port, host: host, session: $0) }
      var random = QuickRandom(seed: UInt64(seconds))
      let clock = ContinuousClock()
      var own: [Answer] = []
      let end = clock.now + .seconds(seconds)
      while clock.now < end {
        let visitor = visitors[own.count % visitors.count]
        let age = Int.random(in: 0..<36, using: &random)
        let begin = clock.now
        let reply = try visitor.ask("GET", "/api/v1/recommendations?age=\(age)")
        let milliseconds = (clock.now - begin) / .milliseconds(1)
        let body = String(decoding: reply.body, as: UTF8.self)
        guard reply.status == 200, body.contains("\"reason\"") else {
          throw Visitor.Failure(
            description: "no rows for \(age) months: status \(reply.status): \(body.prefix(400))"
          )
        }
        own.append(Answer(milliseconds: milliseconds, isPersonal: body.contains("for_you")))
      }
      let measured = own
      all.withLock { $0 = measured }
      return measured.count
    }
    return all.withLock { $0 }
  }
}
