import Foundation
import PostgresClient
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Catalogue folders", .tenantDatabase([StorefrontModule.module]))
struct CatalogueFolderTests {
  @Test func `applying twice changes nothing the second time`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()

    let planned = try await folder.plan(pair.mine)
    let first = try await folder.apply(to: pair.mine)
    let second = try await folder.apply(to: pair.mine)

    #expect(first == planned)
    #expect(first.count == 17)
    #expect(second.isEmpty)
    #expect(try await pair.other.scope.categories(in: pair.other.view).isEmpty)
  }

  @Test func `a plan of what was exported shows no difference`() async throws {
    let pair = try await shopPair()

    let exported = try await ShopFolder.exported(from: pair.mine)

    #expect(try await exported.plan(pair.mine).isEmpty)
    #expect(try await exported.apply(to: TenantPair.fresh(settings: shopSettings).mine).count == 17)
  }

  @Test func `a change of the folder is planned field by field`() async throws {
    let pair = try await shopPair()
    let folder = try smallShop()
    try folder.replace("19.90,25.00,120", with: "18.90,25.00,130", in: "catalogue.csv")
    try folder.replace("Gentle", with: "Very gentle", in: "catalogue.csv")
    try folder.replace("shop,2,", with: "shop,0,", in: "locations.csv")
    try folder.replace("SOAP-1,warehouse,5", with: "SOAP-1,warehouse,500", in: "stock.csv")

    let changes = try await folder.apply(to: pair.mine)

    #expect(
      changes == [
        FolderChange(.update, kind: "location", name: "shop", fields: ["priority"]),
        FolderChange(.update, kind: "product", name: "soap", fields: ["summary"]),
        FolderChange(.update, kind: "sku", name: "SOAP-1", fields: ["price", "weight_grams"]),
      ]
    )
    let trail = try await pair.mine.scope.auditEntries(of: "SOAP-1")
    #expect(trail.map(\.action) == ["storefront.price_changed"])
    #expect(trail.first?.after?["price"] == "18.90")
    #expect(trail.first?.actor == "admin:ada")
    let product = try #require(await pair.mine.scope.product(slug: "soap", in: pair.mine.view))
    #expect(product.skus.map(\.available) == [8])
    #expect(try await folder.plan(pair.mine).isEmpty)
  }

  @Test func `what the folder lacks is archived and what returns is on sale again`() async throws {
    let pair = try await shopPair()
    let folder = try smallShop()
    let full = try String(
      contentsOf: folder.url.appending(path: "catalogue.csv"),
      encoding: .utf8
    )
    let rows = full.split(separator: "\n")
    let kept = rows.filter { !$0.hasPrefix("SOAP") && !$0.hasPrefix("TEE-80-B") }
    try folder.write(kept.joined(separator: "\n") + "\n", to: "catalogue.csv")
    try folder.write("sku,location,on_hand\n", to: "stock.csv")

    let changes = try await folder.apply(to: pair.mine)

    #expect(Set(changes.filter { $0.action == .archive }.map(\.name)) == ["soap", "TEE-80-B"])
    #expect(try await pair.mine.scope.product(slug: "soap", in: pair.mine.view) == nil)
    #expect(try await folder.plan(pair.mine).isEmpty)
    let exported = try await ShopFolder.exported(from: pair.mine)
    #expect(try await exported.plan(pair.mine).isEmpty)

    try await smallShop().apply(to: pair.mine)
    let soap = try await pair.mine.scope.product(slug: "soap", in: pair.mine.view)
    #expect(soap?.skus.map(\.available) == [8])
    #expect(try await smallShop().plan(pair.mine).isEmpty)
    #expect(try await pair.other.scope.product(slug: "soap", in: pair.other.view) != nil)
  }

  @Test func `a location with stock must stay in the folder`() async throws {
    let pair = try await shopPair()
    let folder = try smallShop()
    try folder.replace("shop,2,门店,Shop\n", with: "", in: "locations.csv")
    try folder.write("sku,location,on_hand\n", to: "stock.csv")

    let problems = await problems(of: folder, for: pair.mine)

    #expect(problems.map(\.file) == ["locations.csv"])
    #expect(problems.first?.message.contains("\"shop\"") == true)
  }

  @Test func `lesson 17: a hundred products take as many statements as ten`() async throws {
    let recorder = try #require(TestDatabase.current).recorder
    var counts: [Int] = []
    for products in [10, 100] {
      let tenant = try await TenantPair.fresh(settings: shopSettings).mine
      try await wideShop(products: products).apply(to: tenant)
      counts.append(
        recorder.entries.count { $0.statement.values.first == tenant.id.postgresValue }
      )
    }

    #expect(counts[0] == counts[1])
    #expect(counts[0] < 40)
  }

  @Test func `the sample shops are applied and exported without a difference`()
    async throws
  {
    for (name, currency, locales) in sampleShops {
      let tenant = try await sampleTenant(name, currency: currency, locales: locales)
      let database = try #require(TestDatabase.current).database
      let folder = TenantFolder(url: sampleFolders.appending(path: name))
      let changes = try await database.transaction(for: tenant.id) { transaction in
        try await FolderPart.catalogue.reconcile(folder, tenant, .apply(.system), transaction)
      }

      #expect(changes.count > 150)
      let again = try await database.transaction(for: tenant.id) { transaction in
        let exported = try ShopFolder()
        for file in try await FolderPart.catalogue.export(tenant, transaction) {
          try exported.write(file.bytes, to: file.path)
        }
        return try await FolderPart.catalogue
          .reconcile(exported.folder, tenant, .plan, transaction)
      }
      #expect(again.isEmpty)
    }
  }
}

/// What is wrong with a folder, or nothing.
func problems(of folder: ShopFolder, for tenant: TestTenant) async -> [FolderProblem] {
  do {
    _ = try await folder.plan(tenant)
    return []
  } catch let error as FolderProblems {
    return error.problems
  } catch {
    return [FolderProblem(file: "?", message: "\(error)")]
  }
}

private let sampleFolders = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "tenants-sample")

private let sampleShops = [
  ("nuanya", "CNY", ["zh", "en"]), ("bundaceria", "IDR", ["id", "en"]),
  ("minato", "CNY", ["zh", "en", "ja"]),
]

private func sampleTenant(_ shop: String, currency: String, locales: [String]) async throws
  -> TenantSnapshot
{
  let current = try #require(TestDatabase.current)
  let languages = locales.compactMap { LanguageTag(rawValue: $0) }
  let name = LocalizedText(Dictionary(uniqueKeysWithValues: languages.map { ($0, "x") }))
  let text = try JSONValue(encoding: name)
  let slug = "sample-\(shop)"
  let document = TenantDocument(
    tenant: slug,
    name: name,
    hosts: ["\(slug).localhost"],
    locales: languages,
    currency: currency,
    timeZone: "Asia/Shanghai",
    market: "CN",
    modules: [
      "storefront": [
        "tagline": text, "contact": [:], "accent": "#c2410c", "freight": ["flat": "0"],
        "stages": [], "payments": [["provider": "cashOnDelivery", "name": text]],
      ]
    ]
  )
  let registered = try await current.database.register(document)
  return try TenantSnapshot(
    id: registered.id,
    revision: registered.revision,
    document: document,
    modules: current.modules
  )
}
