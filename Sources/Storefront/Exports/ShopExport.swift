internal import DelimitedText
internal import Foundation
public import TenantStore

/// Writes a shop's products or stock as a file from which importing changes nothing.
///
/// It goes page by page, each as it is at its moment, so that memory stays bounded and no sale waits.
/// A text that a spreadsheet would run as a formula gets an apostrophe, which importing takes away.
public struct ShopExport: Sendable {
  private let kind: ImportKind
  private let tenant: TenantSnapshot
  private let database: TenantDatabase

  /// Prepares an export.
  public init(of kind: ImportKind, from tenant: TenantSnapshot, database: TenantDatabase) {
    self.kind = kind
    self.tenant = tenant
    self.database = database
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - hasMark: Whether a byte order mark comes first, by which Excel knows UTF-8.
  ///   - delimiter: The ASCII character between fields.
  ///   - write: Called with the next bytes.
  /// - Returns: How many rows there are, the header apart.
  /// - Throws: What the database or the closure throws.
  public func run(
    hasMark: Bool = false,
    delimiter: UInt8 = UInt8(ascii: ","),
    to write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    let columns =
      kind == .products
      ? CatalogueExport.productColumns(tenant.locales) : CatalogueColumns.stock
    var writer = DelimitedTextWriter(columns: columns, delimiter: delimiter, hasMark: hasMark)
    let rows =
      kind == .products ? try await products(&writer, write) : try await stock(&writer, write)
    try write(writer.take())
    return rows
  }

  private func products(
    _ writer: inout DelimitedTextWriter,
    _ write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    let scope = database.reading(tenant.id)
    var last = UUID.first
    var rows = 0
    while true {
      try Task.checkCancellation()
      let ids = try await scope.productIDs(after: last, limit: 500)
      guard let end = ids.last else { return rows }
      last = end
      for product in try await scope.storedProducts(ids).draft.products {
        for row in CatalogueExport.rows(of: product, tenant.locales, tenant.currency) {
          writer.append(row)
          rows += 1
        }
      }
      try write(writer.take())
    }
  }

  private func stock(_ writer: inout DelimitedTextWriter, _ write: ([UInt8]) throws -> Void)
    async throws -> Int
  {
    let scope = database.reading(tenant.id)
    var last = (sku: UUID.first, location: UUID.first)
    var rows = 0
    while true {
      try Task.checkCancellation()
      let levels = try await scope.stockLevels(after: last.sku, last.location, limit: 5_000)
      guard let end = levels.last else { return rows }
      last = (end.skuID, end.locationID)
      for level in levels { writer.append([level.sku, level.location, "\(level.available)"]) }
      rows += levels.count
      try write(writer.take())
    }
  }
}

extension UUID {
  /// Comes before every id.
  fileprivate static let first = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
