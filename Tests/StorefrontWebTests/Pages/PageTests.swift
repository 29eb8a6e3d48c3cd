import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Pages", .tenantDatabase([StorefrontModule.module]))
struct PageTests {
  @Test func `both sample shops show every page in each of their languages`() async throws {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()

    for tenant in [shops.chinese, shops.indonesian] {
      let slug = try await firstSlug(of: tenant)
      for locale in tenant.locales {
        let visitor = Visitor(server, at: tenant)
        for path in ["/", "/products", "/products/\(slug)", "/cart", "/products?q=zzzz"] {
          let mark = path.contains("?") ? "&" : "?"
          let page = try await visitor.open("\(path)\(mark)lang=\(locale)")
          #expect(page.status == 200, "\(tenant.slug) \(path)")
          #expect(page.text.contains("<html lang=\"\(locale)\">"))
          #expect(page.text.contains("</html>"))
          #expect(!page.text.contains("{{") && !page.text.contains("Optional("))
          // The address of a page in another language has one query.
          #expect(!page.text.contains(/hreflang="\w+" href="[^"?]*\?[^"?]*\?/))
        }
      }
    }
  }

  @Test func `two visitors and two shops never see each other's parts of a page`() async throws {
    let pair = try await TestShop.pair()
    let server = try await ShopServer()
    let mine = Visitor(server, at: pair.mine.snapshot)
    let second = Visitor(server, at: pair.mine.snapshot)
    let neighbour = Visitor(server, at: pair.other.snapshot)
    var tokens: Set<String> = []
    for (visitor, quantity) in [(mine, "2"), (second, "5"), (neighbour, "7")] {
      let page = try await visitor.open("/products/soap").text
      let sku = try #require(page.firstMatch(of: /name="sku" value="([^"]+)"/))
      let key = try #require(page.firstMatch(of: /name="idempotency_key" value="([^"]+)"/))
      _ = try await visitor.submit(
        "/cart/lines",
        ["sku": String(sku.1), "quantity": quantity, "idempotency_key": String(key.1)]
      )
    }
    for path in ["/", "/products", "/products/soap", "/cart"] {
      for (visitor, quantity) in [(mine, "2"), (second, "5"), (neighbour, "7"), (mine, "2")] {
        let page = try await visitor.open(path)
        #expect(page.text.contains("<span class=\"badge\" aria-hidden=\"true\">\(quantity)</span>"))
        #expect(page.headers[.cacheControl] == "no-store")
        let token = page.text.firstMatch(of: /name="form_token" value="([^"]+)"/)
        if let token { tokens.insert("\(quantity) \(token.1)") }
      }
      let stranger = try await Visitor(server, at: pair.mine.snapshot).open(path)
      #expect(!stranger.text.contains("class=\"badge\"") && !stranger.text.contains("form_token"))
    }
    // One token for each visitor, and no two the same.
    #expect(tokens.count == 3)
    #expect(Set(tokens.map { $0.dropFirst(2) }).count == 3)
  }

  @Test func `the home page leads to every stage and category and links the other language`()
    async throws
  {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()

    let page = try await Visitor(server, at: shops.chinese).open("/")

    #expect(page.text.contains("欢迎来到暖芽母婴"))
    #expect(page.text.contains("/products?stage=weaning"))
    #expect(page.text.contains("/products?category=formula"))
    #expect(page.text.contains("hreflang=\"en\""))
    #expect(page.text.contains("JY13399010099142"))
  }

  @Test func `a list is narrowed by what the address says and walked to its end`() async throws {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()
    let visitor = Visitor(server, at: shops.chinese)
    var path = "/products?category=clothing&sort=price_up"
    var names: [String] = []
    var pages = 0

    while pages < 20 {
      let page = try await visitor.open(path)
      #expect(page.status == 200)
      names += page.text.matches(of: /<h3><a href="([^"?]+)/).map { String($0.1) }
      pages += 1
      guard let next = page.text.firstMatch(of: /rel="next" href="([^"]+)"/) else { break }
      path = String(next.1).replacing("&amp;", with: "&")
    }

    var query = ProductListQuery()
    query.category = "clothing"
    let facets = try await TestDatabase.current?.database.scope(shops.chinese.id)
      .productFacets(query, in: ShopView(shops.chinese))
    #expect(pages > 1)
    #expect(Set(names).count == names.count)
    #expect(names.count == facets?.count)
  }

  @Test func `an option is chosen by its address`() async throws {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()
    let product = try await productWithOptions(of: shops.chinese)
    let second = try #require(product.skus.dropFirst().first)

    let page = try await Visitor(server, at: shops.chinese)
      .open("/products/\(product.slug)?sku=\(second.code)")

    #expect(page.field("sku") == second.id.description)
    #expect(page.text.contains(second.code))
    #expect(page.text.contains("\"@type\":\"AggregateOffer\""))
  }

  @Test func `what a visitor types stays text`() async throws {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()

    let page = try await Visitor(server, at: shops.chinese)
      .open("/products?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&brand=%3Cb%3E")

    #expect(page.status == 200)
    #expect(!page.text.contains("<script>alert"))
    #expect(!page.text.contains("<b>"))
    #expect(page.text.contains("&lt;script&gt;"))
  }

  @Test(arguments: [
    "/products/no-such-product", "/products/%3Cscript%3E", "/products?category=nothing",
    "/orders/\(String(repeating: "a", count: 64))", "/orders/short",
  ])
  func `what does not exist is a page with status 404`(_ path: String) async throws {
    let pair = try await TenantPair.fresh(settings: TestShop.settings)
    let server = try await ShopServer()

    let page = try await Visitor(server, at: pair.mine.snapshot).open(path)

    #expect(page.status == 404)
    #expect(page.text.contains("<html"))
    #expect(!page.text.contains("<script>"))
  }

  @Test func `the neighbour's goods and cursors show nothing of the neighbour`() async throws {
    let shops = try await SampleShops.open()
    let pair = try await TestShop.pair()
    let server = try await ShopServer()
    let visitor = Visitor(server, at: pair.mine.snapshot)
    let foreign = try await firstSlug(of: shops.chinese)
    let list = try await Visitor(server, at: shops.chinese).open("/products")
    let next = try #require(list.text.firstMatch(of: /rel="next" href="([^"]+)"/))

    let product = try await visitor.open("/products/\(foreign)")
    let page = try await visitor.open(String(next.1).replacing("&amp;", with: "&"))

    #expect(product.status == 404)
    let shown = page.text.matches(of: /<h3><a href="\/products\/([^"?]+)/).map { String($0.1) }
    #expect(Set(shown).isSubset(of: ["soap", "wipe", "evil"]))
  }

  @Test func `amounts that are none are as if absent`() async throws {
    let pair = try await TenantPair.fresh(settings: TestShop.settings)
    let server = try await ShopServer()

    let page = try await Visitor(server, at: pair.mine.snapshot)
      .open("/products?min_price=abc&max_price=-1&stage=none&sort=sideways&in_stock=maybe")

    #expect(page.status == 200)
  }

  private func firstSlug(of tenant: TenantSnapshot) async throws -> String {
    let scope = try #require(TestDatabase.current?.database.scope(tenant.id))
    let page = try await scope.products(ProductListQuery(), in: ShopView(tenant))
    return try #require(page.items.first?.slug)
  }

  private func productWithOptions(of tenant: TenantSnapshot) async throws -> Product {
    let scope = try #require(TestDatabase.current?.database.scope(tenant.id))
    var query = ProductListQuery()
    query.category = "clothing"
    let page = try await scope.products(query, in: ShopView(tenant))
    for card in page.items {
      if let product = try await scope.product(slug: card.slug, in: ShopView(tenant)),
        product.skus.count > 2
      {
        return product
      }
    }
    throw TestingMistake.noDatabase
  }
}
