import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func order(_ code: String = "SOAP-1", provider: String = "cashOnDelivery")
    async throws -> String
  {
    let (session, cart) = try await cart([(code, 1)])
    return try await place(form(cart, provider: provider), session).order.number
  }

  func change(_ event: OrderEvent, _ number: String) async throws -> Order {
    try await transaction { transaction in
      let shop = Shop()
      switch event {
      case .confirmPayment:
        return try await shop.confirmPayment(of: number, by: .admin("ada"), in: transaction)
      case .refundPart:
        guard let order = try await transaction.order(number: number) else {
          throw StorefrontRefusal(.orderNotFound)
        }
        let cent = Money(minorUnits: 1, currency: order.total.currency)
        let refund = try await shop.refund(
          cent,
          of: order.id,
          key: transaction.environment.makeID(),
          reason: "a cent",
          by: .admin("ada"),
          in: transaction
        )
        try await shop.completeRefund(refund.id, by: .admin("ada"), in: transaction)
        return try await transaction.order(number: number) ?? order
      case .refundPayment:
        return try await shop.refundPayment(of: number, by: .admin("ada"), in: transaction)
      case .fulfilPartly:
        return try await shop.ship(
          ShipmentDraft(carrier: "SF", trackingNumber: "P1", pieces: ["SOAP-1": 1]),
          of: number,
          by: .admin("ada"),
          in: transaction
        )
      case .fulfil: return try await shop.fulfilOrder(number, by: .admin("ada"), in: transaction)
      case .deliver:
        return try await shop.confirmReceipt(of: number, by: .admin("ada"), in: transaction)
      case .complete:
        return try await shop.completeOrder(number, by: .admin("ada"), in: transaction)
      case .expire:
        try await shop.expireOrder(number, in: transaction)
        guard let order = try await transaction.order(number: number) else {
          throw StorefrontRefusal(.orderNotFound)
        }
        return order
      case .cancel: return try await shop.cancelOrder(number, by: .admin("ada"), in: transaction)
      }
    }
  }
}

@Suite("Changes of orders", .tenantDatabase([StorefrontModule.module]))
struct OrderChangeTests {
  @Test func `an order that is paid, handed over and received is completed`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order()

    _ = try await pair.mine.change(.fulfil, number)
    _ = try await pair.mine.change(.confirmPayment, number)
    _ = try await pair.mine.change(.deliver, number)
    let order = try await pair.mine.change(.complete, number)

    #expect(order.state == OrderState(.completed, .paid, .delivered))
    #expect(order.progress.version == 5)
    let trail = try await pair.mine.scope.auditEntries(of: number)
    #expect(
      trail.map(\.action) == [
        "storefront.order_complete", "storefront.order_deliver",
        "storefront.order_confirm_payment", "storefront.order_shipped", "storefront.order_fulfil",
        "storefront.order_placed",
      ]
    )
    #expect(trail.map(\.actor) == Array(repeating: "admin:ada", count: 5) + ["shopper"])
  }

  @Test(arguments: [OrderEvent.confirmPayment, .fulfil, .cancel])
  func `a change that is repeated changes nothing more`(_ event: OrderEvent) async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order()

    let first = try await pair.mine.change(event, number)
    let second = try await pair.mine.change(event, number)

    #expect(first == second)
    let entries = event == .fulfil ? 3 : 2
    #expect(try await pair.mine.scope.auditEntries(of: number).count == entries)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `a transfer must arrive before the goods leave`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order(provider: "bankTransfer")

    let refusal = try await refusal { _ = try await pair.mine.change(.fulfil, number) }
    _ = try await pair.mine.change(.confirmPayment, number)
    let order = try await pair.mine.change(.fulfil, number)

    #expect(refusal?.code == .transitionRefused)
    #expect(refusal?.details["payment"] == "unpaid")
    #expect(order.state.fulfilment == .fulfilled)
  }

  @Test func `a cancelled order gives its stock back and can be refunded`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.order(provider: "bankTransfer")
    _ = try await pair.mine.change(.confirmPayment, number)

    _ = try await pair.mine.change(.cancel, number)
    let order = try await pair.mine.change(.refundPayment, number)

    #expect(order.state == OrderState(.cancelled, .refunded, .unfulfilled))
    let product = try await pair.mine.scope.product(slug: "soap", in: pair.mine.view)
    #expect(product?.skus.map(\.available) == [8])
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `the neighbour's orders do not exist`() async throws {
    let pair = try await shopPair()
    let number = try await pair.other.order()
    for event in OrderEvent.allCases {
      let refusal = try await refusal { _ = try await pair.mine.change(event, number) }
      #expect(refusal?.code == .orderNotFound)
    }
    #expect(try await pair.mine.scope.orders(OrderListQuery()).items.isEmpty)
  }

  @Test func `a merchant's list is filtered and paged`() async throws {
    let pair = try await shopPair()
    var numbers: [String] = []
    for _ in 0..<5 { numbers.append(try await pair.mine.order()) }
    _ = try await pair.mine.change(.cancel, numbers[1])
    _ = try await pair.mine.change(.confirmPayment, numbers[2])
    var query = OrderListQuery()
    query.limit = 2

    var pages: [[String]] = []
    repeat {
      let page = try await pair.mine.scope.orders(query)
      pages.append(page.items.map(\.number))
      query.cursor = page.next
    } while query.cursor != nil

    #expect(pages.map(\.count) == [2, 2, 1])
    #expect(pages.flatMap { $0 } == numbers.reversed())
    query.status = .placed
    query.payment = .unpaid
    query.fulfilment = .unfulfilled
    query.limit = 50
    let open = try await pair.mine.scope.orders(query)
    #expect(open.items.map(\.number) == [numbers[4], numbers[3], numbers[0]])
    #expect(open.items.map(\.quantity) == [1, 1, 1])
  }

  @Test func `stock is corrected with a movement and never below zero`() async throws {
    let pair = try await shopPair()
    let after = try await pair.mine.transaction { transaction in
      try await Shop()
        .adjustStock(of: "SOAP-1", at: "shop", by: -3, actor: .admin("ada"), in: transaction)
    }
    let refusal = try await refusal {
      _ = try await pair.mine.transaction { transaction in
        try await Shop()
          .adjustStock(of: "SOAP-1", at: "shop", by: -1, actor: .admin("ada"), in: transaction)
      }
    }
    let unknown = try await StorefrontTests.refusal {
      try await pair.mine.transaction { transaction in
        try await Shop()
          .setStock(of: "SOAP-1", at: "moon", to: 1, actor: .admin("ada"), in: transaction)
      }
    }

    #expect(after == 0)
    #expect(refusal?.code == .stockTooLow)
    #expect(refusal?.details["left"] == 0)
    #expect(unknown?.code == .locationNotFound)
    #expect(try await pair.mine.scope.auditEntries(of: "SOAP-1").count == 1)
    try await pair.mine.expectBooksToBalance()
  }
}
