import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Groups as simply as they can be said.
private struct GroupModel {
  struct Member {
    let person: Int
    let number: String
    let order: OrderID
    let quantity: Int
    var isPaid = false
    var isOff = false
    /// Whether its money is to go back.
    var isDueBack = false
  }

  var state = BuyingGroup.State.opening
  let size: Int
  let hours: Double
  var closesAt: Date?
  var members: [Member]

  var living: [Member] { members.filter { !$0.isOff } }

  func joining(person: Int, at now: Date) -> StorefrontRefusal.Code? {
    guard state == .open, let closesAt, now < closesAt else { return .groupClosed }
    if living.count >= size { return .groupFull }
    return living.contains { $0.person == person } ? .groupJoined : nil
  }

  mutating func pay(_ index: Int, at now: Date) {
    guard !members[index].isOff else {
      members[index].isDueBack = true
      return
    }
    members[index].isPaid = true
    switch state {
    case .opening:
      state = .open
      closesAt = now + hours * 3_600
    case .open:
      // What is paid late does not count, and goes back when the group is closed.
      guard let closesAt, now < closesAt else { return }
      if living.count(where: \.isPaid) == size { state = .complete }
    case .complete, .failed: break
    }
  }

  mutating func cancel(_ index: Int) {
    members[index].isOff = true
    if living.isEmpty, state != .complete { state = .failed }
  }

  mutating func close(at now: Date) {
    if state == .open, let closesAt, closesAt <= now { state = .failed }
    guard state == .failed else { return }
    for index in members.indices where !members[index].isOff {
      members[index].isOff = true
      members[index].isDueBack = members[index].isPaid
    }
  }
}

private struct GroupHistory {
  let tenant: TestTenant
  var generator: SeededGenerator
  let people = (0..<5).map { _ in SessionID.make(in: .live) }
  var groups: [BuyingGroupID: GroupModel] = [:]
  var ids: [BuyingGroupID] = []

  private var now: Date { tenant.clock.now }

  mutating func step() async throws {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0, 1: try await open()
    case 2..<6: try await join()
    case 6..<9: try await pay()
    case 9: try await cancel()
    case 10:
      tenant.clock.advance(by: Double(Int.random(in: 1...80, using: &generator)) * 60)
    default:
      try await tenant.closeGroups()
      let now = now
      for id in ids { groups[id]?.close(at: now) }
    }
  }

  private mutating func open() async throws {
    let (person, isDuo) = (
      Int.random(in: 0..<people.count, using: &generator), Bool.random(using: &generator)
    )
    guard let order = try await place(.open(isDuo ? "duo" : "trio"), person, expecting: nil),
      let id = order.progress.group
    else { return }
    ids.append(id)
    groups[id] = GroupModel(
      size: isDuo ? 2 : 3,
      hours: isDuo ? 24 : 2,
      members: [member(order, person)]
    )
  }

  private mutating func join() async throws {
    guard let id = ids.suffix(4).randomElement(using: &generator), let group = groups[id] else {
      return
    }
    let person = Int.random(in: 0..<people.count, using: &generator)
    let expected = group.joining(person: person, at: now)
    guard let order = try await place(.join(id), person, expecting: expected) else { return }
    let joined = member(order, person)
    groups[id]?.members.append(joined)
  }

  private mutating func place(
    _ choice: GroupChoice,
    _ person: Int,
    expecting expected: StorefrontRefusal.Code?
  ) async throws -> Order? {
    let quantity = Int.random(in: 1...2, using: &generator)
    var order: Order?
    let found = try await refusal { [self] in
      order =
        try await tenant.buy(
          choice,
          people[person],
          quantity: quantity,
          phone: "1370000000\(person)"
        ).order
    }
    #expect(found?.code == expected)
    return order
  }

  private func member(_ order: Order, _ person: Int) -> GroupModel.Member {
    GroupModel.Member(
      person: person,
      number: order.number,
      order: order.id,
      quantity: order.lines[0].quantity
    )
  }

  private mutating func pay() async throws {
    guard let (id, index) = chosen(where: { !$0.isPaid && !$0.isDueBack }) else { return }
    let number = groups[id]?.members[index].number ?? ""
    _ = try await tenant.change(.confirmPayment, number)
    let now = now
    groups[id]?.pay(index, at: now)
  }

  private mutating func cancel() async throws {
    guard let (id, index) = chosen(where: { !$0.isOff && !$0.isPaid }) else { return }
    let number = groups[id]?.members[index].number ?? ""
    _ = try await tenant.change(.cancel, number)
    groups[id]?.cancel(index)
  }

  private mutating func chosen(where fits: (GroupModel.Member) -> Bool) -> (BuyingGroupID, Int)? {
    let all = ids.suffix(4).flatMap { id in
      (groups[id]?.members ?? []).indices.filter { fits(groups[id]?.members[$0] ?? first(id)) }
        .map { (id, $0) }
    }
    return all.randomElement(using: &generator)
  }

  private func first(_ id: BuyingGroupID) -> GroupModel.Member {
    groups[id]?.members[0]
      ?? .init(person: 0, number: "", order: .make(in: .live), quantity: 0, isOff: true)
  }

  func compare() async throws {
    var held = 0
    for (id, model) in groups {
      let standing = try await tenant.standing(id)
      #expect(standing.state == model.state)
      if model.state != .complete { #expect(standing.taken == model.living.count) }
      for member in model.members {
        let order = try #require(try await tenant.scope.order(member.order))
        #expect((order.state.status == .cancelled) == member.isOff)
        let refunds = try await tenant.refunds(of: member.order)
        #expect(refunds.map(\.amount) == (member.isDueBack ? [order.total] : []))
        if !member.isOff { held += member.quantity }
      }
    }
    #expect(try await tenant.stock("SOAP-1") == Int64(1_000 - held))
    try await tenant.expectBooksToBalance()
  }
}

@Suite("Histories of groups", .tenantDatabase([StorefrontModule.module]))
struct GroupHistoryTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `any history of groups agrees with a simple model`(_ seed: UInt64) async throws {
    guard case .object(var shop)? = shopSettings["storefront"] else { return }
    shop["orders"] = ["unpaidLimit": 1_000, "payWithinMinutes": 10_000]
    let pair = try await TenantPair.fresh(settings: ["storefront": .object(shop)])
    try await smallShop().apply(to: pair.mine)
    try await pair.mine.offerGroups()
    try await pair.mine.restock(["SOAP-1": 997])
    var history = GroupHistory(tenant: pair.mine, generator: SeededGenerator(state: seed))
    for step in 1...60 {
      try await history.step()
      if step.isMultiple(of: 20) { try await history.compare() }
    }
    #expect(history.ids.count > 2)
  }
}
