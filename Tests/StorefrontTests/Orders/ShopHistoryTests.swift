import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// The shop as simply as it can be said: what each operation must do, and nothing else.
private struct ShopModel {
  struct ModelOrder {
    var state = OrderState.new
    var isDueBack = false
    let lines: [String: Int]
    let provider: String
    let visitor: Int
  }

  var stock = ["SOAP-1": 8, "TEE-80-R": 1, "TEE-80-B": 0]
  var carts: [Int: [String: Int]] = [:]
  var orders: [String: ModelOrder] = [:]

  /// What bundles are made of.
  static let contents = ["SET-1": ["SOAP-1": 2, "TEE-80-R": 1]]

  /// What leaves the shelf for what is bought.
  static func pieces(_ lines: [String: Int]) -> [String: Int] {
    lines.reduce(into: [:]) { pieces, line in
      for (sku, quantity) in contents[line.key] ?? [line.key: 1] {
        pieces[sku, default: 0] += quantity * line.value
      }
    }
  }

  mutating func add(_ sku: String, _ quantity: Int, visitor: Int) -> StorefrontRefusal.Code? {
    let total = carts[visitor, default: [:]][sku, default: 0] + quantity
    guard (1...99).contains(quantity), total <= 99 else { return .quantityInvalid }
    carts[visitor, default: [:]][sku] = total
    return nil
  }

  mutating func set(_ sku: String, _ quantity: Int, visitor: Int) -> StorefrontRefusal.Code? {
    guard (1...99).contains(quantity) else { return .quantityInvalid }
    guard carts[visitor]?[sku] != nil else { return .skuNotFound }
    carts[visitor]?[sku] = quantity
    return nil
  }

  func placing(visitor: Int) -> StorefrontRefusal.Code? {
    let lines = carts[visitor] ?? [:]
    guard !lines.isEmpty else { return .cartNotFound }
    let unpaid = orders.values.count {
      $0.visitor == visitor && $0.state.status == .placed && $0.state.payment == .unpaid
    }
    guard unpaid < 5 else { return .tooManyUnpaid }
    let pieces = Self.pieces(lines)
    return pieces.allSatisfy { stock[$0.key, default: 0] >= $0.value } ? nil : .outOfStock
  }

  mutating func place(_ number: String, provider: String, visitor: Int) {
    let lines = Self.pieces(carts.removeValue(forKey: visitor) ?? [:])
    for (sku, quantity) in lines { stock[sku, default: 0] -= quantity }
    orders[number] = ModelOrder(lines: lines, provider: provider, visitor: visitor)
  }

  mutating func change(_ event: OrderEvent, _ number: String) -> StorefrontRefusal.Code? {
    guard let order = orders[number] else { return .orderNotFound }
    let state = order.state
    switch event {
    case .cancel:
      guard state.fulfilment == .unfulfilled else { return .transitionRefused }
      guard state.status == .placed else { return nil }
      for (sku, quantity) in order.lines { stock[sku, default: 0] += quantity }
      orders[number]?.state.status = .cancelled
    case .confirmPayment:
      guard state.payment == .unpaid else { return nil }
      orders[number]?.state.payment = .paid
      // Money for an order that was called off is due back as a whole.
      orders[number]?.isDueBack = state.status == .cancelled
    case .fulfil, .fulfilPartly:
      let isPaid = state.payment == .paid || state.payment == .partiallyRefunded
      let mayLeave =
        state.fulfilment.hasLeft || isPaid
        || state.payment == .unpaid && order.provider == "cashOnDelivery"
      guard state.status != .cancelled, mayLeave else { return .transitionRefused }
      if state.fulfilment != .delivered { orders[number]?.state.fulfilment = .fulfilled }
    case .deliver:
      guard state.status != .cancelled, state.fulfilment.hasLeft else { return .transitionRefused }
      orders[number]?.state.fulfilment = .delivered
    case .complete:
      guard state.fulfilment == .delivered, state.payment != .unpaid else {
        return .transitionRefused
      }
      orders[number]?.state.status = .completed
    case .expire: break
    case .refundPart:
      guard state.payment != .unpaid, state.payment != .refunded, !order.isDueBack else {
        return .refundExceedsPaid
      }
      orders[number]?.state.payment = .partiallyRefunded
    case .refundPayment:
      guard state.status == .cancelled, state.payment != .unpaid else { return .transitionRefused }
      orders[number]?.state.payment = .refunded
    }
    return nil
  }
}

/// Runs one random history against the shop and the model, step by step.
private struct ShopHistory {
  let tenant: TestTenant
  let sessions = (0..<3).map { _ in SessionID.make(in: .live) }
  let skus: [String: SKUID]
  var model = ShopModel()
  var generator: SeededGenerator
  var numbers: [String] = []

  mutating func step() async throws {
    let visitor = Int.random(in: 0..<sessions.count, using: &generator)
    let shelf = ["SOAP-1", "TEE-80-R", "TEE-80-B"]
    let sku = (shelf + ["SET-1"]).randomElement(using: &generator) ?? ""
    let quantity = [1, 1, 2, 3, 60, 0].randomElement(using: &generator) ?? 1
    switch Int.random(in: 0..<12, using: &generator) {
    case 0..<3: try await add(sku, quantity, visitor)
    case 3: try await set(sku, quantity, visitor)
    case 4: try await remove(sku, visitor)
    case 5..<8: try await place(visitor)
    case 8..<11: try await change()
    default: try await correct(shelf.randomElement(using: &generator) ?? "")
    }
  }

  private mutating func add(_ sku: String, _ quantity: Int, _ visitor: Int) async throws {
    let expected = model.add(sku, quantity, visitor: visitor)
    let found = try await refused { [self] transaction in
      try await Shop().addToCart(
        id(sku),
        quantity: quantity,
        session: sessions[visitor],
        in: transaction
      )
    }
    #expect(found == expected)
  }

  private mutating func set(_ sku: String, _ quantity: Int, _ visitor: Int) async throws {
    let expected = model.set(sku, quantity, visitor: visitor)
    let found = try await refused { [self] transaction in
      try await Shop()
        .setQuantity(quantity, of: id(sku), session: sessions[visitor], in: transaction)
    }
    #expect(found == expected)
  }

  private mutating func remove(_ sku: String, _ visitor: Int) async throws {
    model.carts[visitor]?[sku] = nil
    let found = try await refused { [self] transaction in
      try await Shop().removeLine(id(sku), session: sessions[visitor], in: transaction)
    }
    #expect(found == nil)
  }

  private mutating func place(_ visitor: Int) async throws {
    let expected = model.placing(visitor: visitor)
    let provider = Bool.random(using: &generator) ? "cashOnDelivery" : "bankTransfer"
    let cart = try await tenant.scope.cart(of: sessions[visitor], in: tenant.view)
    let form = try tenant.form(cart, provider: provider)
    do {
      let placed = try await tenant.place(form, sessions[visitor])
      #expect(expected == nil)
      #expect(try await !tenant.place(form, sessions[visitor]).isNew)
      model.place(placed.order.number, provider: provider, visitor: visitor)
      numbers.append(placed.order.number)
    } catch let refusal as StorefrontRefusal {
      #expect(refusal.code == expected)
      guard refusal.code == .outOfStock else { return }
      for line in cart.lines where line.state != .available {
        try await remove(line.code, visitor)
      }
    }
  }

  private mutating func change() async throws {
    guard let number = numbers.randomElement(using: &generator),
      let event = OrderEvent.allCases.filter({ $0 != .fulfilPartly })
        .randomElement(using: &generator)
    else { return }
    let expected = model.change(event, number)
    let found = try await refusal { [self] in _ = try await tenant.change(event, number) }
    #expect(found?.code == expected)
  }

  private mutating func correct(_ sku: String) async throws {
    let change = Int.random(in: -2...4, using: &generator)
    let found = try await refused { transaction in
      try await Shop()
        .adjustStock(of: sku, at: "warehouse", by: change, actor: .system, in: transaction)
    }
    if found == nil { model.stock[sku, default: 0] += change }
  }

  private func id(_ sku: String) throws -> SKUID { try #require(skus[sku]) }

  private func refused(_ body: (TenantTransaction) async throws -> Void) async throws
    -> StorefrontRefusal.Code?
  {
    try await refusal { try await tenant.transaction(body) }?.code
  }

  func compare() async throws {
    for (code, expected) in model.stock {
      let stock: Int64? = try await tenant.scope.value(
        """
        SELECT coalesce(sum(s.available), 0)::bigint FROM storefront.stock_level s
        JOIN storefront.sku k ON k.tenant_id = \(tenant.id) AND k.id = s.sku_id
        WHERE s.tenant_id = \(tenant.id) AND k.code = \(code)
        """
      )
      #expect(stock == Int64(expected), "\(code)")
    }
    for (visitor, session) in sessions.enumerated() {
      let lines = try await tenant.scope.cart(of: session, in: tenant.view).lines
      let found = Dictionary(uniqueKeysWithValues: lines.map { ($0.code, $0.quantity) })
      #expect(found == model.carts[visitor] ?? [:])
    }
    for (number, expected) in model.orders {
      let order = try #require(await tenant.scope.order(number: number))
      #expect(order.state == expected.state)
      let lines = order.lines.map { ($0.code, $0.quantity) }
      #expect(Dictionary(uniqueKeysWithValues: lines) == expected.lines)
      #expect(order.total == order.goods + order.freight + order.adjustment)
    }
    try await tenant.expectBooksToBalance()
  }
}

@Suite("Histories of a shop", .tenantDatabase([StorefrontModule.module]))
struct ShopHistoryTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `any history of carts, orders and corrections agrees with a simple model`(_ seed: UInt64)
    async throws
  {
    let pair = try await bundlePair()
    var skus: [String: SKUID] = [:]
    for code in ["SOAP-1", "TEE-80-R", "TEE-80-B", "SET-1"] {
      skus[code] = try await pair.mine.skuID(code)
    }
    var history = ShopHistory(
      tenant: pair.mine,
      skus: skus,
      generator: SeededGenerator(state: seed)
    )
    for step in 1...80 {
      try await history.step()
      if step.isMultiple(of: 20) { try await history.compare() }
    }

    #expect(!history.numbers.isEmpty)
    let neighbour = try await pair.other.scope.product(slug: "soap", in: pair.other.view)
    #expect(neighbour?.skus.map(\.available) == [8])
  }
}
