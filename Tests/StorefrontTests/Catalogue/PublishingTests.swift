import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Adds the columns of times to the small shop; each product's first row gets its own.
private func scheduled(_ times: [String: (String, String)]) throws -> ShopFolder {
  let folder = try smallShop()
  let url = folder.url.appending(path: "catalogue.csv")
  let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
  let written = rows.enumerated().map { index, row in
    guard index > 0 else { return row + ",publish_at,unpublish_at" }
    let (from, to) = times[String(row.prefix { $0 != "," })] ?? ("", "")
    return row + ",\(from),\(to)"
  }
  try folder.write(written.joined(separator: "\n") + "\n", to: "catalogue.csv")
  return folder
}

@Suite("Publishing", .tenantDatabase([StorefrontModule.module]))
struct PublishingTests {
  @Test func `a product is seen and sold between its times`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let (past, future) = ("2020-01-01T00:00:00Z", "2999-01-01T08:00:00+08:00")
    for (from, to, isSeen) in [
      (past, future, true), (past, "", true), ("", future, true), (future, "", false),
      ("", past, false),
    ] {
      try await scheduled(["SOAP-1": (from, to)]).apply(to: pair.mine)

      let listed = try await pair.mine.slugs(ProductListQuery()).flatMap { $0 }
      var search = ProductListQuery()
      search.text = "香皂"
      let found = try await pair.mine.slugs(search).flatMap { $0 }
      let product = try await pair.mine.scope.product(slug: "soap", in: pair.mine.view)

      #expect(listed.contains("soap") == isSeen)
      #expect(found.contains("soap") == isSeen)
      #expect((product != nil) == isSeen)
    }
  }

  @Test func `what is in a cart cannot be ordered when its time is over`() async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1)])
    try await scheduled(["SOAP-1": ("", "2020-01-01T00:00:00Z")]).apply(to: pair.mine)

    let cart = try await pair.mine.scope.cart(of: session, in: pair.mine.view)
    let refused = try await refusal {
      _ = try await pair.mine.place(pair.mine.form(cart), session)
    }

    #expect(refused?.code == .lineUnavailable)
  }

  @Test func `times are written as they were read, and wrong ones are named`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await scheduled(["SOAP-1": ("2026-12-01T10:00:00+08:00", "2027-01-01T00:00:00Z")])
      .apply(to: pair.mine)
    let exported = try await ShopFolder.exported(from: pair.mine)
    let wrong = try scheduled(["SOAP-1": ("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z")])
    let unreadable = try scheduled(["SOAP-1": ("tomorrow", "")])

    #expect(try await exported.plan(pair.mine).isEmpty)
    for folder in [wrong, unreadable] {
      await #expect(throws: FolderProblems.self) { try await folder.apply(to: pair.mine) }
    }
  }

  @Test func `new goods of one file are mixed over its categories`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()
    let header = manyProducts(0..<0)
    let rows = (0..<12).map { number in
      let category = number < 6 ? "care" : "wear"
      return "N-\(number)X,,n-\(number),\(category),,published,,,,,,,,,,,9.00,,,,货\(number),"
    }
    try folder.write(header + rows.joined(separator: "\n") + "\n", to: "catalogue.csv")
    try folder.write("sku,location,on_hand\n", to: "stock.csv")
    try await folder.apply(to: pair.mine)
    var newest = ProductListQuery()
    newest.limit = 4

    let slugs = try await pair.mine.scope.products(newest, in: pair.mine.view).items.map(\.slug)

    #expect(slugs == ["n-11", "n-5", "n-10", "n-4"])
  }

  @Test func `a collection has what fits its rule`() async throws {
    var settings = shopSettings
    if case .object(var storefront)? = settings["storefront"] {
      storefront["collections"] = [
        ["slug": "soft", "name": ["zh": "柔软"], "materials": ["棉"], "stages": ["newborn"]],
        ["slug": "cheap", "name": ["zh": "实惠"], "maximumPrice": "20.00"],
      ]
      settings["storefront"] = .object(storefront)
    }
    let pair = try await TenantPair.fresh(settings: settings)
    let folder = try smallShop()
    try folder.replace(
      "wear-tops,雅布 Yabu,published,6,24",
      with: "wear-tops,雅布 Yabu,published,2,24",
      in: "catalogue.csv"
    )
    try await folder.apply(to: pair.mine)
    let shop = try pair.mine.snapshot.storefront
    let currency = pair.mine.snapshot.currency
    func slugs(_ collection: String, _ change: (inout ProductListQuery) -> Void = { _ in })
      async throws -> [String]
    {
      var query = ProductListQuery()
      query.collection = shop.collectionRule(collection, currency: currency)
      change(&query)
      return try await pair.mine.slugs(query).flatMap { $0 }
    }

    #expect(try await slugs("soft") == ["tee"])
    #expect(try await slugs("cheap") == ["soap"])
    #expect(try await slugs("cheap") { $0.brands = ["雅布 Yabu"] } == [])
    #expect(shop.collectionRule("moon", currency: currency) == nil)
  }
}
