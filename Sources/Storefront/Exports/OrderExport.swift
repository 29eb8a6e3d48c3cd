internal import DelimitedText
internal import Foundation
public import TenantStore

/// Writes a shop's orders of some days as a table, a row per line of an order.
///
/// What holds for a whole order (freight, total) stands on its first row only, so that sums of a
/// column are right. Names and addresses are in it: whoever asks for it leaves a trace.
public struct OrderExport: Sendable {
  /// The columns of the table.
  public static let columns = [
    "order", "placed_at", "status", "payment_status", "fulfilment_status", "payment", "name",
    "phone", "region", "address", "note", "sku", "product", "options", "quantity", "unit_price",
    "line_total", "freight", "total",
  ]

  private let tenant: TenantSnapshot
  private let database: TenantDatabase

  /// Prepares an export.
  public init(of tenant: TenantSnapshot, database: TenantDatabase) {
    self.tenant = tenant
    self.database = database
  }

  /// Writes the orders that were placed from the first day on to the end of the last, in the
  /// merchant's time zone, the oldest first; page by page, so that memory stays bounded.
  ///
  /// - Parameters:
  ///   - first: The first day.
  ///   - last: The last day.
  ///   - query: Which orders of these days; where its page begins and ends does not matter.
  ///   - actor: Who asks, for the audit trail.
  ///   - hasMark: Whether a byte order mark comes first, by which Excel knows UTF-8.
  ///   - write: Called with the next bytes.
  /// - Returns: How many rows there are, the header apart.
  /// - Throws: What the database or the closure throws.
  public func run(
    from first: CalendarDate,
    to last: CalendarDate,
    of query: OrderListQuery = OrderListQuery(),
    by actor: Actor,
    hasMark: Bool = false,
    to write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    var writer = DelimitedTextWriter(columns: Self.columns, hasMark: hasMark)
    let end = TimeOrderedIDs.first(at: last.adding(days: 1).start(in: tenant.timeZone))
    var start = TimeOrderedIDs.first(at: first.start(in: tenant.timeZone))
    var rows = 0
    while true {
      try Task.checkCancellation()
      let lines = try await database.reading(tenant.id)
        .exportedLines(after: start, before: end, of: query, orders: 500)
      guard let final = lines.last else { break }
      start = final.order.uuid
      var number = ""
      for line in lines {
        writer.append(fields(line, isFirst: line.number != number))
        number = line.number
      }
      rows += lines.count
      try write(writer.take())
    }
    try write(writer.take())
    try await database.transaction(for: tenant.id) { transaction in
      try await transaction.audit(
        "storefront.orders_exported",
        of: "orders",
        by: actor,
        after: [
          "from": .string(first.description), "to": .string(last.description),
          "rows": .integer(Int64(rows)),
        ]
      )
    }
    return rows
  }

  private func fields(_ line: ExportedLine, isFirst: Bool) -> [String] {
    func decimal(_ units: Int64) -> String {
      Money(minorUnits: units, currency: tenant.currency).decimal
    }
    return [
      line.number, line.placedAt.ISO8601Format(), line.states.0, line.states.1, line.states.2,
      line.provider, line.contact.name, line.contact.phone, line.region, line.contact.address,
      line.note, line.sku, line.name, line.options, "\(line.quantity)", decimal(line.unitPrice),
      decimal(line.lineTotal), isFirst ? decimal(line.freight) : "",
      isFirst ? decimal(line.total) : "",
    ]
  }
}
