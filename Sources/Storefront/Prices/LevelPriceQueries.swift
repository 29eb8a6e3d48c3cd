internal import Foundation
internal import TenantStore

private struct SKUPriceRow: TenantRow {
  let sku: SKUID
  let price: Int64

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    price = try row.next()
  }
}

private struct ProductPriceRow: TenantRow {
  let product: ProductID
  let lowest: Int64
  let highest: Int64

  init(row: inout ColumnReader) throws {
    product = try row.next()
    lowest = try row.next()
    highest = try row.next()
  }
}

private struct CodePriceRow: TenantRow {
  let sku: SKUID
  let code: String
  let price: Int64

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    code = try row.next()
    price = try row.next()
  }
}

extension TenantQuerying {
  /// What one piece of each SKU costs everybody now, of those that are on sale.
  func sellingPrices(of codes: [String], in currency: Currency) async throws
    -> [(sku: SKUID, code: String, price: Money)]
  {
    let now = environment.now()
    let rows: [CodePriceRow] = try await all(
      """
      SELECT k.id, k.code, \(QueryPart.price(at: now, of: "1")) FROM storefront.sku k
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
      WHERE k.tenant_id = \(tenant) AND k.code = ANY (\(codes)) AND NOT k.is_withdrawn
        AND \(QueryPart.onSale(at: now))
      """
    )
    return rows.map { ($0.sku, $0.code, Money(minorUnits: $0.price, currency: currency)) }
  }

  /// What a piece of each SKU costs a shopper of a level, of those that have such a price.
  func levelPrices(_ level: String, of skus: [SKUID], in currency: Currency) async throws
    -> [SKUID: Money]
  {
    let rows: [SKUPriceRow] = try await all(
      """
      SELECT v.sku_id, v.price FROM storefront.level_price v
      WHERE v.tenant_id = \(tenant) AND v.sku_id = ANY (\(skus.map(\.uuid)))
        AND v.level = \(level)
      """
    )
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0.sku, Money(minorUnits: $0.price, currency: currency))
      }
    )
  }

  /// What products cost a shopper of a level now, of those whose cheapest SKU costs less for it.
  func levelPrices(_ level: String, ofProducts products: [ProductID], in currency: Currency)
    async throws -> [ProductID: LevelPrice]
  {
    let price = QueryPart.price(at: environment.now())
    let rows: [ProductPriceRow] = try await all(
      """
      SELECT k.product_id, min(least(\(price), v.price)), max(least(\(price), v.price))
      FROM storefront.sku k
      LEFT JOIN storefront.level_price v
        ON v.tenant_id = \(tenant) AND v.sku_id = k.id AND v.level = \(level)
      WHERE k.tenant_id = \(tenant) AND k.product_id = ANY (\(products.map(\.uuid)))
        AND NOT k.is_withdrawn
      GROUP BY k.product_id
      HAVING min(least(\(price), v.price)) < min(\(price))
      """
    )
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (
          row.product,
          LevelPrice(
            lowest: Money(minorUnits: row.lowest, currency: currency),
            highest: Money(minorUnits: row.highest, currency: currency)
          )
        )
      }
    )
  }
}
