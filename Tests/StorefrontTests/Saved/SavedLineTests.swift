import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What is kept for later", .tenantDatabase([StorefrontModule.module]))
struct SavedLineTests {
  @Test func `what has changed is said, and of a price only while it can be had`() {
    let cases: [(Int64, Int64, Int?, Int, [SavedLineRule.Note])] = [
      (1_990, 1_990, 50, 1, []), (1_990, 1_500, 50, 1, [.fallen(by: 490)]),
      (1_990, 2_000, 50, 1, [.risen(by: 10)]), (1_990, 1_990, 5, 1, [.few(5)]),
      (1_990, 1_990, 6, 1, []), (1_990, 1_990, 6, 7, [.few(6)]),
      (1_990, 1_500, 2, 1, [.fallen(by: 490), .few(2)]), (1_990, 1_500, 0, 1, [.soldOut]),
      (1_990, 1_500, nil, 1, [.gone]),
    ]
    for (then, now, available, wanted, expected) in cases {
      let notes = SavedLineRule.notes(
        then: then,
        now: now,
        available: available,
        wanted: wanted
      )
      #expect(notes == expected)
    }
  }

  private func session(_ tenant: TestTenant, isProved: Bool = false) async throws -> Session {
    try await tenant.scope.startSession(
      .make(in: tenant.database.environment),
      isProved: isProved
    )
  }

  private func saved(_ tenant: TestTenant, _ session: Session, _ shop: Shop = Shop()) async throws
    -> [SavedLine]
  {
    try await shop.savedLines(of: session, for: tenant.snapshot, in: tenant.view, tenant.scope)
  }

  @Test func `a line goes aside and comes back, each time once, and reserves nothing`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let session = try await session(tenant)
    let sku = try await tenant.skuID("SOAP-1")
    let shop = Shop()
    func act(
      _ change: @Sendable (Shop, SKUID, Session, TenantTransaction) async throws -> Void
    ) async throws {
      try await tenant.transaction { try await change(shop, sku, session, $0) }
    }
    let snapshot = tenant.snapshot
    try await act { try await $0.addToCart($1, quantity: 3, session: $2.id, in: $3) }
    for _ in 0..<2 {
      try await act { try await $0.saveForLater($1, session: $2, for: snapshot, in: $3) }
    }
    var cart = try await tenant.scope.cart(of: session.id, in: tenant.view)
    #expect(cart.lines.isEmpty)
    #expect(try await saved(tenant, session).map(\.line.quantity) == [3])
    #expect(try await tenant.stock("SOAP-1") == 8)

    // The price falls, and pieces become few.
    try await ShopFolder([
      "prices.csv":
        "sku,sale_price,from,until,volume,levels\nSOAP-1,15.00,2026-01-01,2027-12-31,,\n"
    ])
    .reconcile(.prices, of: tenant)
    try await tenant.restock(["SOAP-1": 1])
    let notes = try await saved(tenant, session).flatMap(\.notes)
    #expect(notes == [.fallen(by: 490), .few(4)])

    for _ in 0..<2 {
      try await act { try await $0.moveToCart($1, session: $2, for: snapshot, in: $3) }
    }
    cart = try await tenant.scope.cart(of: session.id, in: tenant.view)
    #expect(cart.lines.map(\.quantity) == [3] && !cart.mayHaveSaved)
    #expect(try await saved(tenant, session).isEmpty)
    try await act { try await $0.saveForLater($1, session: $2, for: snapshot, in: $3) }
    for _ in 0..<2 {
      try await act { try await $0.forgetSaved($1, session: $2, for: snapshot, in: $3) }
    }
    #expect(try await saved(tenant, session).isEmpty)
  }

  @Test func `what a guest put aside goes to the member who signs in, the later of two`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let sku = try await tenant.skuID("SOAP-1")
    let member = tenant.database.environment.makeID()
    let known = Shop(ports: .init(shopper: { _, _, _ in Shopper(person: member) }))
    let snapshot = tenant.snapshot
    func save(_ shop: Shop, _ session: Session, _ quantity: Int) async throws {
      try await tenant.transaction {
        try await shop.addToCart(sku, quantity: quantity, session: session.id, in: $0)
        try await shop.saveForLater(sku, session: session, for: snapshot, in: $0)
      }
    }
    let phone = try await session(tenant, isProved: true)
    try await save(known, phone, 2)
    tenant.clock.advance(by: 60)
    let guest = try await session(tenant)
    try await save(Shop(), guest, 5)
    #expect(try await saved(tenant, guest).map(\.line.quantity) == [5])
    for _ in 0..<2 {
      try await tenant.transaction {
        try await Shop().joinSaved(of: guest.id, to: member, in: $0)
      }
    }
    #expect(try await saved(tenant, guest).isEmpty)
    #expect(try await saved(tenant, phone, known).map(\.line.quantity) == [5])
    let foreign = try await pair.other.scope.startSession(
      .make(in: tenant.database.environment),
      isProved: true
    )
    #expect(try await saved(pair.other, foreign, known).isEmpty)
  }

  @Test func `a line that is in the cart of two tabs goes aside once`() async throws {
    let tenant = try await shopPair().mine
    let sku = try await tenant.skuID("SOAP-1")
    let session = try await session(tenant)
    let snapshot = tenant.snapshot
    try await tenant.transaction {
      try await Shop().addToCart(sku, quantity: 2, session: session.id, in: $0)
    }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for turn in 0..<6 {
        tasks.addTask {
          try await tenant.transaction { transaction in
            if turn.isMultiple(of: 2) {
              try await Shop()
                .saveForLater(sku, session: session, for: snapshot, in: transaction)
            } else {
              try await Shop().moveToCart(sku, session: session, for: snapshot, in: transaction)
            }
          }
        }
      }
      try await tasks.waitForAll()
    }
    let inCart = try await tenant.scope.cart(of: session.id, in: tenant.view).lines
    let aside = try await saved(tenant, session).map(\.line)
    // However they met, the two pieces are in one of the two places.
    #expect((inCart + aside).map(\.quantity) == [2])
  }
}
