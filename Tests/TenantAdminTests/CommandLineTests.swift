import Foundation
import Storefront
import Synchronization
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

/// Runs command lines in this process and keeps what they wrote.
struct Tool {
  var environment: [String: String]
  /// What the standard input holds.
  var input: [UInt8] = []
  var modules = [StorefrontModule.module]

  /// On the database of the suite.
  static func onSuiteDatabase() async throws -> Self {
    let database = try #require(TestDatabase.current)
    return Self(
      environment: [
        "CRADLE_DATABASE": try await database.connectionString(role: DatabaseRoles.admin),
        "CRADLE_DATABASE_APP": try await database.connectionString(role: DatabaseRoles.application),
        "CRADLE_DATABASE_SYSTEM": try await database.connectionString(role: DatabaseRoles.system),
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "SUDO_USER": "lin",
      ]
    )
  }

  final class Screen: Sendable {
    private let texts = Mutex<(result: String, messages: String)>(("", ""))
    var result: String { texts.withLock { $0.result } }
    var messages: String { texts.withLock { $0.messages } }
    func terminal(_ input: [UInt8] = []) -> Terminal {
      Terminal(
        isWatched: false,
        readSecret: { input },
        writeResult: { text in self.texts.withLock { $0.result += text } },
        writeMessage: { text in self.texts.withLock { $0.messages += text } }
      )
    }
  }

  func run(_ arguments: String...) async -> (status: CommandStatus, screen: Screen) {
    await run(arguments)
  }

  func run(_ arguments: [String]) async -> (status: CommandStatus, screen: Screen) {
    let screen = Screen()
    let session = AdminSession(
      modules: modules,
      environment: environment,
      terminal: screen.terminal(input),
      logger: .quiet
    )
    return (await TenantAdminTool.run(arguments, in: session), screen)
  }
}

@Suite("Command line", .tenantDatabase([StorefrontModule.module]))
struct CommandLineTests {
  @Test func `plan tells a script with exit code 2 that there are changes`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()

    let plain = await tool.run("plan", folder.path)
    let before = await tool.run("plan", folder.path, "--detailed-exit-code")
    let apply = await tool.run("apply", folder.path)
    let again = await tool.run("apply", folder.path)
    let after = await tool.run("plan", folder.path, "--detailed-exit-code")

    #expect(plain.status == .success)
    #expect(before.status == .changes)
    #expect(before.screen.result.contains("+ tenant \(folder.slug)"))
    #expect(apply.status == .success, "\(apply.screen.messages)")
    #expect(again.screen.result == "\(folder.slug): no changes")
    #expect(after.status == .success)
  }

  @Test func `tables that were filled are counted for the planner, empty ones are not`()
    async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder(of: "nuanya")
    let apply = await tool.run("apply", folder.path)
    try #require(apply.status == .success, "\(apply.screen.messages)")

    let file = folder.path + "/counted"
    let query = """
      SELECT relname FROM pg_class
      WHERE oid IN ('storefront.product'::regclass, 'storefront.review'::regclass)
        AND reltuples >= 0
      """
    let look = await tool.run("db", "psql", "--", "-XAtq", "-o", file, "-c", query)
    try #require(look.status == .success, "\(look.screen.messages)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "product\n")
  }

  @Test func `a mistake in a file is exit code 65 with its place`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    try folder.edit("tenant.yaml") { $0.replacing("currency:", with: "curency:") }

    let apply = await tool.run("apply", folder.path)

    #expect(apply.status == .badData)
    #expect(apply.screen.messages.contains("\(folder.path)/tenant.yaml:"))
    #expect(apply.screen.messages.contains("did you mean currency?"))
    #expect(apply.screen.result.isEmpty)
  }

  @Test(arguments: [
    ["plan"], ["fly"], ["orders"], ["orders", "list"], ["stock", "adjust", "X", "--by", "1"],
  ])
  func `a wrong command line is exit code 64`(_ arguments: [String]) async throws {
    let tool = try await Tool.onSuiteDatabase()
    let screen = Tool.Screen()
    let session = AdminSession(
      modules: [],
      environment: tool.environment,
      terminal: screen.terminal(),
      logger: .quiet
    )

    #expect(await TenantAdminTool.run(arguments, in: session) == .usage)
    #expect(screen.messages.contains(/(?i)usage:/))
  }

  @Test func `help is a result`() async throws {
    let help = await Tool(environment: [:]).run("apply", "--help")

    #expect(help.status == .success)
    #expect(help.screen.result.contains("USAGE: tenant-admin apply"))
  }

  @Test(arguments: ["plan", "apply"])
  func `help says that opening balances count once`(_ command: String) async throws {
    let help = await Tool(environment: [:]).run(command, "--help")

    #expect(help.screen.result.contains("stock.csv holds opening balances, which count once"))
  }

  @Test func `what is not there is exit code 66 with what may have been meant`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)

    let path = await tool.run("plan", "/nowhere/at-all")
    let noTenant = await tool.run("plan", folder.path + "/pictures")
    let slug = await tool.run("stock", "list", "--tenant", folder.slug + "x")
    let order = await tool.run("orders", "show", "1", "--tenant", folder.slug)

    #expect([path, noTenant, slug, order].map(\.status) == Array(repeating: .notFound, count: 4))
    #expect(noTenant.screen.messages.contains("holds a tenant.yaml"))
    #expect(slug.screen.messages.contains("did you mean \(folder.slug)?"))
  }

  @Test func `a database that does not answer is exit code 69 with a remedy`() async throws {
    let tool = Tool(
      environment: ["CRADLE_DATABASE": "host=/nowhere dbname=none connect_timeout=1"]
    )

    let list = await tool.run("tenants", "list")

    #expect(list.status == .unavailable)
    #expect(list.screen.messages.contains("check --database"))
  }

  @Test func `two databases at once are a wrong command line`() async throws {
    let list = await Tool(environment: [:])
      .run("tenants", "list", "--database", "postgres://x", "--data", "/tmp/x")

    #expect(list.status == .usage)
  }

  @Test func `promotions are listed and previewed without using them up`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder(of: "nuanya")
    _ = await tool.run("apply", folder.path)
    let tenant = "--tenant=\(folder.slug)"

    let preview = await tool.run(
      "promotions",
      "preview",
      "NYBK-142-01=2",
      "--code=nuanya15",
      "--first-order",
      tenant,
      "--json"
    )
    let listed = await tool.run("promotions", "list", tenant, "--json")
    let unknown = await tool.run("promotions", "preview", "NONE=2", tenant)
    let odd = await tool.run("promotions", "preview", "NYBK-142-01=two", tenant)

    let shown = try JSONValue(json: preview.screen.result)
    #expect(preview.status == .success, "\(preview.screen.messages)")
    #expect(shown["total"]?["minor"] != shown["goods"]?["minor"])
    #expect(preview.screen.result.contains("flash-peekaboo"))
    #expect(preview.screen.result.contains("amount_too_low"))
    guard case .array(let promotions) = try JSONValue(json: listed.screen.result) else {
      Issue.record("no list")
      return
    }
    #expect(!promotions.isEmpty && promotions.allSatisfy { $0["uses"] == 0 })
    #expect(unknown.status != .success && unknown.screen.messages.contains("no such item"))
    #expect(odd.status != .success)
  }

  @Test func `stock is listed low first, page by page, and corrected`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let tenant = "--tenant=\(folder.slug)"

    let first = try page(await tool.run("stock", "list", tenant, "--limit", "3", "--json"))
    let second = try page(
      await tool.run("stock", "list", tenant, "--limit=3", "--after=\(first.next ?? "")", "--json")
    )
    let item = try #require(second.items.first)
    let more = await tool.run(
      "stock",
      "adjust",
      item.sku,
      "--location",
      item.location,
      "--by",
      "2",
      tenant
    )
    let fewer = await tool.run(
      "stock",
      "adjust",
      item.sku,
      "--location",
      item.location,
      "--by",
      "-1",
      tenant
    )
    let tooFew = await tool.run(
      "stock",
      "adjust",
      item.sku,
      "--location",
      item.location,
      "--by",
      "-100000",
      tenant
    )

    #expect(first.items.map(\.available) == first.items.map(\.available).sorted())
    #expect(Set(first.items).isDisjoint(with: second.items))
    #expect(more.screen.result.hasSuffix(": \(item.available + 2)"))
    #expect(fewer.screen.result.hasSuffix(": \(item.available + 1)"))
    #expect(tooFew.status == .failure)
    #expect(tooFew.screen.messages.contains("storefront.stock_too_low"))
  }

  @Test func `an order is shown, paid, handed over and audited`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let number = try await placedOrder(of: folder.slug)
    let tenant = "--tenant=\(folder.slug)"

    let listed = await tool.run("orders", "list", tenant, "--status", "placed")
    let shown = await tool.run("orders", "show", number, tenant)
    let early = await tool.run("orders", "refund-payment", number, tenant)
    let paid = await tool.run("orders", "confirm-payment", number, tenant)
    let again = await tool.run("orders", "confirm-payment", number, tenant)
    let done = await tool.run("orders", "fulfil", number, tenant, "--json")
    let late = await tool.run("orders", "cancel", number, tenant)
    let unknown = await tool.run("orders", "list", tenant, "--status", "lost")
    let actors = try await actors(onOrder: number, of: folder.slug)

    #expect(listed.screen.result.contains(number))
    #expect(shown.screen.result.contains("Ibu Sari"))
    #expect(early.status == .failure)
    #expect(paid.screen.result == again.screen.result)
    #expect(try JSONValue(json: done.screen.result)["fulfilment"] == "fulfilled")
    #expect(late.screen.messages.contains("storefront.transition_refused"))
    #expect(unknown.status == .usage)
    #expect(actors.filter { $0 == "admin:lin" }.count == 3)
  }

  @Test func `the state of the database is shown, and migrating again changes nothing`()
    async throws
  {
    let tool = try await Tool.onSuiteDatabase()

    let status = await tool.run("db", "status")
    let migrate = await tool.run("db", "migrate")

    #expect(status.status == .success, "\(status.screen.messages)")
    #expect(status.screen.result.contains("Fit to be served."))
    #expect(migrate.screen.result == "no changes")
  }

  @Test func `psql opens under the role that was asked for`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: file) }

    let run = await tool.run(
      "db",
      "psql",
      "--role",
      "system",
      "--",
      "-X",
      "-A",
      "-t",
      "-o",
      file,
      "-c",
      "SELECT current_user"
    )

    #expect(run.status == .success, "\(run.screen.messages)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "app_system\n")
  }

  private struct Item: Hashable, Decodable {
    let sku: String
    let location: String
    let available: Int
  }

  private struct Page: Decodable {
    let items: [Item]
    let next: String?
  }

  private func page(_ run: (status: CommandStatus, screen: Tool.Screen)) throws -> Page {
    try JSONDecoder().decode(Page.self, from: Data(run.screen.result.utf8))
  }

  /// Who changed an order, by its trail.
  private func actors(onOrder number: String, of slug: String) async throws -> [String] {
    let database = try #require(TestDatabase.current).database
    let tenants = try await database.registeredTenants()
    let tenant = try #require(tenants.first { $0.document.tenant == slug })
    return try await database.reading(tenant.id).auditEntries(of: number).map(\.actor)
  }

  func placedOrder(of slug: String) async throws -> String {
    try await placed(by: slug).order.number
  }

  func placed(by slug: String) async throws -> PlacedOrder {
    let database = try #require(TestDatabase.current).database
    let tenants = try await database.registeredTenants()
    let tenant = try #require(tenants.first { $0.document.tenant == slug })
    let snapshot = try TenantSnapshot(
      id: tenant.id,
      revision: tenant.revision,
      document: tenant.document,
      modules: [StorefrontModule.module]
    )
    return try await database.transaction(for: tenant.id) { transaction in
      let shop = Shop()
      let view = ShopView(snapshot)
      let token = SessionToken.make(in: transaction.environment)
      let session = try await transaction.startSession(token)
      var query = ProductListQuery()
      query.onlyInStock = true
      let card = try #require(try await transaction.products(query, in: view).items.first)
      let product = try #require(try await transaction.product(slug: card.slug, in: view))
      let sku = try #require(product.skus.first { $0.available > 0 })
      try await shop.addToCart(sku.id, quantity: 1, session: session.id, in: transaction)
      let cart = try await transaction.cart(of: session.id, in: view)
      let form = CheckoutForm(
        cart: try #require(cart.id),
        seenTotal: try shop.totals(of: cart, for: snapshot).total.minorUnits,
        name: "Ibu Sari",
        phone: "081234567890",
        address: "Jalan Braga 1, Bandung",
        note: "",
        provider: "bankTransfer",
        locale: snapshot.locales[0]
      )
      return try await shop.placeOrder(form, session: session.id, for: snapshot, in: transaction)
    }
  }
}
