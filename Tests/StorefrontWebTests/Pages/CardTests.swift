import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Cards and filters are written once for all to whom they look the same.
@Suite("Cards of products", .tenantDatabase([StorefrontModule.module]))
struct CardTests {
  /// The card of a product on a page.
  private func card(_ slug: String, of page: WebAnswer) throws -> Substring {
    let cards = page.text.split(separator: "<li class=\"card\">").dropFirst()
    let card = try #require(cards.first { $0.contains("/products/\(slug)") })
    return try #require(card.split(separator: "</li>").first)
  }

  @Test func `a card shows at once what has changed, and nothing of the neighbour's`() async throws
  {
    let pair = try await TestShop.pair()
    let server = try await ShopServer()
    let (mine, other) = (pair.mine, pair.other)
    let visitor = Visitor(server, at: mine.snapshot)
    func shown() async throws -> Substring {
      try card("soap", of: try await visitor.open("/products"))
    }
    let before = try await shown()
    #expect(before.contains("¥19.90") && before.contains("¥25.00") && !before.contains("ribbon"))
    #expect(try await shown() == before)

    for (stock, price) in [(0, 1_990), (50, 1_990), (50, 1_800), (0, 1_800), (50, 1_990)] {
      try await mine.transaction { transaction in
        try await Shop()
          .setStock(of: "SOAP-1", at: "shop", to: stock, actor: .system, in: transaction)
      }
      try await mine.scope.execute(
        """
        UPDATE storefront.sku SET price = \(Int64(price))
        WHERE tenant_id = \(mine.id) AND code = 'SOAP-1'
        """
      )
      try await mine.scope.execute(
        """
        UPDATE storefront.product SET lowest_price = \(Int64(price)), highest_price = \(Int64(price))
        WHERE tenant_id = \(mine.id) AND slug = 'soap'
        """
      )
      let card = try await shown()
      #expect(card.contains("ribbon") == (stock == 0))
      #expect(card.contains(price == 1_990 ? "¥19.90" : "¥18.00"))
      let neighbour = try self.card(
        "soap",
        of: try await Visitor(server, at: other.snapshot).open("/products")
      )
      #expect(neighbour == before)
    }
    #expect(try await shown() == before)
  }

  @Test func `a card speaks the visitor's language and leads on in it`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    for _ in 0..<2 {
      let english = try card("soap", of: try await visitor.open("/products?lang=en"))
      #expect(english.contains("Mild soap") && english.contains("href=\"/products/soap?lang=en\""))
      let chinese = try card("soap", of: try await visitor.open("/products?lang=zh"))
      #expect(chinese.contains("温和香皂") && chinese.contains("href=\"/products/soap?lang=zh\""))
    }
    let hostile = try card("evil", of: try await visitor.open("/products?lang=zh"))
    #expect(!hostile.contains("<script>") && hostile.contains("&lt;script&gt;"))
  }

  @Test func `filters show what was chosen on this page, not on another`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let chosen = [
      ("/products", ""), ("/products?in_stock=true", "name=\"in_stock\" value=\"true\" checked"),
      ("/products?category=care", "value=\"care\" selected"),
      ("/products?stage=newborn", "value=\"newborn\" checked"),
      (
        "/products?min_price=12",
        "name=\"min_price\" type=\"number\" min=\"0\" step=\"any\" value=\"12.00\""
      ),
      ("/products?sort=price_up", "name=\"sort\" value=\"price_up\""),
    ]
    for _ in 0..<2 {
      for (path, mark) in chosen {
        let page = try await visitor.open(path)
        #expect(page.status == 200)
        for (_, other) in chosen where !other.isEmpty {
          #expect(page.text.contains(other) == (other == mark), "\(path) \(other)")
        }
      }
    }
    let english = try await visitor.open("/products?lang=en")
    #expect(english.text.contains("Newborn") && !english.text.contains("新生儿"))
  }
}
