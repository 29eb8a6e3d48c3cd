public import TenantStore

/// A place that has stock, as a merchant names it.
public struct StockLocation: Hashable, Sendable, TenantRow {
  /// The short name.
  public let code: String
  /// The name in the reader's language.
  public let name: String

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try row.next(String?.self) ?? code
  }
}

extension TenantQuerying {
  /// The places that have stock, those that are sold from first in front.
  public func stockLocations(in view: ShopView) async throws -> [StockLocation] {
    try await all(
      """
      SELECT l.code, \(QueryPart.locationName(of: "l.id", in: view))
      FROM storefront.location l WHERE l.tenant_id = \(tenant) ORDER BY l.priority, l.code
      """
    )
  }
}
