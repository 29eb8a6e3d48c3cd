internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

struct ReturnsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returns",
    abstract: "Shows and decides what shoppers want to give back.",
    subcommands: [
      ReturnsListCommand.self, ApproveReturnCommand.self, RefuseReturnCommand.self,
      ReceiveReturnCommand.self, SettleReturnCommand.self,
    ]
  )
}

/// A request as a script reads it.
private struct ShownReturn: Encodable {
  struct Line: Encodable {
    let sku: String
    let name: String
    let quantity: Int
    let isOpened: Bool
    let isRestocked: Bool
  }

  let id: String
  let order: String
  let kind: String
  let reason: String
  let state: String
  let note: String
  let reply: String
  let goodsRefund: ShownMoney
  let freightRefund: ShownMoney
  let requestedAt: Date
  let dueAt: Date?
  let lines: [Line]
  let pictures: [String]

  init(_ request: ReturnRequest) {
    id = request.id.description
    order = request.orderNumber
    kind = request.kind.rawValue
    reason = request.reason.rawValue
    state = request.state.rawValue
    note = request.note
    reply = request.reply
    goodsRefund = ShownMoney(request.goodsRefund)
    freightRefund = ShownMoney(request.freightRefund)
    requestedAt = request.requestedAt
    dueAt = request.dueAt
    lines = request.lines.map {
      Line(
        sku: $0.code,
        name: $0.name,
        quantity: $0.quantity,
        isOpened: $0.isOpened,
        isRestocked: $0.isRestocked
      )
    }
    pictures = request.pictures.map(\.description)
  }

  var text: String { "\(id): \(state), \(goodsRefund.text) and \(freightRefund.text) freight" }
}

struct ReturnsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists returns, newest first."
  )

  private struct Page: Encodable {
    let items: [ShownReturn]
    let next: String?
  }

  @Option(help: Choice.help("Only those that stand there", ReturnState.self), transform: Choice.one)
  var state: ReturnState?
  @Flag(help: "Only those that wait for somebody.") var open = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    var query = ReturnListQuery()
    query.state = state
    query.onlyOpen = open
    query.limit = min(page.limit, 100)
    query.before = try page.after.map { text in
      guard let id = ReturnID(text) else {
        throw AdminError(.usage, "--after \(text) is no id of a return")
      }
      return id
    }
    let found = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id).returnRequests(query)
    }
    var table = Table("ID", "ORDER", "KIND", "REASON", "STATE", "DUE", "PIECES")
    for request in found {
      table.add(
        request.id.description,
        request.orderNumber,
        request.kind.rawValue,
        request.reason.rawValue,
        request.state.rawValue,
        request.dueAt.map(ShownTime.text) ?? "",
        request.lines.map { "\($0.code)×\($0.quantity)" }.joined(separator: "; ")
      )
    }
    let next = found.count == query.limit ? found.last?.id.description : nil
    return try Report(
      Page(items: found.map(ShownReturn.init), next: next),
      text: PageText.text(table.text(ifEmpty: "No such returns."), next: next)
    )
  }
}

/// A command that moves one return on; running it again gives the same return.
protocol ReturnMove: AdminCommand {
  var id: String { get }
  var tenant: TenantOption { get }
  func move(
    _ id: ReturnID,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest
}

extension ReturnMove {
  func run(in session: AdminSession) async throws -> Report {
    guard let id = ReturnID(id) else { throw StorefrontRefusal(.returnNotFound) }
    let actor = session.actor
    let request = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await move(id, for: shop, by: actor, in: transaction)
      }
    }
    let shown = ShownReturn(request)
    return try Report(shown, text: shown.text)
  }
}

struct ApproveReturnCommand: ReturnMove {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Says yes: money goes back, or the shopper sends the goods back."
  )

  @Argument(help: "The return's id.") var id: String
  @Option(help: "What the shopper reads.") var reply: String?
  @Option(
    help: ArgumentHelp("How much goes back, where only money is wanted.", valueName: "amount")
  )
  var amount: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ id: ReturnID,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    try await Shop().approveReturn(
      id,
      reply: reply,
      amount: try amount.map { try money($0, shop.snapshot.currency) },
      for: shop.snapshot,
      by: actor,
      in: transaction
    )
  }

  private func money(_ text: String, _ currency: Currency) throws -> Money {
    do throws(MoneyError) {
      return try Money(decimal: text, currency: currency)
    } catch {
      throw AdminError(.usage, "--amount \(error.description)")
    }
  }
}

struct RefuseReturnCommand: ReturnMove {
  static let configuration = CommandConfiguration(
    commandName: "refuse",
    abstract: "Says no, or no to goods that came back not whole."
  )

  @Argument(help: "The return's id.") var id: String
  @Option(help: "Why; the shopper reads it.") var reply: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ id: ReturnID,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    try await Shop().refuseReturn(id, reply: reply, by: actor, in: transaction)
  }
}

struct ReceiveReturnCommand: ReturnMove {
  static let configuration = CommandConfiguration(
    commandName: "receive",
    abstract: "Notes that the goods are back; settle or refuse them next."
  )

  @Argument(help: "The return's id.") var id: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ id: ReturnID,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    try await Shop().receiveReturn(id, by: actor, in: transaction)
  }
}

struct SettleReturnCommand: ReturnMove {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Gives back money or goods for what came back, and sells again what may be."
  )

  @Argument(help: "The return's id.") var id: String
  @Option(help: ArgumentHelp("A SKU that did not come back whole.", valueName: "sku"))
  var spoiled: [String] = []
  @Flag(help: "Give money where goods were to be exchanged.") var asMoney = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ id: ReturnID,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    try await Shop().settleReturn(
      id,
      spoiled: Set(spoiled),
      asMoney: asMoney,
      for: shop.snapshot,
      by: actor,
      in: transaction
    )
  }
}
