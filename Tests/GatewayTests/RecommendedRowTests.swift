import Foundation
import Gateway
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Rows on the shop's pages", .tenantDatabase(GatewayModule.all.map(\.tenant)))
struct RecommendedRowTests {
  @Test func `a newcomer names an age, looks around, sees why, and switches it off`() async throws {
    let mine = try await shop("rows")
    _ = try await shop("neighbour")
    let bare = try await shop("norows", modules: [:])

    try await RunningGateway.onSuiteDatabase { gateway in
      let lin = PageVisitor(gateway, host: "rows.localhost")
      let first = try await lin.get("/")
      #expect(first.body.contains("/recommendations/child") && first.rows.isEmpty)

      let named = try await lin.post("/recommendations/child", ["months": "6"])
      #expect(named.rows.contains("适合 6 个月"), "the redirect leads home")
      for item in 1...5 { #expect(named.rows.contains("/products/puree-\(item)")) }
      #expect(!named.rows.contains("/products/bike"), "it is for a child of three")
      #expect(!named.body.contains("/recommendations/child"), "nobody is asked twice")

      let page = try await lin.get("/products/puree-1")
      #expect(page.rows.contains("/products/puree-2"), "what is like it")
      let product = try #require(page.value(of: "data-product"))
      let token = try #require(page.value(of: "data-token"))
      let noted = try await lin.post(
        "/recommendations/views",
        ["product": product, "form_token": token]
      )
      #expect(noted.status == 204)
      let after = try await lin.get("/")
      #expect(after.rows.contains("看过的“果泥 1”"))
      let why = try await lin.get("/recommendations")
      #expect(why.body.contains("果泥 1") && why.body.contains("class=\"site-footer\""))
      let cart = try await lin.get("/cart")
      #expect(cart.rows.contains("看过的“果泥 1”"), "an empty cart is no dead end")

      let elsewhere = try await lin.get("/", host: "neighbour.localhost")
      #expect(elsewhere.rows.isEmpty && !elsewhere.body.contains("看过的"))

      _ = try await lin.post("/recommendations/choice", ["on": "no", "form_token": token])
      let off = try await lin.get("/")
      #expect(!off.body.contains("看过的") && !off.body.contains("适合 6 个月"))
      #expect(try await lin.get("/products/puree-1").value(of: "data-product") == nil)

      let none = try await PageVisitor(gateway, host: "norows.localhost").get("/")
      #expect(none.status == 200 && !none.body.contains("/recommendations"))
    }
    let kept: Int? = try await #require(TestDatabase.current).database.scope(mine).value(
      "SELECT count(*) FROM recommend.signal WHERE tenant_id = \(mine)"
    )
    #expect(kept == 0 && bare != mine)
  }

  @Test
  func `a product's page says what comparable goods give for their price, with its own parts`()
    async throws
  {
    let settings: [String: JSONValue] = [
      "recommend": ["value": ["categories": ["food": "mass"]]]
    ]
    let mine = try await shop("value", modules: settings)
    _ = try await shop("dear", modules: settings)
    let database = try #require(TestDatabase.current).database
    let snapshot = try #require(try await database.snapshot(of: mine, for: StorefrontModule.module))
    try await database.transaction(for: mine) { transaction in
      for number in 1...2 {
        _ = try await Shop().addEvidence(
          EvidenceForm(
            kind: .certificate,
            number: "N-\(number)",
            issuer: "SGS",
            issuedOn: try #require(CalendarDate(iso: "2020-01-01")),
            expiresOn: CalendarDate(iso: "2099-01-01")
          ),
          to: "puree-\(number)",
          for: snapshot,
          by: .admin("ada"),
          in: transaction
        )
      }
    }
    try await RunningGateway.onSuiteDatabase { gateway in
      let lin = PageVisitor(gateway, host: "value.localhost")
      let page = try await lin.get("/products/puree-1")
      let row = page.body.components(separatedBy: "同类商品的质价比").dropFirst().first ?? ""
      for words in ["本商品：", "每 100 克", "有效证明 1 类", "/products/puree-2", "质价比"] {
        #expect(row.contains(words), "\(words)")
      }
      let other = try await lin.get("/products/puree-1", host: "dear.localhost")
      #expect(other.status == 200 && !other.body.contains("质价比"), "nothing is known there")
    }
  }

  @Test func `a partner's service stands beside goods, and by which link somebody came is kept`()
    async throws
  {
    let cover: JSONValue = [
      "code": "cover", "kind": "insurance", "name": ["zh": "婴儿医疗险"],
      "address": "https://insurer.example/baby", "categories": ["food"],
    ]
    let mine = try await shop("partners", modules: ["recommend": ["partners": [cover]]])
    let other = try await shop("alone")
    try await RunningGateway.onSuiteDatabase { gateway in
      let lin = PageVisitor(gateway, host: "partners.localhost")
      let page = try await lin.get("/products/puree-1")
      #expect(page.body.contains("婴儿医疗险") && page.body.contains("/services/cover/visits"))
      #expect(try await !lin.get("/products/bike").body.contains("婴儿医疗险"))
      let path = try #require(page.value(of: "data-arrival"))
      let told = try await lin.post(path, ["utm_source": "XHS", "utm_medium": "post"])
      #expect(told.status == 204)
      let alone = try await PageVisitor(gateway, host: "alone.localhost").get("/products/puree-1")
      #expect(alone.status == 200 && !alone.body.contains("/services/cover"))
    }
    let database = try #require(TestDatabase.current).database
    func channels(of tenant: TenantID) async throws -> [String] {
      try await database.scope(tenant).values(
        "SELECT channel FROM recommend.channel_touch WHERE tenant_id = \(tenant)"
      )
    }
    #expect(try await channels(of: mine) == ["xhs/post"])
    #expect(try await channels(of: other).isEmpty)
  }

  /// A shop with purees for a child of six months and a bicycle.
  private func shop(_ slug: String, modules: [String: JSONValue] = ["recommend": [:]]) async throws
    -> TenantID
  {
    let current = try #require(TestDatabase.current)
    var settings = modules
    settings["storefront"] = TenantDocument.storefront
    let document = try TenantDocument.shop(slug, modules: settings)
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
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    try await current.database.transaction(for: registered.id) { transaction in
      _ = try await FolderPart.catalogue.reconcile(
        TenantFolder(url: url),
        snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
    return registered.id
  }

  private var files: [String: String] {
    let head =
      "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
      + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
      + "list_price,weight_grams,picture,name.zh,summary.zh,description.zh\n"
    let purees = (1...5).map { number in
      "P-\(number),,puree-\(number),food,Yayu,published,6,12,,,,,weight,\(number * 50)g,,,19.00,,,,果泥 \(number),,\n"
    }
    return [
      "categories.csv": "category,parent,position,picture,name.zh\nfood,,1,,辅食\ntoys,,2,,玩具\n",
      "locations.csv": "location,priority,name.zh\nshop,1,门店\n",
      "catalogue.csv": head + purees.joined()
        + "B-1,,bike,toys,Yayu,published,36,72,,,,,,,,,399.00,,,,自行车,,\n",
      "stock.csv": "sku,location,on_hand\nB-1,shop,9\n"
        + (1...5).map { "P-\($0),shop,9\n" }.joined(),
    ]
  }
}

/// A browser that keeps its cookies.
private struct PageVisitor {
  struct Page {
    let status: Int
    let body: String

    /// The rows alone, without what else the shop shows.
    var rows: String {
      body.components(separatedBy: "<section class=\"section row\"").dropFirst()
        .map { $0.components(separatedBy: "</section>")[0] }.joined(separator: "\n")
    }

    func value(of attribute: String) -> String? {
      guard let start = body.firstRange(of: "\(attribute)=\"") else { return nil }
      return String(body[start.upperBound...].prefix { $0 != "\"" })
    }
  }

  private let port: Int
  private let host: String
  private let session: URLSession

  init(_ gateway: RunningGateway, host: String) {
    port = gateway.port
    self.host = host
    session = URLSession(configuration: .ephemeral)
  }

  func get(_ path: String, host: String? = nil) async throws -> Page {
    try await send(try request(path, host ?? self.host))
  }

  func post(_ path: String, _ fields: [String: String]) async throws -> Page {
    var request = try request(path, host)
    request.httpMethod = "POST"
    request.setValue("http://\(host):\(port)", forHTTPHeaderField: "Origin")
    request.setValue(
      "application/x-www-form-urlencoded",
      forHTTPHeaderField: "Content-Type"
    )
    var form = URLComponents()
    form.queryItems = fields.sorted { $0.key < $1.key }
      .map { URLQueryItem(name: $0.key, value: $0.value) }
    request.httpBody = Data((form.percentEncodedQuery ?? "").utf8)
    return try await send(request)
  }

  private func request(_ path: String, _ host: String) throws -> URLRequest {
    var request = URLRequest(url: try #require(URL(string: "http://\(host):\(port)\(path)")))
    request.setValue("text/html", forHTTPHeaderField: "Accept")
    request.timeoutInterval = 30
    return request
  }

  private func send(_ request: URLRequest) async throws -> Page {
    let (data, response) = try await session.data(for: request)
    return Page(
      status: (response as? HTTPURLResponse)?.statusCode ?? 0,
      body: String(decoding: data, as: UTF8.self)
    )
  }
}
