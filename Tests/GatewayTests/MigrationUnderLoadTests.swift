import Foundation
import Gateway
import PostgresClient
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A schema changes while shops are open: what the gateway had prepared is stale, and nobody notices.
@Suite("A migration under a running gateway", .tenantDatabase(GatewayModule.all.map(\.tenant)))
struct MigrationUnderLoadTests {
  @Test func `readers and buyers are served while a column changes its type`() async throws {
    let slugs = ["migrated", "neighbour"]
    for slug in slugs { try await openShop(slug) }
    let database = try #require(TestDatabase.current)

    try await RunningGateway.onSuiteDatabase { gateway in
      let tally = Tally()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for slug in slugs {
          let host = "\(slug).localhost"
          for path in ["/products/puree", "/api/v1/products/puree", "/api/v1/products"] {
            group.addTask {
              while !tally.isOver {
                let answer = try await gateway.get(path, host: host)
                tally.note("\(path) \(answer.status) \(answer.body.contains("Yayu"))")
              }
            }
          }
          group.addTask {
            let product = try await gateway.get("/api/v1/products/puree", host: host).json
            guard case .array(let skus)? = product?["skus"],
              case .string(let sku)? = skus.first?["id"]
            else { return tally.note("no SKU") }
            while !tally.isOver {
              tally.note("cart \(try await putIntoCart(sku, gateway, host: host))")
            }
          }
        }
        group.addTask {
          defer { tally.end() }
          for round in 0..<10 {
            let seen = tally.count
            let type = round.isMultiple(of: 2) ? "varchar(200)" : "text"
            try await database.asOwner { pool in
              // Two transactions: one that locks two tables could lock them in another order than a buyer.
              try await pool.withConnection {
                try await $0.script("ALTER TABLE storefront.product ALTER brand TYPE \(type)")
                try await $0.script("ALTER TABLE storefront.cart ADD COLUMN later_\(round) int")
              }
            }
            // Each of the eight has met the new schema before it changes again.
            while tally.count < seen + 32, !tally.isOver {
              try await Task.sleep(for: .milliseconds(5))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(
        tally.kinds == [
          "/products/puree 200 true", "/api/v1/products/puree 200 true",
          "/api/v1/products 200 true", "cart 200",
        ]
      )
    }
  }

  private func putIntoCart(_ sku: String, _ gateway: RunningGateway, host: String) async throws
    -> Int
  {
    let url = try #require(URL(string: "http://\(host):\(gateway.port)/api/v1/cart/lines"))
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue(UUID().uuidString, forHTTPHeaderField: "Idempotency-Key")
    request.httpBody = Data(#"{"sku": "\#(sku)", "quantity": 1}"#.utf8)
    // Each comes as somebody new: a session that a cookie names would have to prove its form.
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    let session = URLSession(configuration: configuration)
    defer { session.invalidateAndCancel() }
    let (_, response) = try await session.data(for: request)
    return (response as? HTTPURLResponse)?.statusCode ?? 0
  }

  /// A shop with one product.
  private func openShop(_ slug: String) async throws {
    let current = try #require(TestDatabase.current)
    let document = try TenantDocument.shop(
      slug,
      modules: ["storefront": TenantDocument.storefront]
    )
    let registered = try await current.database.register(document)
    let snapshot = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: current.modules
    )
    let url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let files = [
      "categories.csv": "category,parent,position,picture,name.zh\nfood,,1,,辅食\n",
      "locations.csv": "location,priority,name.zh\nshop,1,门店\n",
      "catalogue.csv":
        "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
        + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
        + "list_price,weight_grams,picture,name.zh,summary.zh,description.zh\n"
        + "P-1,,puree,food,Yayu,published,6,12,,,,,,,,,19.00,,,,果泥,,\n",
      "stock.csv": "sku,location,on_hand\nP-1,shop,9000\n",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    try await current.database.transaction(for: registered.id) { transaction in
      _ = try await FolderPart.catalogue.reconcile(
        TenantFolder(url: url),
        snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
  }

  private final class Tally: Sendable {
    private struct State {
      var kinds: Set<String> = []
      var count = 0
      var isOver = false
    }

    private let state = Mutex(State())
    var kinds: Set<String> { state.withLock { $0.kinds } }
    var count: Int { state.withLock { $0.count } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func note(_ kind: String) {
      state.withLock {
        $0.kinds.insert(kind)
        $0.count += 1
      }
    }

    func end() { state.withLock { $0.isOver = true } }
  }
}
