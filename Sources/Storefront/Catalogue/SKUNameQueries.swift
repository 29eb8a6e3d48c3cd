public import TenantStore

/// A SKU as people know it.
public struct SKUName: Hashable, Sendable {
  /// The merchant's own number.
  public let code: String
  /// The product's name in the reader's language.
  public let name: String
  /// The options that make the SKU; empty when there are none.
  public let options: String
}

private struct NameRow: TenantRow {
  let code: String
  let name: String?
  let options: [OptionValue]

  init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try row.next()
    options = try OptionValue.list(json: row.next())
  }
}

extension TenantQuerying {
  /// What some SKUs are called; those that are gone are left out.
  public func skuNames(of codes: [String], in view: ShopView) async throws -> [SKUName] {
    let rows: [NameRow] = try await all(
      """
      SELECT k.code, \(QueryPart.productName(of: "k.product_id", in: view)), \(QueryPart.options)
      FROM storefront.sku k
      WHERE k.tenant_id = \(tenant) AND k.code = ANY (\(codes)) ORDER BY k.code
      """
    )
    return rows.map {
      SKUName(
        code: $0.code,
        name: $0.name ?? $0.code,
        options: OptionLabelRule.summary($0.options, in: view.locales)
      )
    }
  }

  /// What the shop's locations are called, by their short names.
  public func locationNames(in view: ShopView) async throws -> [String: String] {
    let rows: [LocationNameRow] = try await all(
      """
      SELECT location.code, \(QueryPart.locationName(of: "location.id", in: view))
      FROM storefront.location location WHERE location.tenant_id = \(tenant)
      """
    )
    return Dictionary(rows.map { ($0.code, $0.name ?? $0.code) }) { first, _ in first }
  }
}

private struct LocationNameRow: TenantRow {
  let code: String
  let name: String?

  init(row: inout ColumnReader) throws {
    code = try row.next()
    name = try row.next()
  }
}
