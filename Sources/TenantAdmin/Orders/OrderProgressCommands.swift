internal import ArgumentParser
internal import Storefront
internal import TenantStore

struct DeliverOrderCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "deliver",
    abstract: "Notes that an order's goods are with the shopper."
  )

  @Argument(help: "The order's number.") var number: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    try await Shop().confirmReceipt(of: number, by: actor, in: transaction)
  }
}

struct CollectOrderCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Hands an order to whoever shows its pick-up code, once."
  )

  @Argument(help: "The code, eight letters and digits.") var code: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let order = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().collectOrder(code: code, by: actor, in: transaction)
      }
    }
    return try Report(ShownOrder(order), text: "\(order.number): \(OrderText.state(of: order))")
  }
}

struct EditOrderCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Changes where an order goes, or lowers what it costs, before it leaves."
  )

  @Argument(help: "The order's number.") var number: String
  @Option(help: "The version that orders show tells; a change since then is refused.")
  var version: Int64
  @Option(help: "The name of who receives it.") var name: String?
  @Option(help: "The telephone number.") var phone: String?
  @Option(help: "The address of delivery.") var address: String?
  @Option(help: ArgumentHelp("What the unpaid order shall cost, 88.00.", valueName: "amount"))
  var total: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  private var isContact: Bool { name != nil || phone != nil || address != nil }

  func validate() throws {
    guard isContact != (total != nil) else {
      throw ValidationError("Give either --total, or some of --name, --phone and --address.")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let order = try await session.withShop(of: tenant.tenant, options) { shop in
      let lowered = try total.map { try amount($0, shop.snapshot.currency) }
      return try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        guard let lowered else {
          return try await Shop().editContact(
            of: number,
            version: version,
            OrderContactEdit(name: name, phone: phone, address: address),
            by: actor,
            in: transaction
          )
        }
        return try await Shop()
          .lowerTotal(of: number, version: version, to: lowered, by: actor, in: transaction)
      }
    }
    return try Report(ShownOrder(order), text: OrderText.text(of: order))
  }

  private func amount(_ text: String, _ currency: Currency) throws -> Money {
    do throws(MoneyError) {
      return try Money(decimal: text, currency: currency)
    } catch {
      throw AdminError(.usage, "--total \(error.description)")
    }
  }
}
