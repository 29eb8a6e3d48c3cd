public import TenantStore

/// What somebody who proposes products must know of one.
public struct ProductFacts: Hashable, TenantRow {
  /// The product.
  public let id: ProductID
  /// The short names of its category and of the one above it, its own first.
  public let categories: [String]
  /// The ages that it is made for.
  public let ages: AgeRange
  /// What it is made of, the ingredients of food; empty when unknown.
  public let material: String
  /// Whether it has a halal certificate.
  public let isHalal: Bool
  /// Whether at least one of its SKUs can be had now.
  public let isInStock: Bool
  /// The price of its cheapest SKU, in minor units; nothing without a SKU.
  public let lowestPrice: Int64?

  /// Reads the columns of ``TenantStore/TenantQuerying/productFacts(of:)``.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    let (own, parent) = (try row.next(String?.self), try row.next(String?.self))
    categories = [own, parent].compactMap(\.self)
    ages = AgeRange(from: try row.next(), to: try row.next())
    material = try row.next()
    isHalal = try row.next()
    isInStock = try row.next()
    lowestPrice = try row.next()
  }
}

extension TenantQuerying {
  /// The facts of products that are on sale, by id.
  ///
  /// - Parameter ids: Of which products; nothing means of all.
  /// - Throws: What the database throws.
  /// - Returns: One for each product that is on sale.
  public func productFacts(of ids: [ProductID]? = nil) async throws -> [ProductFacts] {
    let chosen: QueryPart = if let ids { "AND p.id = ANY (\(ids.map(\.uuid)))" } else { "" }
    let now = environment.now()
    return try await all(
      """
      SELECT p.id, own.slug, parent.slug, p.age_from_months, p.age_to_months, p.material,
        p.halal_certificate <> '', \(QueryPart.isInStock),
        (SELECT min(\(QueryPart.price(at: now))) FROM storefront.sku k
          WHERE k.tenant_id = \(tenant) AND k.product_id = p.id AND NOT k.is_withdrawn)
      FROM storefront.product p
      LEFT JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      LEFT JOIN storefront.category parent
        ON parent.tenant_id = \(tenant) AND parent.id = own.parent_id
      WHERE p.tenant_id = \(tenant) AND \(QueryPart.onSale(at: now)) \(chosen)
      ORDER BY p.id
      """
    )
  }
}
