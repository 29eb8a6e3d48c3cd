internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

struct LotsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lots",
    abstract: "Keeps goods with a date by lot.",
    subcommands: [
      LotsListCommand.self, LotReceiveCommand.self, LotAssignCommand.self, LotAdjustCommand.self,
      LotRecallCommand.self,
    ]
  )
}

/// A lot as a script reads it.
private struct ShownLot: Encodable {
  let id: String
  let sku: String
  let location: String
  let lot: String
  let expiresOn: String
  let sellUntil: Date
  let available: Int64
  let recalledAt: Date?

  init(_ lot: StockLot) {
    id = lot.id.description
    sku = lot.sku
    location = lot.location
    self.lot = lot.code
    expiresOn = lot.expiresOn
    sellUntil = lot.sellUntil
    available = lot.available
    recalledAt = lot.recalledAt
  }
}

struct LotsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists lots, the first to expire first."
  )

  @Option(help: "Only of this SKU.") var sku: String?
  @Flag(help: "Only what has pieces left.") var withStock = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let lots = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.reading(shop.snapshot.id).stockLots(of: sku, withStock: withStock)
    }
    var table = Table("ID", "SKU", "LOCATION", "LOT", "EXPIRES", "SOLD UNTIL", "AVAILABLE>", "")
    for lot in lots {
      table.add(
        lot.id.description,
        lot.sku,
        lot.location,
        lot.code,
        lot.expiresOn,
        ShownTime.text(lot.sellUntil),
        "\(lot.available)",
        lot.recalledAt == nil ? "" : "recalled"
      )
    }
    return try Report(lots.map(ShownLot.init), text: table.text(ifEmpty: "No such lots."))
  }
}

/// What names pieces of a lot.
struct LotArguments: ParsableArguments {
  @Argument(help: "The merchant's own number of the SKU.") var sku: String
  @Option(help: "The location's short name.") var location: String
  @Option(help: "The maker's number of the lot.") var lot: String
  @Option(help: ArgumentHelp("The last day on which it is good, 2027-03-31.", valueName: "day"))
  var expires: String
  @Option(help: ArgumentHelp("How many.", valueName: "pieces")) var pieces: Int

  func draft() throws -> LotDraft {
    let parts = expires.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3,
      let day = CalendarDate(year: parts[0], month: parts[1], day: parts[2]),
      day.description == expires
    else { throw AdminError(.usage, "--expires \(expires) is no day; write it as 2027-03-31") }
    return LotDraft(sku: sku, location: location, code: lot, expiresOn: day, quantity: pieces)
  }
}

/// A command that takes pieces of a lot in.
protocol LotMove: AdminCommand {
  var lot: LotArguments { get }
  var tenant: TenantOption { get }
  func move(
    _ draft: LotDraft,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> LotID
}

extension LotMove {
  func run(in session: AdminSession) async throws -> Report {
    let draft = try lot.draft()
    let actor = session.actor
    let id = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await move(draft, for: shop, by: actor, in: transaction)
      }
    }
    return try Report(["lot": id.description], text: "\(id): \(draft.quantity) pieces")
  }
}

struct LotReceiveCommand: LotMove {
  static let configuration = CommandConfiguration(
    commandName: "receive",
    abstract: "Takes pieces with a date in; the SKU is kept by lot from then on."
  )

  @OptionGroup var lot: LotArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ draft: LotDraft,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> LotID {
    try await Shop().receiveLot(draft, for: shop.snapshot, by: actor, in: transaction)
  }
}

struct LotAssignCommand: LotMove {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Says which lot pieces belong to that are there already."
  )

  @OptionGroup var lot: LotArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func move(
    _ draft: LotDraft,
    for shop: TenantShop,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> LotID {
    try await Shop().assignLot(draft, for: shop.snapshot, by: actor, in: transaction)
  }
}

struct LotAdjustCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "adjust",
    abstract: "Corrects how many pieces a lot has."
  )

  @Argument(help: "The lot's id.") var id: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many came (3) or went (-3).", valueName: "pieces")
  )
  var by: Int
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let id = LotID(id) else { throw StorefrontRefusal(.lotNotFound) }
    let actor = session.actor
    try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().adjustLot(id, by: by, actor: actor, in: transaction)
      }
    }
    return try Report(["lot": id.description], text: "\(id): \(by > 0 ? "+" : "")\(by)")
  }
}

struct LotRecallCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Stops the sale of a lot and lists who has pieces of it."
  )

  private struct Recipient: Encodable {
    let order: String
    let name: String
    let phone: String
    let pieces: Int64
  }

  @Argument(help: "The merchant's own number of the SKU.") var sku: String
  @Argument(help: "The maker's number of the lot.") var lot: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let found = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().recallLot(of: sku, lot: lot, by: actor, in: transaction)
      }
    }
    var table = Table("ORDER", "NAME", "PHONE", "PIECES>")
    for recipient in found {
      table.add(
        recipient.orderNumber,
        recipient.name,
        recipient.phone,
        "\(recipient.quantity)"
      )
    }
    return try Report(
      found.map {
        Recipient(order: $0.orderNumber, name: $0.name, phone: $0.phone, pieces: $0.quantity)
      },
      text: table.text(ifEmpty: "Nobody has pieces of it.")
    )
  }
}

struct StockWatchCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Has the event storefront.stock_low emitted when few pieces of a SKU are left."
  )

  @Argument(help: "The merchant's own number of the SKU.") var sku: String
  @Option(help: ArgumentHelp("How few; without it the watch ends.", valueName: "pieces"))
  var below: Int?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().watchStock(of: sku, below: below, by: actor, in: transaction)
      }
    }
    return try Report(
      ["sku": sku],
      text: below.map { "\(sku): told at \($0) pieces" } ?? "\(sku): not watched"
    )
  }
}
