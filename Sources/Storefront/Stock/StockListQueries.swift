internal import Foundation
public import TenantStore

private struct StockRow: TenantRow {
  let sku: SKUID
  let code: String
  let name: String?
  let options: [OptionValue]
  let location: String
  let locationName: String?
  let available: Int64

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    code = try row.next()
    name = try row.next()
    options = try OptionValue.list(json: row.next())
    location = try row.next()
    locationName = try row.next()
    available = try row.next()
  }
}

extension TenantQuerying {
  /// The stock of all SKUs that are not withdrawn, the lowest first; at most 200 levels a page.
  ///
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list.
  ///
  /// - Parameters:
  ///   - code: Only of SKUs whose number begins so.
  ///   - cursor: Where the page begins.
  ///   - limit: At most so many.
  ///   - view: How the reader sees the shop.
  /// - Returns: One page.
  public func stockItems(
    of code: String? = nil,
    after cursor: String? = nil,
    limit: Int = 50,
    in view: ShopView
  ) async throws -> StockPage {
    var start: QueryPart = ""
    if let code { start = " AND starts_with(k.code, \(code))" }
    if let cursor {
      let from = try StockCursor(cursor)
      start =
        start + """
           AND (s.available, s.sku_id, location.code) > (\(from.available), \(from.sku), \(from.location))
          """
    }
    let count = min(max(limit, 1), 200)
    let rows: [StockRow] = try await all(
      """
      SELECT k.id, k.code,
        \(QueryPart.productName(of: "k.product_id", in: view)),
        \(QueryPart.options),
        location.code,
        \(QueryPart.locationName(of: "location.id", in: view)),
        s.available
      FROM storefront.stock_level s
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id AND NOT k.is_withdrawn
      JOIN storefront.location location
        ON location.tenant_id = \(tenant) AND location.id = s.location_id
      WHERE s.tenant_id = \(tenant)\(start)
      ORDER BY s.available, s.sku_id, location.code LIMIT \(count + 1)
      """
    )
    let items = rows.prefix(count).map { row in
      StockItem(
        sku: row.sku,
        code: row.code,
        name: row.name ?? row.code,
        options: OptionLabelRule.summary(row.options, in: view.locales),
        location: row.location,
        locationName: row.locationName ?? row.location,
        available: Int(row.available)
      )
    }
    let next = rows.count > count ? items.last.map { StockCursor($0).text } : nil
    return StockPage(items: Array(items), next: next)
  }
}

/// Behind which level a page of stock begins.
private struct StockCursor {
  let available: Int64
  let sku: UUID
  let location: String

  init(_ item: StockItem) {
    available = Int64(item.available)
    sku = item.sku.uuid
    location = item.location
  }

  init(_ text: String) throws(StorefrontRefusal) {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, SlugRule.isSlug(String(parts[1])) else {
      throw StorefrontRefusal(.cursorInvalid)
    }
    location = String(parts[1])
    let key = try ListCursor(String(parts[0]), order: "stock")
    (available, sku) = (key.key, key.id)
  }

  var text: String { "\(ListCursor(order: "stock", key: available, id: sku).text).\(location)" }
}
