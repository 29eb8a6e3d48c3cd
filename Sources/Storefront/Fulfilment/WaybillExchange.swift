internal import DelimitedText
internal import Foundation
public import TenantStore

/// Takes orders to ship out to a file, and waybills in from it.
public struct WaybillExchange: Sendable {
  private let shop: Shop
  private let tenant: TenantSnapshot
  private let database: TenantDatabase

  /// Prepares an exchange.
  public init(shop: Shop = Shop(), of tenant: TenantSnapshot, database: TenantDatabase) {
    self.shop = shop
    self.tenant = tenant
    self.database = database
  }

  /// Writes the orders that have pieces to ship, the oldest first, page by page.
  ///
  /// - Returns: How many rows there are, the header apart.
  public func export(
    hasMark: Bool = false,
    delimiter: UInt8 = UInt8(ascii: ","),
    to write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    var writer = DelimitedTextWriter(
      columns: WaybillFile.columns,
      delimiter: delimiter,
      hasMark: hasMark
    )
    let providers = shop.providers.filter(\.collectsOnDelivery).map(\.code)
    var last: OrderID?
    var rows = 0
    repeat {
      let orders = try await database.reading(tenant.id)
        .ordersToShip(after: last, limit: 500, collecting: providers)
      for order in orders { writer.append(fields(order)) }
      rows += orders.count
      last = orders.last?.id
      try write(writer.take())
    } while last != nil
    return rows
  }

  private func fields(_ order: OrderToShip) -> [String] {
    let due = Money(minorUnits: order.dueAtDoor, currency: tenant.currency)
    return [
      order.number, order.placedAt.ISO8601Format(), order.contact.name, order.contact.phone,
      order.region, order.contact.address, order.note, order.pieces, "\(order.weightGrams)",
      due.minorUnits == 0 ? "" : due.decimal, "", "",
    ]
  }

  /// Takes waybills in: each parcel in a transaction of its own, so that a wrong row holds up none.
  ///
  /// A file that is taken in twice changes nothing the second time.
  /// - Throws: `DelimitedTextProblems` when the header is wrong; what the source throws.
  public func take(_ source: ImportSource, by actor: Actor) async throws -> WaybillResult {
    var reader = DelimitedTextReader(source.format, from: try source.open())
    let others = WaybillFile.columns.filter { !WaybillFile.required.contains($0) }
    _ = try reader.header(required: WaybillFile.required, optional: others + WaybillFile.parts)
    var reading = WaybillReading()
    var result = WaybillResult()
    while let record = try reader.next() {
      guard record.isSound else {
        result.problems += reader.takeProblems().map(ImportProblem.init)
        continue
      }
      if !record.isBlank { reading.add(record) }
    }
    result.problems += reading.problems
    result.open = reading.open
    for parcel in reading.parcels {
      try Task.checkCancellation()
      do {
        let isNew = try await ship(parcel, by: actor)
        result.shipped += isNew ? 1 : 0
        result.unchanged += isNew ? 0 : 1
      } catch let refusal as StorefrontRefusal {
        result.problems.append(
          ImportProblem(
            row: parcel.row,
            line: parcel.line,
            column: nil,
            field: nil,
            message: "\(parcel.order): \(refusal.code.meaning) \(refusal.code.remedy)"
          )
        )
      }
    }
    return result
  }

  private func ship(_ parcel: WaybillParcel, by actor: Actor) async throws -> Bool {
    try await database.transaction(for: tenant.id) { transaction in
      let held = try await shop.heldOrder(parcel.order, in: transaction)
      if try await transaction.isNoted(parcel.draft, of: held.id) { return false }
      guard !held.state.fulfilment.hasLeft else {
        throw StorefrontRefusal(.transitionRefused, details: held.state.details)
      }
      _ = try await shop.ship(parcel.draft, of: parcel.order, by: actor, in: transaction)
      return true
    }
  }
}
