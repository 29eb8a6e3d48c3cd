import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Random numbers that a seed repeats (SplitMix64).
struct HistoryGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// What sixteen workers do at once to the orders of one shop, each by its own random history.
///
/// Nobody takes turns: visitors share sessions and carts, and everybody pays, ships, cancels and
/// gives back the same orders. What each is told is kept, so that promises can be compared with
/// what the database holds in the end.
final class OrderMachine: Sendable {
  struct Placed {
    let number: String
    let order: OrderID
    let token: OrderToken
  }

  struct Memory {
    var orders: [Placed] = []
    var returns: [(id: ReturnID, token: OrderToken)] = []
    var refunds: [Refund] = []
    /// Which orders each cart was told to have become.
    var numbersOfCarts: [CartID: Set<String>] = [:]
    /// How often each action did something, so that a history that does nothing is noticed.
    var done: [String: Int] = [:]
    var refused: [StorefrontRefusal.Code: Int] = [:]
    var faults: [String] = []
  }

  static let skus = ["SOAP-1", "TEE-80-R", "TEE-80-B"]
  /// What may be sold before it is there; one of them is a part of the bundle.
  static let presold = ["TEE-80-R", "TEE-80-B"]
  static let presaleLimit = 30
  /// What carts take: a bundle shares the stock of the others.
  static let goods = skus + ["SET-1"]

  let tenant: TestTenant
  let ids: [String: SKUID]
  let sessions = (0..<24).map { _ in SessionID.make(in: .live) }
  let memory = Mutex(Memory())
  private let shop = Shop()

  init(_ tenant: TestTenant) async throws {
    self.tenant = tenant
    var ids: [String: SKUID] = [:]
    for code in Self.goods { ids[code] = try await tenant.skuID(code) }
    self.ids = ids
  }

  func run(workers: Int, steps: Int, seed: UInt64) async {
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          var generator = HistoryGenerator(seed: seed &* 1_000 &+ UInt64(worker))
          for _ in 0..<(steps / workers) { await self.step(&generator) }
        }
      }
    }
    // What crossed an order on its way comes with the next look.
    do {
      try await supply()
    } catch {
      memory.withLock { $0.faults.append("supply: \(String(reflecting: error))") }
    }
  }

  private func step(_ generator: inout HistoryGenerator) async {
    let action = Self.actions.randomElement(using: &generator) ?? "place"
    do {
      guard try await perform(action, &generator) else { return }
      memory.withLock { $0.done[action, default: 0] += 1 }
    } catch let refusal as StorefrontRefusal {
      memory.withLock { $0.refused[refusal.code, default: 0] += 1 }
    } catch {
      memory.withLock { $0.faults.append("\(action): \(String(reflecting: error))") }
    }
  }

  private static let actions =
    Array(repeating: "place", count: 6) + Array(repeating: "pay", count: 4)
    + ["add", "add", "add", "expire", "expire", "cancel", "edit", "ship", "ship", "fulfil"]
    + ["deliver", "deliver", "complete", "time", "correct", "refund", "settleRefund"]
    + [
      "ask", "ask", "ask", "approve", "approve", "refuse", "receive", "receive", "settle", "settle",
    ]
    + ["withdraw", "presell", "presell", "supply", "leave", "leave"]

  /// Does one thing; false when there was nothing to do it to.
  private func perform(_ action: String, _ generator: inout HistoryGenerator) async throws -> Bool {
    switch action {
    case "add": try await add(&generator)
    case "place": try await place(&generator)
    case "correct": try await correct(&generator)
    case "presell": try await presell(&generator)
    case "supply": try await supply()
    case "time": tenant.clock.advance(by: .random(in: 600...20_000, using: &generator))
    case "refund", "settleRefund": return try await money(action, &generator)
    case "ask", "approve", "refuse", "receive", "settle", "withdraw":
      return try await goBack(action, &generator)
    default:
      guard let placed = one(\.orders, &generator) else { return false }
      return try await move(action, placed, &generator)
    }
    return true
  }

  /// Something that happened lately, or anything.
  private func one<Value>(
    _ list: @Sendable (Memory) -> [Value],
    _ generator: inout HistoryGenerator
  ) -> Value? where Value: Sendable {
    let all = memory.withLock { list($0) }
    guard !all.isEmpty else { return nil }
    let isLate = Bool.random(using: &generator)
    return (isLate ? Array(all.suffix(20)) : all).randomElement(using: &generator)
  }

  private func add(_ generator: inout HistoryGenerator) async throws {
    let session = sessions.randomElement(using: &generator) ?? sessions[0]
    let code = Self.goods.randomElement(using: &generator) ?? Self.skus[0]
    let quantity = Int.random(in: 1...3, using: &generator)
    guard let sku = ids[code] else { return }
    try await tenant.transaction {
      try await shop.addToCart(sku, quantity: quantity, session: session, in: $0)
    }
  }

  /// Places a session's cart, by one submission or two at once.
  private func place(_ generator: inout HistoryGenerator) async throws {
    let session = sessions.randomElement(using: &generator) ?? sessions[0]
    if try await tenant.scope.cart(of: session, in: tenant.view).lines.isEmpty {
      try await add(&generator)
    }
    let cart = try await tenant.scope.cart(of: session, in: tenant.view)
    guard let id = cart.id, !cart.lines.isEmpty else { return }
    let providers = ["bankTransfer", "bankTransfer", "cashOnDelivery"]
    let form = try tenant.form(
      cart,
      provider: providers.randomElement(using: &generator) ?? providers[0]
    )
    let isTwice = Bool.random(using: &generator)
    async let first = result { try await self.submit(form, session) }
    async let second = result { isTwice ? try await self.submit(form, session) : nil }
    let answers = try await [first, second]
    var refusal: StorefrontRefusal?
    for answer in answers {
      switch answer {
      case .success(let placed?): note(placed, of: id)
      case .success(nil): break
      case .failure(let other): refusal = other
      }
    }
    if let refusal { throw refusal }
  }

  /// What others do to the order as soon as it is there is not waited for.
  private func submit(_ form: CheckoutForm, _ session: SessionID) async throws -> PlacedOrder {
    try await tenant.transaction {
      try await shop.placeOrder(
        form,
        session: session,
        isProved: true,
        for: tenant.snapshot,
        in: $0
      )
    }
  }

  private func result(_ body: @Sendable () async throws -> PlacedOrder?) async throws
    -> Result<PlacedOrder?, StorefrontRefusal>
  {
    do {
      return .success(try await body())
    } catch let refusal as StorefrontRefusal {
      return .failure(refusal)
    }
  }

  private func note(_ placed: PlacedOrder, of cart: CartID) {
    memory.withLock { memory in
      memory.numbersOfCarts[cart, default: []].insert(placed.order.number)
      guard placed.isNew else { return }
      memory.orders.append(
        Placed(number: placed.order.number, order: placed.order.id, token: placed.token)
      )
    }
  }

  private func correct(_ generator: inout HistoryGenerator) async throws {
    let code = Self.skus.randomElement(using: &generator) ?? Self.skus[0]
    let change = Int.random(in: -3...12, using: &generator)
    try await tenant.transaction {
      try await shop.adjustStock(of: code, at: "warehouse", by: change, actor: .system, in: $0)
    }
  }

  /// Sells what is short before it is there, changes its day, or ends that.
  private func presell(_ generator: inout HistoryGenerator) async throws {
    let day = CalendarDate(
      tenant.clock.now.addingTimeInterval(.random(in: 90_000...400_000, using: &generator)),
      in: tenant.snapshot.timeZone
    )
    let isEnd = Int.random(in: 0..<4, using: &generator) == 0
    let terms = isEnd ? nil : PresaleTerms(shipsOn: day, limit: Self.presaleLimit)
    let code = Self.presold.randomElement(using: &generator) ?? Self.presold[0]
    try await tenant.transaction {
      try await shop.setPresale(terms, of: code, for: tenant.snapshot, by: .system, in: $0)
    }
  }

  private func supply() async throws {
    try await tenant.work(StorefrontModule.module) { $0.name == "storefront.supply_presales" }
  }

  private func move(_ action: String, _ placed: Placed, _ generator: inout HistoryGenerator)
    async throws -> Bool
  {
    let (number, actor) = (placed.number, Actor.admin("ada"))
    let parcel = ShipmentDraft(
      carrier: "SF",
      trackingNumber: "P\(Int.random(in: 0...3, using: &generator))",
      pieces: [Self.skus.randomElement(using: &generator) ?? "": 1]
    )
    let cents = Int64.random(in: 1_000...4_000, using: &generator)
    let isExpired = try await tenant.transaction { transaction -> Bool in
      switch action {
      case "pay": try await shop.confirmPayment(of: number, by: actor, in: transaction)
      case "expire": return try await shop.expireOrder(number, in: transaction)
      case "cancel": try await shop.cancelOrder(number, by: actor, in: transaction)
      case "leave": _ = try await shop.cancelOrder(with: placed.token, in: transaction)
      case "ship": try await shop.ship(parcel, of: number, by: actor, in: transaction)
      case "fulfil": try await shop.fulfilOrder(number, by: actor, in: transaction)
      case "deliver": try await shop.confirmReceipt(of: number, by: actor, in: transaction)
      case "complete": try await shop.completeOrder(number, by: actor, in: transaction)
      default:
        let order = try await transaction.order(number: number)
        try await shop.lowerTotal(
          of: number,
          version: order?.progress.version ?? 0,
          to: Money(minorUnits: cents, currency: tenant.snapshot.currency),
          by: actor,
          in: transaction
        )
      }
      return false
    }
    return action != "expire" || isExpired
  }

  private func money(_ action: String, _ generator: inout HistoryGenerator) async throws -> Bool {
    if action == "refund" {
      guard let placed = one(\.orders, &generator) else { return false }
      let amount = Money(
        minorUnits: .random(in: 1...3_000, using: &generator),
        currency: tenant.snapshot.currency
      )
      let refund = try await tenant.transaction {
        try await shop.refund(
          amount,
          of: placed.order,
          key: UUID(),
          reason: "goodwill",
          by: .admin("ada"),
          in: $0
        )
      }
      memory.withLock { $0.refunds.append(refund) }
      return true
    }
    guard let refund = one(\.refunds, &generator) else { return false }
    let isDone = Bool.random(using: &generator)
    try await tenant.transaction { transaction in
      _ =
        isDone
        ? try await shop.completeRefund(refund.id, by: .admin("ada"), in: transaction)
        : try await shop.failRefund(refund.id, by: .admin("ada"), in: transaction)
    }
    return true
  }

  private func goBack(_ action: String, _ generator: inout HistoryGenerator) async throws -> Bool {
    if action == "ask" {
      guard let placed = one(\.orders, &generator) else { return false }
      let form = ReturnForm(
        kind: ReturnKind.allCases.randomElement(using: &generator) ?? .returnRefund,
        reason: [.noReason, .damaged, .wrongItem].randomElement(using: &generator) ?? .noReason,
        lines: [
          .init(
            code: Self.skus.randomElement(using: &generator) ?? "",
            quantity: .random(in: 1...2, using: &generator)
          )
        ]
      )
      let request = try await tenant.transaction {
        try await shop.requestReturn(form, with: placed.token, for: tenant.snapshot, in: $0)
      }
      memory.withLock { $0.returns.append((request.id, placed.token)) }
      return true
    }
    let all = memory.withLock { $0.returns }
    guard let request = all.suffix(30).randomElement(using: &generator) else { return false }
    let actor = Actor.admin("ada")
    let asMoney = Bool.random(using: &generator)
    _ = try await tenant.transaction { transaction -> ReturnRequest in
      switch action {
      case "approve":
        try await shop
          .approveReturn(request.id, for: tenant.snapshot, by: actor, in: transaction)
      case "refuse":
        try await shop.refuseReturn(request.id, reply: "no", by: actor, in: transaction)
      case "receive": try await shop.receiveReturn(request.id, by: actor, in: transaction)
      case "settle":
        try await shop.settleReturn(
          request.id,
          asMoney: asMoney,
          for: tenant.snapshot,
          by: actor,
          in: transaction
        )
      default: try await shop.withdrawReturn(request.id, with: request.token, in: transaction)
      }
    }
    return true
  }
}
