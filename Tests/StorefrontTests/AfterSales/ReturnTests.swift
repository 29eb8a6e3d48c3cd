import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// A paid order that was delivered just now.
  fileprivate func delivered(_ lines: [(String, Int)]) async throws -> PlacedOrder {
    let placed = try await placed(lines)
    for event in [OrderEvent.confirmPayment, .fulfil, .deliver] {
      _ = try await change(event, placed.order.number)
    }
    return placed
  }

  fileprivate func ask(_ form: ReturnForm, _ placed: PlacedOrder) async throws -> ReturnRequest {
    try await transaction {
      try await Shop().requestReturn(form, with: placed.token, for: snapshot, in: $0)
    }
  }

  fileprivate func approve(_ request: ReturnRequest, amount: Int64? = nil) async throws
    -> ReturnRequest
  {
    try await transaction {
      try await Shop().approveReturn(
        request.id,
        amount: amount.map { Money(minorUnits: $0, currency: snapshot.currency) },
        for: snapshot,
        by: .admin("ada"),
        in: $0
      )
    }
  }

  fileprivate func receive(_ request: ReturnRequest) async throws -> ReturnRequest {
    try await transaction { try await Shop().receiveReturn(request.id, by: .admin("ada"), in: $0) }
  }

  fileprivate func settle(
    _ request: ReturnRequest,
    spoiled: Set<String> = [],
    asMoney: Bool = false
  ) async throws -> ReturnRequest {
    try await transaction {
      try await Shop().settleReturn(
        request.id,
        spoiled: spoiled,
        asMoney: asMoney,
        for: snapshot,
        by: .admin("ada"),
        in: $0
      )
    }
  }

  /// Lets every open refund of an order end without money.
  fileprivate func refuseMoney(of placed: PlacedOrder) async throws {
    var query = RefundListQuery()
    (query.order, query.onlyOpen) = (placed.order.id, true)
    for refund in try await scope.refunds(query) {
      _ = try await transaction {
        try await Shop().failRefund(refund.id, by: .staff("mei"), in: $0)
      }
    }
  }

  /// What the ledger of payments says that goes back.
  fileprivate func claimed(_ placed: PlacedOrder) async throws -> Int64? {
    try await scope.paymentBalance(of: placed.order.id)?.claimed.minorUnits
  }
}

private func soap(_ kind: ReturnKind, _ reason: ReturnReason, _ quantity: Int, opened: Bool = false)
  -> ReturnForm
{
  ReturnForm(
    kind: kind,
    reason: reason,
    lines: [.init(code: "SOAP-1", quantity: quantity, isOpened: opened)]
  )
}

/// Asks, sends back, is received and refunded or exchanged; so that every query of it has run.
func giveBack(_ tenant: TestTenant) async throws {
  try await tenant.restock(["SOAP-1": 50])
  let placed = try await tenant.delivered([("SOAP-1", 4)])
  let request = try await tenant.ask(soap(.returnRefund, .noReason, 1), placed)
  _ = try await tenant.approve(request)
  try await tenant.transaction { transaction in
    let shop = Shop()
    _ = try await shop.addReturnPicture(
      photograph(),
      to: request.id,
      with: placed.token,
      in: transaction
    )
    _ = try await shop.sendBackReturn(
      request.id,
      carrier: "SF",
      trackingNumber: "R1",
      with: placed.token,
      in: transaction
    )
  }
  _ = try await tenant.receive(request)
  _ = try await tenant.settle(request)
  let other = try await tenant.ask(soap(.exchange, .damaged, 1), placed)
  _ = try await tenant.approve(other)
  _ = try await tenant.receive(other)
  _ = try await tenant.settle(other)
  let unwanted = try await tenant.ask(soap(.refundOnly, .missing, 1), placed)
  try await tenant.transaction {
    _ = try await Shop().withdrawReturn(unwanted.id, with: placed.token, in: $0)
  }
  let refused = try await tenant.approve(
    try await tenant.ask(soap(.refundOnly, .missing, 1), placed)
  )
  try await tenant.refuseMoney(of: placed)
  #expect(try await tenant.scope.returnRequest(refused.id)?.state == .requested)
  // Settled again, so that taking back finds something when it is replayed.
  _ = try await tenant.approve(refused)
  _ = try await tenant.ask(soap(.refundOnly, .missing, 1), placed)
  var query = ReturnListQuery()
  query.onlyOpen = true
  query.order = placed.order.id
  query.state = .requested
  query.before = ReturnID.make(in: .live)
  _ = try await tenant.scope.returnRequests(query)
  tenant.clock.advance(by: 3 * 24 * 3600)
  try await tenant.runJobs()
}

@Suite("Returns", .tenantDatabase([StorefrontModule.module]))
struct ReturnTests {
  @Test func `goods go back, money follows them, and whole goods are sold again`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 3)])
    let request = try await pair.mine.ask(soap(.returnRefund, .noReason, 2), placed)
    #expect(request.state == .requested && request.dueAt != nil)

    _ = try await pair.mine.approve(request)
    #expect(try await pair.mine.claimed(placed) == 0)
    _ = try await pair.mine.receive(request)
    for _ in 0..<2 { _ = try await pair.mine.settle(request) }

    let done = try await pair.mine.scope.returnRequest(request.id)
    #expect(done?.state == .refunded)
    #expect(done?.goodsRefund.minorUnits == 3_980)
    #expect(done?.freightRefund.minorUnits == 0)
    #expect(done?.lines.map(\.isRestocked) == [true])
    #expect(try await pair.mine.claimed(placed) == 3_980)
    #expect(try await pair.mine.stock("SOAP-1") == 7)
    #expect(try await pair.other.scope.returnRequest(request.id) == nil)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `what went back out of goodwill is not there to go back with the goods`() async throws
  {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 2)])
    _ = try await pair.mine.complete(pair.mine.refund(2_000, of: placed.order))
    let request = try await pair.mine.ask(soap(.returnRefund, .defective, 2), placed)
    _ = try await pair.mine.approve(request)
    _ = try await pair.mine.receive(request)
    let done = try await pair.mine.settle(request)

    #expect(done.state == .refunded)
    #expect(try await pair.mine.claimed(placed) == placed.order.total.minorUnits)
    let rest = placed.order.total.minorUnits - 2_000
    #expect(done.goodsRefund.minorUnits == rest && done.freightRefund.minorUnits == 0)
    let accounts = try await pair.mine.scope.lineAccounts(of: placed.order.id)
    #expect(accounts.map(\.refunded) == [rest])
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `an exchange has its own piece again before those who wait for one`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.restock(["TEE-80-B": 1])
    let placed = try await tenant.delivered([("TEE-80-B", 1)])
    let day = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).adding(days: 20)
    try await tenant.transaction {
      try await Shop().setPresale(
        PresaleTerms(shipsOn: day, limit: 5),
        of: "TEE-80-B",
        for: tenant.snapshot,
        by: .system,
        in: $0
      )
    }
    let waiting = try await tenant.placed([("TEE-80-B", 1)])
    _ = try await tenant.change(.confirmPayment, waiting.order.number)
    let wish = ReturnForm(
      kind: .exchange,
      reason: .wrongItem,
      lines: [.init(code: "TEE-80-B", quantity: 1)]
    )
    let request = try await tenant.ask(wish, placed)
    _ = try await tenant.approve(request)
    _ = try await tenant.receive(request)

    #expect(try await tenant.settle(request).state == .exchanged)
    #expect(try await tenant.scope.order(waiting.order.id)?.presale?.isAwaiting == true)
    try await tenant.expectBooksToBalance()
  }

  @Test func `no piece is in two returns, however many ask at once`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let placed = try await tenant.delivered([("SOAP-1", 3)])

    let refusals = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await refusal { _ = try await tenant.ask(soap(.returnRefund, .noReason, 1), placed) }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    #expect(refusals.count { $0 == nil } == 3)
    #expect(refusals.compactMap { $0?.code } == Array(repeating: .returnExceeds, count: 5))
    var query = ReturnListQuery()
    query.order = placed.order.id
    let requests = try await tenant.scope.returnRequests(query)
    for request in requests {
      _ = try await tenant.approve(request)
      _ = try await tenant.receive(request)
      _ = try await tenant.settle(request)
    }
    // Three of 19.90 each; the freight of 8.00 stays because nothing was wrong.
    #expect(try await tenant.claimed(placed) == 5_970)
    try await tenant.expectBooksToBalance()
  }

  @Test func `money alone goes back with the yes, at most what the pieces cost`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 2)])
    let request = try await pair.mine.ask(soap(.refundOnly, .damaged, 1), placed)

    let tooMuch = try await refusal { _ = try await pair.mine.approve(request, amount: 1_991) }
    let given = try await pair.mine.approve(request, amount: 500)
    let rest = try await pair.mine.approve(
      pair.mine.ask(soap(.refundOnly, .damaged, 1), placed)
    )
    let more = try await refusal {
      _ = try await pair.mine.ask(soap(.refundOnly, .damaged, 1), placed)
    }

    #expect(tooMuch?.code == .returnAmountInvalid && tooMuch?.details["most"] == 1_990)
    #expect(given.state == .refunded && given.goodsRefund.minorUnits == 500)
    #expect(rest.goodsRefund.minorUnits == 1_990 && rest.freightRefund.minorUnits == 800)
    #expect(more?.code == .returnExceeds)
    #expect(try await pair.mine.claimed(placed) == 3_290)
    #expect(try await pair.mine.stock("SOAP-1") == 6)
  }

  @Test func `an exchange takes new goods, or ends in money when there are none`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 2)])
    let first = try await pair.mine.ask(soap(.exchange, .defective, 1), placed)
    _ = try await pair.mine.approve(first)
    _ = try await pair.mine.receive(first)
    let exchanged = try await pair.mine.settle(first)
    #expect(exchanged.state == .exchanged)
    #expect(exchanged.lines.map(\.isRestocked) == [false])
    #expect(try await pair.mine.stock("SOAP-1") == 5)

    for location in ["shop", "warehouse"] {
      try await pair.mine.restock(["SOAP-1": 0], at: location)
    }
    let second = try await pair.mine.ask(soap(.exchange, .defective, 2), placed)
    _ = try await pair.mine.approve(second)
    _ = try await pair.mine.receive(second)
    let soldOut = try await refusal { _ = try await pair.mine.settle(second) }
    let money = try await pair.mine.settle(second, asMoney: true)

    #expect(soldOut?.code == .outOfStock)
    #expect(money.state == .refunded)
    #expect(money.goodsRefund.minorUnits == 3_980 && money.freightRefund.minorUnits == 800)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `what came back opened or spoiled is refunded and not sold`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 1)])
    let request = try await pair.mine.ask(soap(.returnRefund, .noReason, 1, opened: true), placed)
    _ = try await pair.mine.approve(request)
    _ = try await pair.mine.receive(request)

    let settled = try await pair.mine.settle(request, spoiled: ["SOAP-1"])

    #expect(settled.lines.map(\.isRestocked) == [false])
    #expect(try await pair.mine.stock("SOAP-1") == 7)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `the last day, the state and the order decide what may be asked for`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 1)])
    let fresh = try await pair.mine.placed([("SOAP-1", 1)])
    func ask(_ form: ReturnForm, _ placed: PlacedOrder) async throws -> StorefrontRefusal? {
      try await refusal { _ = try await pair.mine.ask(form, placed) }
    }

    #expect(try await ask(soap(.returnRefund, .noReason, 1), fresh)?.code == .transitionRefused)
    #expect(try await ask(soap(.returnRefund, .noReason, 0), placed)?.code == .returnInvalid)
    #expect(try await ask(soap(.refundOnly, .noReason, 1), placed)?.code == .returnInvalid)
    let unknown = ReturnForm(
      kind: .exchange,
      reason: .damaged,
      lines: [.init(code: "X-1", quantity: 1)]
    )
    #expect(try await ask(unknown, placed)?.code == .skuNotFound)
    let other = try await refusal { _ = try await pair.other.ask(unknown, placed) }
    #expect(other?.code == .orderNotFound)
    pair.mine.clock.advance(by: 8 * 24 * 3600)
    #expect(try await ask(soap(.returnRefund, .noReason, 1), placed)?.code == .returnTooLate)
    #expect(try await ask(soap(.returnRefund, .damaged, 1), placed) == nil)
  }

  @Test func `deadlines end what was not sent back and approve what lay, but send no money`()
    async throws
  {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 3)])
    let lying = try await pair.mine.ask(soap(.returnRefund, .noReason, 1), placed)
    let money = try await pair.mine.ask(soap(.refundOnly, .missing, 1), placed)

    pair.mine.clock.advance(by: 49 * 3600)
    for _ in 0..<2 { try await pair.mine.runJobs() }
    let approved = try await pair.mine.scope.returnRequest(lying.id)
    pair.mine.clock.advance(by: 8 * 24 * 3600)
    try await pair.mine.runJobs()

    #expect(approved?.state == .approved)
    #expect(try await pair.mine.scope.returnRequest(lying.id)?.state == .expired)
    #expect(try await pair.mine.scope.returnRequest(money.id)?.state == .requested)
    #expect(try await pair.mine.claimed(placed) == 0)
    let told: Int? = try await pair.mine.scope.value(
      """
      SELECT count(*) FROM tenancy.outbox_event
      WHERE tenant_id = \(pair.mine.id) AND kind = 'storefront.return_overdue'
      """
    )
    #expect(told == 1)
    // What the ended request held may be asked for again.
    _ = try await pair.mine.ask(soap(.returnRefund, .damaged, 2), placed)
  }

  @Test func `six pictures belong to a return, and drawings that could run do not`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 1)])
    let request = try await pair.mine.ask(soap(.refundOnly, .damaged, 1), placed)
    func add(_ bytes: [UInt8]) async throws -> StorefrontRefusal? {
      try await refusal {
        try await pair.mine.transaction {
          _ = try await Shop().addReturnPicture(bytes, to: request.id, with: placed.token, in: $0)
        }
      }
    }

    for index in 0..<6 { #expect(try await add(photograph(UInt8(index))) == nil) }
    #expect(try await add(photograph(0)) == nil)
    #expect(try await add(photograph(6))?.code == .returnPictureInvalid)
    let drawing = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)
    #expect(try await add(drawing)?.code == .returnPictureInvalid)
    #expect(try await add([1, 2, 3])?.code == .returnPictureInvalid)
    #expect(try await pair.mine.scope.returnRequest(request.id)?.pictures.count == 6)
  }

  @Test(arguments: [ReturnKind.returnRefund, .refundOnly])
  func `a return whose refund somebody refuses is open again, and its money goes back later`(
    kind: ReturnKind
  ) async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.delivered([("SOAP-1", 3)])
    let request = try await pair.mine.ask(soap(kind, .damaged, 2), placed)
    func agree() async throws -> ReturnRequest {
      if kind == .refundOnly { return try await pair.mine.approve(request) }
      if try await pair.mine.scope.returnRequest(request.id)?.state == .requested {
        _ = try await pair.mine.approve(request)
        _ = try await pair.mine.receive(request)
      }
      return try await pair.mine.settle(request)
    }
    for _ in 0..<2 {
      #expect(try await agree().state == .refunded)
      #expect(try await pair.mine.claimed(placed) == 3_980)
      try await pair.mine.refuseMoney(of: placed)

      let open = try #require(try await pair.mine.scope.returnRequest(request.id))
      #expect(open.state == (kind == .refundOnly ? .requested : .received))
      #expect(open.goodsRefund.minorUnits == 0 && open.closedAt == nil)
      #expect(open.dueAt == pair.mine.clock.now.addingTimeInterval(86_400))
      #expect(try await pair.mine.claimed(placed) == 0)
    }
    // The third piece may be asked for; the two are still claimed.
    let more = try await refusal {
      _ = try await pair.mine.ask(soap(.returnRefund, .noReason, 2), placed)
    }
    #expect(more?.code == .returnExceeds)
    let done = try await agree()
    #expect(done.state == .refunded && done.goodsRefund.minorUnits == 3_980)
    #expect(try await pair.mine.claimed(placed) == 3_980)
    try await pair.mine.expectBooksToBalance()
    try await pair.mine.expectPaymentsToSum()
  }

  @Test func `a request that the merchant let lie is approved for as long as the shop allows`()
    async throws
  {
    let returns: JSONValue = ["sendBackDays": 21]
    let tenant = try await shopPair(returns: returns).mine
    let placed = try await tenant.delivered([("SOAP-1", 1)])
    let request = try await tenant.ask(soap(.returnRefund, .noReason, 1), placed)
    tenant.clock.advance(by: 49 * 3600)
    try await tenant.runJobs()
    let approved = try await tenant.scope.returnRequest(request.id)
    #expect(approved?.dueAt == tenant.clock.now.addingTimeInterval(21 * 86_400))
  }
}
