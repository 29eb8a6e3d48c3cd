import Foundation
import OutboundHTTPClient
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

private let stripe = Result { try PythonService("stripe_service.py") }
private let weChat = Result { try PythonService("wechatpay_service.py") }

/// The way to a provider, which a test interrupts.
private final class Wire: Sendable {
  enum State {
    case whole
    /// Nothing arrives.
    case cut
    /// What is sent arrives and has its effect; no answer comes back.
    case deaf
  }

  private let state = Mutex(State.whole)

  @inline(never)  // Decision 7.
  func become(_ next: State) { state.withLock { $0 = next } }

  @inline(never)  // Decision 7.
  private func current() -> State { state.withLock { $0 } }

  var http: OutboundHTTP {
    OutboundHTTP { request in
      let state = self.current()
      if state == .cut { throw OutboundFailure.unreachable }
      let answer = try await OutboundHTTP.live.send(request)
      if state == .deaf { throw OutboundFailure.timedOut }
      return answer
    }
  }
}

/// A shop whose groups are paid at a provider outside.
private struct GroupPayments {
  let stage: PaymentStage
  let service: PythonService
  let wire = Wire()

  var tenant: TestTenant { stage.mine }

  static func stripe(_ service: PythonService) async throws -> Self {
    try await Self(
      service,
      "stripe",
      ["apiSecret": "env:STRIPE_KEY", "webhookSecret": "env:STRIPE_HOOK"],
      ["STRIPE_KEY": service.text("apiKey"), "STRIPE_HOOK": service.text("hookKey")]
    )
  }

  static func weChat(_ service: PythonService) async throws -> Self {
    try await Self(
      service,
      "wechatPay",
      [
        "merchantID": .string(service.text("merchant")), "appID": .string(service.text("app")),
        "certificateSerial": .string(service.text("serial")), "privateKey": "env:WECHAT_KEY",
        "apiSecret": "env:WECHAT_API", "platformKeyID": .string(service.text("platformKeyID")),
        "platformKey": .string(service.text("platformKey")),
      ],
      ["WECHAT_KEY": service.text("merchantKey"), "WECHAT_API": service.text("apiKey")]
    )
  }

  private init(
    _ service: PythonService,
    _ provider: String,
    _ account: JSONValue,
    _ secrets: [String: String]
  ) async throws {
    self.service = service
    stage = try await PaymentStage(
      provider,
      account: [provider: account],
      secrets: secrets,
      url: service.url,
      http: wire.http
    )
    try await stage.mine.offerGroups()
  }

  /// An order in a group whose buyer has gone to the provider.
  func buy(_ choice: GroupChoice, phone: String) async throws -> Order {
    let session = SessionID.make(in: .live)
    let form = try await tenant.groupForm(
      choice,
      session,
      phone: phone,
      provider: stage.provider
    )
    let order = try await tenant.place(form, session).order
    try await stage.prompt(order)
    return order
  }

  /// The buyer pays there; the shop hears of it unless the message is lost.
  func pay(_ order: Order, isHeard: Bool = true) async throws {
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    guard isHeard else { return }
    #expect(try await stage.deliver(try await service.callback(number)) == 200)
  }

  /// What the jobs do after a while.
  func work(after seconds: TimeInterval) async throws {
    tenant.clock.advance(by: seconds)
    await tenant.worker(StorefrontModule.module(payments: stage.desk)).runUntilIdle()
  }

  /// The provider's own list of what it gave back.
  func refundsThere() async throws -> [String] {
    guard case .array(let numbers)? = try await service.control("refunds")["numbers"] else {
      return []
    }
    return numbers.compactMap { if case .string(let number) = $0 { number } else { nil } }.sorted()
  }

  func refundsHere(_ orders: [Order]) async throws -> [Refund] {
    var all: [Refund] = []
    for order in orders { all += try await stage.refunds(order) }
    return all
  }

  /// The money that the provider was told of arrives in the buyers' accounts.
  func finish(_ refunds: [Refund]) async throws {
    let there = try await refundsThere()
    for number in refunds.map(\.id.description) where there.contains(number) {
      try await service.control("finish", ["number": .string(number)])
    }
  }
}

@Suite("Money of groups at providers", .tenantDatabase([StorefrontModule.module]), .serialized)
struct GroupRefundTests {
  @Test(.enabled(if: PythonService.has("stripe"), "CRADLE_PYTHON names no Python that has stripe"))
  func `a group whose time is over gives each payment back once, though nothing is reached`()
    async throws
  {
    let shop = try await GroupPayments.stripe(try stripe.get())
    let before = try await shop.refundsThere()
    let leader = try await shop.buy(.open("trio"), phone: "13800000001")
    try await shop.pay(leader)
    let group = try #require(leader.progress.group)
    let friend = try await shop.buy(.join(group), phone: "13800000002")
    try await shop.pay(friend)
    // The third pays as well, but the shop never hears of it, and so the group is not complete.
    let third = try await shop.buy(.join(group), phone: "13800000003")
    try await shop.pay(third, isHeard: false)
    #expect(try await shop.tenant.standing(group).paid == 2)

    shop.wire.become(.cut)
    shop.tenant.clock.advance(by: 2 * 3_600)
    for _ in 0..<2 { try await shop.tenant.closeGroups() }
    try await shop.work(after: 1)
    let asked = try await shop.refundsHere([leader, friend, third])
    #expect(asked.map(\.amount) == [leader.total, friend.total])
    #expect(asked.allSatisfy { $0.status == .requested })
    #expect(try await shop.refundsThere() == before)
    // What was asked for arrived, but the shop does not know.
    shop.wire.become(.deaf)
    try await shop.work(after: 120)
    #expect(try await shop.refundsThere().count == before.count + 2)

    shop.wire.become(.whole)
    for _ in 0..<6 {
      try await shop.work(after: 3_600)
      try await shop.finish(try await shop.refundsHere([leader, friend, third]))
      try await shop.tenant.closeGroups()
    }

    let refunds = try await shop.refundsHere([leader, friend, third])
    #expect(refunds.map(\.amount) == [leader.total, friend.total, third.total])
    #expect(refunds.allSatisfy { $0.status == .done })
    let there = try await shop.refundsThere().filter { !before.contains($0) }
    #expect(there == refunds.map(\.id.description).sorted())
    for order in [leader, friend, third] {
      #expect(try await shop.stage.state(order) == OrderState(.cancelled, .refunded, .unfulfilled))
    }
    try await shop.tenant.expectPaymentsToSum()
    try await shop.tenant.expectBooksToBalance()
  }

  @Test(
    .enabled(
      if: PythonService.has("wechatpayv3"),
      "CRADLE_PYTHON names no Python that has wechatpayv3"
    )
  )
  func `a group that its merchant ends gives back what was paid, also when no answer comes`()
    async throws
  {
    let shop = try await GroupPayments.weChat(try weChat.get())
    let leader = try await shop.buy(.open("trio"), phone: "13800000001")
    try await shop.pay(leader)
    let group = try #require(leader.progress.group)
    let friend = try await shop.buy(.join(group), phone: "13800000002")
    try await shop.pay(friend)
    let third = try await shop.buy(.join(group), phone: "13800000003")

    for _ in 0..<2 {
      try await shop.tenant.transaction {
        try await Shop().endGroup(group, isComplete: false, by: .staff("mei"), in: $0)
      }
    }
    for _ in 0..<2 { try await shop.tenant.closeGroups() }
    shop.wire.become(.deaf)
    try await shop.work(after: 1)
    shop.wire.become(.whole)
    // WeChat Pay takes what was signed within five minutes.
    try await shop.work(after: 61)
    try await shop.finish(try await shop.refundsHere([leader, friend]))
    try await shop.work(after: 121)

    let refunds = try await shop.refundsHere([leader, friend, third])
    #expect(refunds.map(\.amount) == [leader.total, friend.total])
    #expect(refunds.allSatisfy { $0.status == .done })
    let there = Set(try await shop.refundsThere())
    #expect(there.isSuperset(of: refunds.map(\.id.description)))
    for order in [leader, friend] {
      #expect(try await shop.stage.state(order) == OrderState(.cancelled, .refunded, .unfulfilled))
    }
    #expect(try await shop.stage.state(third) == OrderState(.cancelled, .unpaid, .unfulfilled))
    try await shop.tenant.expectPaymentsToSum()
    try await shop.tenant.expectBooksToBalance()
  }
}
