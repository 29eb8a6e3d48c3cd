internal import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Storefront
internal import TenantStore

struct ShipmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shipments",
    abstract: "Shows and notes parcels, and exchanges waybills by file.",
    subcommands: [
      ShipmentsListCommand.self, ShipmentsAddCommand.self, WaybillExportCommand.self,
      WaybillImportCommand.self,
    ]
  )
}

/// A parcel as a script reads it.
private struct ShownShipment: Encodable {
  struct Line: Encodable {
    let sku: String
    let name: String
    let quantity: Int
  }

  let id: String
  let carrier: String
  let trackingNumber: String
  let shippedAt: Date
  let lines: [Line]

  init(_ shipment: Shipment) {
    id = shipment.id.description
    carrier = shipment.carrier
    trackingNumber = shipment.trackingNumber
    shippedAt = shipment.shippedAt
    lines = shipment.lines.map { Line(sku: $0.code, name: $0.name, quantity: $0.quantity) }
  }
}

struct ShipmentsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the parcels of an order."
  )

  @Argument(help: "The order's number.") var number: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let shipments = try await session.withShop(of: tenant.tenant, options) { shop in
      let scope = shop.database.reading(shop.snapshot.id)
      guard let order = try await scope.order(number: number) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      return try await scope.shipments(of: order.id)
    }
    var table = Table("SHIPPED", "CARRIER", "NUMBER", "PIECES")
    for shipment in shipments {
      table.add(
        ShownTime.text(shipment.shippedAt),
        shipment.carrier,
        shipment.trackingNumber,
        shipment.lines.map { "\($0.code)×\($0.quantity)" }.joined(separator: "; ")
      )
    }
    return try Report(
      shipments.map(ShownShipment.init),
      text: table.text(ifEmpty: "Nothing has left yet.")
    )
  }
}

struct ShipmentsAddCommand: OrderMove {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Notes that a parcel of an order left; noting the same parcel again changes nothing."
  )

  @Argument(help: "The order's number.") var number: String
  @Option(help: "Who carries it.") var carrier: String = ""
  @Option(help: "The carrier's number of it.") var tracking: String = ""
  @Option(
    name: .customLong("piece"),
    help: ArgumentHelp("What is in it, when not all that is left: SOAP-1=2.", valueName: "sku=n")
  )
  var pieces: [String] = []
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func validate() throws { _ = try contents }

  private var contents: [String: Int]? {
    get throws {
      guard !pieces.isEmpty else { return nil }
      return try pieces.reduce(into: [:]) { contents, text in
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let quantity = Int(parts[1]), quantity > 0 else {
          throw ValidationError("--piece \(text) is not written like SOAP-1=2.")
        }
        contents[String(parts[0]), default: 0] += quantity
      }
    }
  }

  func move(by actor: Actor, in transaction: TenantTransaction) async throws -> Order {
    let draft = ShipmentDraft(
      carrier: carrier,
      trackingNumber: tracking,
      pieces: try contents
    )
    return try await Shop().ship(draft, of: number, by: actor, in: transaction)
  }
}

struct WaybillExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the orders that have pieces to ship, one a row."
  )

  @OptionGroup var arguments: ExportArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await ExportRunner(arguments: arguments, tenant: tenant.tenant, options: options) {
      shop,
      arguments,
      write in
      try await WaybillExchange(of: shop.snapshot, database: shop.database)
        .export(hasMark: arguments.bom, delimiter: arguments.delimiter.byte, to: write)
    }
    .run(in: session)
  }
}

struct WaybillImportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes carriers and numbers in; taking the same file in again changes nothing.",
    discussion: """
      The file needs the columns order, carrier and tracking_number; rows in which the last two are \
      empty wait. With the columns sku and quantity an order leaves in several parcels. A wrong row \
      is named and left out; the others are noted.
      """
  )

  private struct Taken: Encodable {
    let shipped: Int
    let unchanged: Int
    let open: Int
    let problems: [DocumentProblem]
  }

  @Argument(help: "The file, or - for the standard input.") var file: String
  @Option(help: ArgumentHelp("Write all mistakes to a CSV file.", valueName: "file"))
  var problems: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let input = try ImportFile(file, format: .init())
    defer { input.close() }
    let result = try await session.withShop(of: tenant.tenant, options) { shop in
      try await WaybillExchange(of: shop.snapshot, database: shop.database)
        .take(input.source, by: actor)
    }
    let list = try ProblemList(of: file, to: problems)
    for problem in result.problems { try list.add(problem) }
    try list.close()
    if !list.shown.isEmpty {
      session.terminal.writeMessage(list.shown.map(\.description).joined(separator: "\n"))
    }
    return try Report(
      Taken(
        shipped: result.shipped,
        unchanged: result.unchanged,
        open: result.open,
        problems: list.shown
      ),
      text: "\(result.shipped) parcels noted, \(result.unchanged) were noted before,"
        + " \(result.open) rows wait, \(result.problems.count) mistakes",
      status: result.problems.isEmpty ? .success : .badData
    )
  }
}
