import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Carts", .tenantDatabase([StorefrontModule.module]))
struct CartTests {
  @Test func `adding the same SKU again adds to its line`() async throws {
    let pair = try await shopPair()

    let (session, cart) = try await pair.mine.cart([("SOAP-1", 2), ("TEE-80-R", 1), ("SOAP-1", 1)])

    #expect(cart.lines.map(\.code) == ["SOAP-1", "TEE-80-R"])
    #expect(cart.lines.map(\.quantity) == [3, 1])
    #expect(cart.lines.map(\.options) == ["", "80 / 红色"])
    #expect(cart.goods.decimal == "108.70")
    #expect(try Shop().totals(of: cart, for: pair.mine.snapshot).freight.decimal == "0.00")
    #expect(try await pair.mine.scope.cartQuantity(of: session) == 4)
    #expect(try await pair.other.scope.cart(of: session, in: pair.other.view).lines.isEmpty)
  }

  @Test func `quantities are set and lines removed, again without effect`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 2), ("TEE-80-R", 1)])
    let shop = Shop()
    for _ in 0..<2 {
      try await pair.mine.transaction { transaction in
        try await shop.setQuantity(7, of: cart.lines[0].sku, session: session, in: transaction)
        try await shop.removeLine(cart.lines[1].sku, session: session, in: transaction)
      }
    }

    let changed = try await pair.mine.scope.cart(of: session, in: pair.mine.view)

    #expect(changed.lines.map(\.quantity) == [7])
    #expect(changed.id == cart.id)
  }

  @Test(arguments: [0, -1, 100, Int.max, Int.min])
  func `a quantity that is not 1 to 99 is refused`(_ quantity: Int) async throws {
    let pair = try await shopPair()
    let sku = try await pair.mine.skuID("SOAP-1")
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1)])

    let added = try await refusal {
      try await pair.mine.transaction { transaction in
        try await Shop().addToCart(sku, quantity: quantity, session: session, in: transaction)
      }
    }
    let set = try await refusal {
      try await pair.mine.transaction { transaction in
        try await Shop().setQuantity(quantity, of: sku, session: session, in: transaction)
      }
    }

    #expect(added?.code == .quantityInvalid)
    #expect(set?.code == .quantityInvalid)
    #expect(try await pair.mine.scope.cartQuantity(of: session) == 1)
  }

  @Test func `a line never grows above 99 pieces`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 60)])

    let refusal = try await refusal {
      try await pair.mine.transaction { transaction in
        try await Shop()
          .addToCart(cart.lines[0].sku, quantity: 40, session: session, in: transaction)
      }
    }

    #expect(refusal?.code == .quantityInvalid)
    #expect(try await pair.mine.scope.cartQuantity(of: session) == 60)
  }

  @Test func `a cart holds at most fifty lines`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 51).apply(to: pair.mine)
    let session = SessionID.make(in: .live)
    var query = ProductListQuery()
    query.limit = 100
    let cards = try await pair.mine.scope.products(query, in: pair.mine.view).items
    func add(_ slug: String) async throws {
      let product = try await pair.mine.scope.product(slug: slug, in: pair.mine.view)
      let sku = try #require(product?.skus.first?.id)
      try await pair.mine.transaction { transaction in
        try await Shop().addToCart(sku, quantity: 1, session: session, in: transaction)
      }
    }
    for card in cards.dropLast() { try await add(card.slug) }

    let refusal = try await refusal { try await add(cards[50].slug) }

    #expect(refusal?.code == .cartFull)
    #expect(try await pair.mine.scope.cartQuantity(of: session) == 50)
  }

  @Test func `what is not on sale, or is the neighbour's, cannot be added`() async throws {
    let pair = try await shopPair()
    let draft: SKUID = try #require(
      await pair.mine.scope.value(
        """
        SELECT id FROM storefront.sku WHERE tenant_id = \(pair.mine.id) AND code = 'BELT-M'
        """
      )
    )
    for sku in [draft, try await pair.other.skuID("SOAP-1"), SKUID.make(in: .live)] {
      let refusal = try await refusal {
        try await pair.mine.transaction { transaction in
          try await Shop()
            .addToCart(sku, quantity: 1, session: .make(in: .live), in: transaction)
        }
      }
      #expect(refusal?.code == .skuNotFound)
    }
  }

  @Test func `lines say what is short, sold out or no longer on sale`() async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 9), ("TEE-80-B", 1), ("TEE-90-B", 1)])
    let folder = try smallShop()
    try folder.replace("TEE-90-B", with: "TEE-99-B", in: "catalogue.csv")
    try await folder.apply(to: pair.mine)

    let cart = try await pair.mine.scope.cart(of: session, in: pair.mine.view)

    #expect(cart.lines.map(\.state) == [.short(left: 8), .short(left: 0), .unavailable])
    #expect(cart.goods.decimal == "231.10")
    #expect(!cart.isOrderable)
  }

  @Test func `lesson 4: two tabs that add at once lose nothing`() async throws {
    let pair = try await shopPair()
    let sku = try await pair.mine.skuID("SOAP-1")
    let session = SessionID.make(in: .live)
    let tenant = pair.mine
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 {
        group.addTask {
          try await tenant.transaction { transaction in
            try await Shop().addToCart(sku, quantity: 2, session: session, in: transaction)
          }
        }
      }
      try await group.waitForAll()
    }

    #expect(try await tenant.scope.cartQuantity(of: session) == 24)
  }
}
