internal import Foundation
internal import TenantStore

/// A SKU as its price is changed.
struct PricedSKU: TenantRow {
  let product: ProductID
  let price: Int64
  let listPrice: Int64?

  init(row: inout ColumnReader) throws {
    product = try row.next()
    price = try row.next()
    listPrice = try row.next()
  }
}

extension TenantTransaction {
  /// The product of a short name, locked until the transaction ends; nothing when it is archived.
  func lockProduct(slug: String) async throws -> ProductID? {
    try await value(
      """
      SELECT id FROM storefront.product
      WHERE tenant_id = \(tenant) AND slug = \(slug) AND status <> 'archived' FOR UPDATE
      """
    )
  }

  func setStatus(_ status: ProductStatus, from: Date?, until: Date?, of product: ProductID)
    async throws
  {
    try await execute(
      """
      UPDATE storefront.product SET status = \(status.rawValue), publish_at = \(from),
        unpublish_at = \(until), updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(product)
      """
    )
  }

  /// The prices of a SKU that is not withdrawn.
  func pricedSKU(_ code: String) async throws -> PricedSKU? {
    try await optional(
      """
      SELECT product_id, price, list_price FROM storefront.sku
      WHERE tenant_id = \(tenant) AND code = \(code) AND NOT is_withdrawn FOR UPDATE
      """
    )
  }

  /// Writes the prices of a SKU and the bounds of its product's.
  func setPrice(_ price: Int64, strike: Int64?, of sku: String, product: ProductID) async throws {
    _ = try await batch([
      """
      UPDATE storefront.sku SET price = \(price), list_price = \(strike)
      WHERE tenant_id = \(tenant) AND code = \(sku)
      """,
      """
      UPDATE storefront.product p
      SET lowest_price = b.lowest, highest_price = b.highest, updated_at = \(environment.now())
      FROM (SELECT min(k.price) AS lowest, max(k.price) AS highest FROM storefront.sku k
        WHERE k.tenant_id = \(tenant) AND k.product_id = \(product) AND NOT k.is_withdrawn) b
      WHERE p.tenant_id = \(tenant) AND p.id = \(product)
      """,
    ])
  }
}
