import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func handOver(
    _ code: String,
    of number: String? = nil,
    by login: String = "mei"
  ) async throws -> StorefrontRefusal? {
    try await refusal {
      try await PickupDesk()
        .handOver(code: code, of: number, by: .staff(login), for: snapshot, in: database)
    }
  }

  fileprivate func fulfilment(of number: String) async throws -> OrderState.Fulfilment? {
    try await scope.order(number: number)?.state.fulfilment
  }
}

@Suite("Pick-up codes at a counter", .tenantDatabase([StorefrontModule.module]))
struct PickupDeskTests {
  @Test func `the same code again is the same hand-over, later it is none`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let order = try await tenant.collecting().order
    let code = try #require(order.progress.pickup?.code)

    let together = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
      for _ in 0..<4 { group.addTask { try await tenant.handOver(code) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together.allSatisfy { $0 == nil })
    #expect(try await tenant.fulfilment(of: order.number) == .delivered)
    let trail = try await tenant.scope.auditEntries(of: order.number).map(\.action)
    #expect(trail.count { $0 == "storefront.order_shipped" } == 1)

    tenant.clock.advance(by: PickupDesk.repeatable + 1)
    let copied = try await tenant.handOver(code)
    #expect(copied?.code == .pickupUsed)
    #expect(copied?.details["number"] == .string(order.number))
    try await tenant.expectBooksToBalance()
  }

  @Test func `the code of another order or another shop hands nothing over`() async throws {
    let pair = try await shopPair()
    let mine = try await pair.mine.collecting().order
    let second = try await pair.mine.collecting().order
    let theirs = try await pair.other.collecting().order
    let code = try #require(second.progress.pickup?.code)
    let foreign = try #require(theirs.progress.pickup?.code)

    #expect(try await pair.mine.handOver(code, of: mine.number)?.code == .pickupCodeWrong)
    #expect(try await pair.mine.handOver(foreign)?.code == .pickupCodeWrong)
    for number in [mine.number, second.number] {
      #expect(try await pair.mine.fulfilment(of: number) == .unfulfilled)
    }
    #expect(try await pair.other.fulfilment(of: theirs.number) == .unfulfilled)
    #expect(try await pair.mine.handOver(code, of: second.number) == nil)
  }

  @Test func `of guesses beside each other five are looked at, for each of the staff`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let order = try await tenant.collecting().order
    let code = try #require(order.progress.pickup?.code)
    // What is no code at all counts for nothing.
    for _ in 0..<6 { #expect(try await tenant.handOver("no code")?.code == .pickupCodeWrong) }

    let guesses = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
      for number in 0..<8 { group.addTask { try await tenant.handOver("0000000\(number)") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(guesses.count { $0?.code == .pickupCodeWrong } == PickupDesk.guessLimit)
    #expect(guesses.count { $0?.code == .pickupLocked } == 3)
    // Then even the right one has to wait, but not that of somebody else, or at another shop.
    #expect(try await tenant.handOver(code)?.code == .pickupLocked)
    #expect(try await tenant.handOver("00000000", by: "lin")?.code == .pickupCodeWrong)
    #expect(try await pair.other.handOver("00000000")?.code == .pickupCodeWrong)
    #expect(try await tenant.fulfilment(of: order.number) == .unfulfilled)

    tenant.clock.advance(by: PickupDesk.window + 1)
    #expect(try await tenant.handOver(code) == nil)
  }

  @Test func `right codes count for nothing, whatever else speaks against them`() async throws {
    let tenant = try await shopPair().mine
    let unpaid = try await tenant.collecting(provider: "bankTransfer").order
    let code = try #require(unpaid.progress.pickup?.code)
    for _ in 0...PickupDesk.guessLimit {
      #expect(try await tenant.handOver(code)?.code == .transitionRefused)
    }
    // A right one between wrong ones forgives none of them.
    for _ in 0..<PickupDesk.guessLimit {
      #expect(try await tenant.handOver("00000000")?.code == .pickupCodeWrong)
      _ = try await tenant.handOver(code)
    }
    #expect(try await tenant.handOver(code)?.code == .pickupLocked)
  }

  @Test func `a list has what waits, by place`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let waiting = try await tenant.collecting().order
    let collected = try await tenant.collecting().order
    let called = try await tenant.collecting().order
    let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
    let sent = try await tenant.place(tenant.form(cart), session).order
    let code = try #require(collected.progress.pickup?.code)
    #expect(try await tenant.handOver(code) == nil)
    try await tenant.transaction {
      _ = try await Shop().cancelOrder(called.number, by: .admin("ada"), in: $0)
    }

    var query = OrderListQuery()
    query.onlyToCollect = true
    #expect(try await tenant.scope.orders(query).items.map(\.number) == [waiting.number])
    query.place = "shop"
    #expect(try await tenant.scope.orders(query).items.map(\.number) == [waiting.number])
    query.place = "warehouse"
    #expect(try await tenant.scope.orders(query).items.isEmpty)
    query.place = nil
    #expect(try await pair.other.scope.orders(query).items.isEmpty)
    #expect(sent.progress.pickup == nil)
  }
}
