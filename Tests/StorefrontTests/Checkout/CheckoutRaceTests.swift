import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// What became of buyers who all order at once.
private struct Outcomes {
  var orders: [PlacedOrder] = []
  var refusals: [StorefrontRefusal.Code] = []
}

private func race(_ tenant: TestTenant, _ buyers: [(SessionID, CheckoutForm)]) async throws
  -> Outcomes
{
  try await withThrowingTaskGroup(
    of: Result<PlacedOrder, StorefrontRefusal>.self,
    returning: Outcomes.self
  ) { group in
    for (session, form) in buyers {
      group.addTask {
        do {
          return .success(try await tenant.place(form, session))
        } catch let refusal as StorefrontRefusal {
          return .failure(refusal)
        }
      }
    }
    var outcomes = Outcomes()
    for try await result in group {
      switch result {
      case .success(let placed): outcomes.orders.append(placed)
      case .failure(let refusal): outcomes.refusals.append(refusal.code)
      }
    }
    return outcomes
  }
}

private func buyers(_ count: Int, of code: String, quantity: Int, from tenant: TestTenant)
  async throws -> [(SessionID, CheckoutForm)]
{
  var buyers: [(SessionID, CheckoutForm)] = []
  for _ in 0..<count {
    let (session, cart) = try await tenant.cart([(code, quantity)])
    buyers.append((session, try tenant.form(cart)))
  }
  return buyers
}

@Suite("Races at the checkout", .tenantDatabase([StorefrontModule.module]), .serialized)
struct CheckoutRaceTests {
  @Test func `lesson 1: of eight buyers of the last piece exactly one gets it`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    for round in 0..<20 {
      try await tenant.transaction { transaction in
        try await Shop()
          .setStock(of: "TEE-80-R", at: "shop", to: 1, actor: .system, in: transaction)
      }
      let buyers = try await buyers(8, of: "TEE-80-R", quantity: 1, from: tenant)

      let outcomes = try await race(tenant, buyers)

      #expect(outcomes.orders.count == 1, "round \(round)")
      #expect(outcomes.refusals == Array(repeating: .outOfStock, count: 7), "round \(round)")
    }
    try await tenant.expectBooksToBalance()
  }

  @Test func `sixty-four buyers share a hundred pieces over two locations`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.transaction { transaction in
      for (location, count) in [("shop", 37), ("warehouse", 63)] {
        try await Shop()
          .setStock(of: "SOAP-1", at: location, to: count, actor: .system, in: transaction)
      }
    }
    let buyers = try await buyers(64, of: "SOAP-1", quantity: 3, from: tenant)

    let outcomes = try await race(tenant, buyers)

    #expect(outcomes.orders.count == 33)
    #expect(outcomes.refusals == Array(repeating: .outOfStock, count: 31))
    #expect(Set(outcomes.orders.map(\.order.number)).count == 33)
    let product = try await tenant.scope.product(slug: "soap", in: tenant.view)
    #expect(product?.skus.map(\.available) == [1])
    try await tenant.expectBooksToBalance()
    let other = try await pair.other.scope.product(slug: "soap", in: pair.other.view)
    #expect(other?.skus.map(\.available) == [8])
  }

  @Test func `a buyer who waits for stock that is coming gets it`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    for _ in 0..<5 {
      try await tenant.restock(["TEE-80-R": 1], at: "shop")
      try await tenant.restock(["TEE-80-R": 1])
      let buyer = try await buyers(1, of: "TEE-80-R", quantity: 3, from: tenant)

      let outcomes = try await tenant.whileStockIsComing(
        {
          try await Shop()
            .adjustStock(of: "TEE-80-R", at: "warehouse", by: 5, actor: .system, in: $0)
        },
        { try await race(tenant, buyer) }
      )

      #expect(outcomes.orders.count == 1)
    }
    try await tenant.expectBooksToBalance()
  }

  @Test func `lesson 3: two carts with the same SKUs in opposite order never deadlock`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    for code in ["SOAP-1", "TEE-80-R"] {
      try await tenant.transaction { transaction in
        try await Shop()
          .setStock(of: code, at: "shop", to: 1000, actor: .system, in: transaction)
      }
    }
    var buyers: [(SessionID, CheckoutForm)] = []
    for index in 0..<40 {
      let codes = index.isMultiple(of: 2) ? ["SOAP-1", "TEE-80-R"] : ["TEE-80-R", "SOAP-1"]
      let (session, cart) = try await tenant.cart(codes.map { ($0, 1) })
      buyers.append((session, try tenant.form(cart)))
    }

    // A deadlock's victim is tried again, and would be counted twice.
    let tries = Tally()
    try await withThrowingDiscardingTaskGroup { group in
      for (session, form) in buyers {
        group.addTask {
          try await tenant.transaction { transaction in
            tries.count.add(1, ordering: .relaxed)
            _ = try await Shop()
              .placeOrder(form, session: session, for: tenant.snapshot, in: transaction)
          }
        }
      }
    }

    #expect(tries.count.load(ordering: .relaxed) == 40)
    try await tenant.expectBooksToBalance()
  }

  @Test func `lesson 6: one cart submitted by several tabs at once gives one order`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    for _ in 0..<10 {
      let buyer = try await buyers(1, of: "SOAP-1", quantity: 1, from: tenant)[0]
      try await tenant.transaction { transaction in
        try await Shop()
          .setStock(of: "SOAP-1", at: "shop", to: 50, actor: .system, in: transaction)
      }

      let outcomes = try await race(tenant, Array(repeating: buyer, count: 6))

      #expect(outcomes.refusals.isEmpty)
      #expect(Set(outcomes.orders.map(\.order.id)).count == 1)
      #expect(outcomes.orders.count(where: \.isNew) == 1)
    }
    try await tenant.expectBooksToBalance()
  }

  @Test func `cancelling one order from several hands gives its stock back once`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let (session, cart) = try await tenant.cart([("SOAP-1", 7)])
    let number = try await tenant.place(tenant.form(cart), session).order.number

    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await tenant.transaction { transaction in
            _ = try await Shop().cancelOrder(number, by: .admin("ada"), in: transaction)
          }
        }
      }
      try await group.waitForAll()
    }

    let product = try await tenant.scope.product(slug: "soap", in: tenant.view)
    #expect(product?.skus.map(\.available) == [8])
    try await tenant.expectBooksToBalance()
  }
}

/// How often something was done, by whomever.
private final class Tally: Sendable {
  let count = Atomic(0)
}
