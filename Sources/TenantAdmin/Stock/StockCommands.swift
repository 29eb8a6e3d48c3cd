internal import ArgumentParser
internal import Storefront
internal import TenantStore

struct StockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stock",
    abstract: "Shows a tenant's stock, corrects it, takes it in from files and writes it out.",
    subcommands: [
      StockListCommand.self, StockAdjustCommand.self, StockImportCommand.self,
      StockExportCommand.self, StockWatchCommand.self, LotsCommand.self,
    ]
  )
}

/// How many pieces of a SKU a location has.
private struct ShownStock: Encodable {
  let sku: String
  let name: String
  let options: String
  let location: String
  let available: Int

  init(_ item: StockItem) {
    sku = item.code
    name = item.name
    options = item.options
    location = item.location
    available = item.available
  }
}

struct StockListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the stock, what runs out first."
  )

  private struct Page: Encodable {
    let items: [ShownStock]
    let next: String?
  }

  @OptionGroup var tenant: TenantOption
  @Option(
    defaultAsFlag: 5,
    help: ArgumentHelp(
      "Only what has at most so many pieces; 5 when not said.",
      valueName: "pieces"
    )
  )
  var low: Int?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let found = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id)
        .stockItems(after: page.after, limit: page.limit, in: ShopView(shop.snapshot))
    }
    // The list is in the order of the pieces, so whatever follows the first that is not low is not.
    let items = found.items.prefix { item in low.map { item.available <= $0 } ?? true }
    let next = items.count == found.items.count ? found.next : nil
    var table = Table("SKU", "NAME", "OPTIONS", "LOCATION", "AVAILABLE>")
    for item in items {
      table.add(item.code, item.name, item.options, item.location, "\(item.available)")
    }
    return try Report(
      Page(items: items.map(ShownStock.init), next: next),
      text: PageText.text(table.text(ifEmpty: "No such stock."), next: next)
    )
  }
}

struct StockAdjustCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjust",
    abstract: "Corrects how many pieces a location has."
  )

  private struct Adjusted: Encodable {
    let sku: String
    let location: String
    let available: Int
  }

  @Argument(help: "The merchant's own number of the SKU.") var sku: String
  @Option(help: "The location's short name.") var location: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many came (3) or went (-3).", valueName: "pieces")
  )
  var by: Int?
  @Option(help: ArgumentHelp("How many were counted.", valueName: "pieces")) var to: Int?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard (by == nil) != (to == nil) else { throw ValidationError("Give either --by or --to.") }
    guard by != 0 else { throw ValidationError("--by 0 changes nothing.") }
    guard (to ?? 0) >= 0 else { throw ValidationError("--to cannot be negative.") }
  }

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let available = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await adjust(by: actor, in: transaction)
      }
    }
    return try Report(
      Adjusted(sku: sku, location: location, available: available),
      text: "\(sku) at \(location): \(available)"
    )
  }

  private func adjust(by actor: Actor, in transaction: TenantTransaction) async throws -> Int {
    if let to {
      try await Shop().setStock(of: sku, at: location, to: to, actor: actor, in: transaction)
      return to
    }
    return try await Shop()
      .adjustStock(of: sku, at: location, by: by ?? 0, actor: actor, in: transaction)
  }
}
