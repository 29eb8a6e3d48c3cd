internal import ArgumentParser
internal import Storefront
internal import TenantStore

struct OrdersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders",
    abstract: "Shows a tenant's orders and moves them on.",
    subcommands: [
      OrdersListCommand.self, OrdersShowCommand.self, ConfirmPaymentCommand.self,
      RefundPaymentCommand.self, FulfilOrderCommand.self, CancelOrderCommand.self,
      DeliverOrderCommand.self, CollectOrderCommand.self, EditOrderCommand.self,
    ]
  )
}

struct OrdersListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists orders, newest first."
  )

  private struct Page: Encodable {
    let items: [ShownOrderSummary]
    let next: String?
  }

  @OptionGroup var tenant: TenantOption
  @Option(
    help: Choice.help("Only orders with this status", OrderState.Status.self),
    transform: Choice.one
  )
  var status: OrderState.Status?
  @Option(
    help: Choice.help("Only orders with this payment", OrderState.Payment.self),
    transform: Choice.one
  )
  var payment: OrderState.Payment?
  @Option(
    help: Choice.help("Only orders with this fulfilment", OrderState.Fulfilment.self),
    transform: Choice.one
  )
  var fulfilment: OrderState.Fulfilment?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    var query = OrderListQuery()
    query.status = status
    query.payment = payment
    query.fulfilment = fulfilment
    query.cursor = page.after
    query.limit = page.limit
    let found = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id).orders(query)
    }
    var table = Table(
      "NUMBER",
      "PLACED",
      "STATUS",
      "PAYMENT",
      "FULFILMENT",
      "NAME",
      "PIECES>",
      "TOTAL>"
    )
    for order in found.items {
      table.add(
        order.number,
        ShownTime.text(order.placedAt),
        order.state.status.rawValue,
        order.state.payment.rawValue,
        order.state.fulfilment.rawValue,
        order.contactName,
        "\(order.quantity)",
        order.total.text
      )
    }
    return try Report(
      Page(items: found.items.map(ShownOrderSummary.init), next: found.next),
      text: PageText.text(table.text(ifEmpty: "No such orders."), next: found.next)
    )
  }
}

struct OrdersShowCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one order with its lines."
  )

  @Argument(help: "The order's number.") var number: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let order = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id).order(number: number)
    }
    guard let order else {
      throw AdminError(
        .notFound,
        "\(tenant.tenant) has no order \(number); tenant-admin orders list shows them all"
      )
    }
    return try Report(ShownOrder(order), text: OrderText.text(of: order))
  }
}

/// A command that moves one order on; running it again gives the same order.
protocol OrderMove: AdminCommand {
  var number: String { get }
  var tenant: TenantOption { get }
  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order
}

extension OrderMove {
  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let order = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await move(by: actor, in: transaction)
      }
    }
    return try Report(ShownOrder(order), text: "\(order.number): \(OrderText.state(of: order))")
  }
}

struct ConfirmPaymentCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "confirm-payment",
    abstract: "Notes that an order was paid."
  )

  @Argument(help: "The order's number.") var number: String
  @Option(help: "The bank's or the courier's reference.") var reference: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    try await Shop().confirmPayment(of: number, reference: reference, by: actor, in: transaction)
  }
}

struct RefundPaymentCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "refund-payment",
    abstract: "Notes that a cancelled order's money went back."
  )

  @Argument(help: "The order's number.") var number: String
  @Option(help: "The bank's reference.") var reference: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    try await Shop().refundPayment(of: number, reference: reference, by: actor, in: transaction)
  }
}

struct FulfilOrderCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "fulfil",
    abstract: "Notes that an order's goods were handed over."
  )

  @Argument(help: "The order's number.") var number: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    try await Shop().fulfilOrder(number, by: actor, in: transaction)
  }
}

struct CancelOrderCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancels an order that was not handed over; its stock is free again."
  )

  @Argument(help: "The order's number.") var number: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    try await Shop().cancelOrder(number, by: actor, in: transaction)
  }
}
