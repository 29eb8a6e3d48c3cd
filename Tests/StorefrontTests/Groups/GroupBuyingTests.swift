import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Buying in groups", .tenantDatabase([StorefrontModule.module]))
struct GroupBuyingTests {
  @Test func `a group that is complete in time is shipped, and the price is its own`() async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.offerGroups()
    // Who buys alone pays what it costs alone, whatever groups there are.
    let alone = try await tenant.cart([("SOAP-1", 1)]).0
    #expect(try await tenant.quote(alone).totals.goodsDiscount.minorUnits == 0)

    let leader = try await tenant.buy(.open("duo"), quantity: 2)
    let group = try #require(leader.order.progress.group)
    #expect(leader.order.total.minorUnits == 2 * 1_500 + 800)
    #expect(leader.order.discounts.map(\.code) == ["promotion.duo"])
    #expect(try await tenant.standing(group).state == .opening)
    let early = try await refusal { _ = try await tenant.buy(.join(group)) }
    #expect(early?.code == .groupClosed)

    for _ in 0..<2 { _ = try await tenant.change(.confirmPayment, leader.order.number) }
    var standing = try await tenant.standing(group)
    #expect(standing.state == .open && standing.paid == 1 && standing.missing == 1)
    #expect(standing.closesAt == tenant.clock.now + 24 * 3_600)
    let held = try await refusal { _ = try await tenant.change(.fulfil, leader.order.number) }
    #expect(held?.code == .groupIncomplete)
    var query = OrderListQuery()
    query.onlyToShip = true
    #expect(try await tenant.scope.orders(query).items.isEmpty)
    #expect(try await Shop().pickingList(in: tenant.scope).isEmpty)
    #expect(try await tenant.stock("SOAP-1") == 101)

    let friend = try await tenant.buy(.join(group))
    #expect(try await tenant.scope.groupSeats(of: group).map(\.isPaid) == [true, false])
    _ = try await tenant.change(.confirmPayment, friend.order.number)
    standing = try await tenant.standing(group)
    #expect(standing.state == .complete && standing.missing == 0)
    let toShip = Set(try await tenant.scope.orders(query).items.map(\.number))
    #expect(toShip == [leader.order.number, friend.order.number])
    _ = try await tenant.change(.fulfil, leader.order.number)
    tenant.clock.advance(by: 48 * 3_600)
    try await tenant.closeGroups()
    #expect(try await tenant.standing(group).state == .complete)
    #expect(try await tenant.refunds(of: leader.order.id).isEmpty)
    try await tenant.expectBooksToBalance()
    #expect(try await pair.other.scope.buyingGroups(GroupListQuery(), in: pair.other.view).isEmpty)
    #expect(try await pair.other.scope.buyingGroup(group, in: pair.other.view) == nil)
  }

  @Test func `a group that is not complete in time gives every order's money back once`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    let (group, leader) = try await tenant.openedGroup("trio")
    let paid = try await tenant.buy(.join(group)).order
    _ = try await tenant.change(.confirmPayment, paid.number)
    let unpaid = try await tenant.buy(.join(group)).order
    // Nobody has longer to pay than the group has to be complete.
    #expect(unpaid.progress.payBy == tenant.clock.now + 2 * 3_600)
    #expect(try await tenant.stock("SOAP-1") == 100)

    tenant.clock.advance(by: 2 * 3_600)
    for _ in 0..<3 { try await tenant.closeGroups() }

    let standing = try await tenant.standing(group)
    #expect(standing.state == .failed && standing.taken == 0)
    for order in [leader, paid, unpaid] {
      let kept = try #require(try await tenant.scope.order(order.id))
      #expect(kept.state.status == .cancelled && kept.progress.cancellation == .group)
    }
    for order in [leader, paid] {
      let refunds = try await tenant.refunds(of: order.id)
      #expect(refunds.map(\.amount) == [order.total])
      #expect(refunds.map(\.status) == [.requested])
    }
    #expect(try await tenant.refunds(of: unpaid.id).isEmpty)
    #expect(try await tenant.stock("SOAP-1") == 103)
    // Money that comes after all goes back too.
    _ = try await tenant.change(.confirmPayment, unpaid.number)
    #expect(try await tenant.refunds(of: unpaid.id).map(\.amount) == [unpaid.total])
    let late = try await refusal { _ = try await tenant.buy(.join(group)) }
    #expect(late?.code == .groupClosed)
    try await tenant.expectBooksToBalance()
    // What the promotion counted is given back as well.
    #expect(try await tenant.scope.promotions().first { $0.code == "trio" }?.uses == 0)
  }

  @Test func `several hands that close one group give its money back once`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    let (group, leader) = try await tenant.openedGroup()
    tenant.clock.advance(by: 24 * 3_600)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for _ in 0..<4 { tasks.addTask { try await tenant.closeGroups() } }
      tasks.addTask {
        _ = try await refusal {
          try await tenant.transaction {
            try await Shop().endGroup(group, isComplete: false, by: .staff("mei"), in: $0)
          }
        }
      }
      try await tasks.waitForAll()
    }
    try await tenant.closeGroups()
    #expect(try await tenant.refunds(of: leader.id).map(\.amount) == [leader.total])
    try await tenant.expectBooksToBalance()
  }

  @Test func `of many who want the last place exactly one gets it`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    for round in 0..<6 {
      let (group, _) = try await tenant.openedGroup()
      var buyers: [(SessionID, CheckoutForm)] = []
      for index in 0..<8 {
        let session = SessionID.make(in: .live)
        let form = try await tenant.groupForm(
          .join(group),
          session,
          phone: "1390000\(round)00\(index)"
        )
        buyers.append((session, form))
      }
      let outcomes = try await withThrowingTaskGroup(
        of: StorefrontRefusal?.self,
        returning: [StorefrontRefusal.Code].self
      ) { tasks in
        for (session, form) in buyers {
          tasks.addTask { try await refusal { _ = try await tenant.place(form, session) } }
        }
        return try await tasks.reduce(into: []) { if let code = $1?.code { $0.append(code) } }
      }
      #expect(outcomes == Array(repeating: .groupFull, count: 7), "round \(round)")
      let standing = try await tenant.standing(group)
      #expect(standing.taken == 2 && standing.state == .open)
      #expect(try await tenant.scope.groupSeats(of: group).count == 2)
    }
    try await tenant.expectBooksToBalance()
  }

  @Test func `a person has one order in a group, and one submission is one order`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    let session = SessionID.make(in: .live)
    let order = try await tenant.buy(.open("trio"), session, phone: "138 1234 5678").order
    _ = try await tenant.change(.confirmPayment, order.number)
    let group = try #require(order.progress.group)

    let again = try await refusal {
      _ = try await tenant.buy(.join(group), session, phone: "13900001111")
    }
    #expect(again?.code == .groupJoined)
    // Another browser, the same telephone.
    let other = try await refusal {
      _ = try await tenant.buy(.join(group), phone: "+86 138-1234-5678")
    }
    #expect(other?.code == .groupJoined)
    #expect(try await tenant.standing(group).taken == 1)

    let friend = SessionID.make(in: .live)
    let form = try await tenant.groupForm(.join(group), friend, phone: "13700002222")
    let first = try await tenant.place(form, friend)
    let second = try await tenant.place(form, friend)
    #expect(first.order.id == second.order.id && !second.isNew)
    // Whoever called theirs off may come back.
    try await tenant.transaction { _ = try await Shop().cancelOrder(with: first.token, in: $0) }
    #expect(try await tenant.standing(group).taken == 1)
    _ = try await tenant.buy(.join(group), friend, phone: "13700002222")
    #expect(try await tenant.standing(group).taken == 2)
  }

  @Test func `what does not hold for a group is refused, each for its reason`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    let session = SessionID.make(in: .live)
    let cases: [(StorefrontRefusal.Code, GroupChoice, Int)] = [
      (.promotionNotFound, .open("none"), 1), (.quantityInvalid, .open("duo"), 0),
      (.groupNotFound, .join(.make(in: .live)), 1), (.quantityInvalid, .open("duo"), 100),
    ]
    for (code, choice, quantity) in cases {
      let refused = try await refusal {
        _ = try await tenant.buy(choice, session, quantity: quantity)
      }
      #expect(refused?.code == code)
    }
    // Paid at the door is paid after the parcel has left.
    let form = try await tenant.groupForm(
      .open("duo"),
      session,
      phone: "13800000000",
      provider: "cashOnDelivery"
    )
    let unpaid = try await refusal { _ = try await tenant.place(form, session) }
    #expect(unpaid?.code == .providerUnknown)
    try await tenant.transaction {
      try await Shop().changePromotion("duo", .pause, by: .staff("mei"), in: $0)
    }
    var paused = form
    paused.provider = "bankTransfer"
    let ended = try await refusal { [paused] in _ = try await tenant.place(paused, session) }
    #expect(ended?.code == .groupClosed && ended?.details["reason"] == "paused")
    #expect(try await tenant.scope.groupOffer("duo", in: tenant.view) == nil)
    #expect(try await tenant.stock("SOAP-1") == 103)
  }

  @Test func `a merchant is content with fewer, or ends a group early`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offerGroups()
    let (content, first) = try await tenant.openedGroup("trio")
    let (ended, second) = try await tenant.openedGroup("trio")
    func end(_ group: BuyingGroupID, _ isComplete: Bool) async throws -> StorefrontRefusal? {
      try await refusal {
        try await tenant.transaction {
          try await Shop().endGroup(group, isComplete: isComplete, by: .staff("mei"), in: $0)
        }
      }
    }
    for _ in 0..<2 { #expect(try await end(content, true) == nil) }
    for _ in 0..<2 { #expect(try await end(ended, false) == nil) }
    #expect(try await end(content, false)?.code == .groupClosed)
    #expect(try await end(ended, true)?.code == .groupClosed)
    try await tenant.closeGroups()
    _ = try await tenant.change(.fulfil, first.number)
    #expect(try await tenant.refunds(of: first.id).isEmpty)
    #expect(try await tenant.refunds(of: second.id).count == 1)
    let trail = try await tenant.scope.auditEntries(of: content.description)
    #expect(trail.map(\.action).contains("storefront.group_complete"))
  }
}
