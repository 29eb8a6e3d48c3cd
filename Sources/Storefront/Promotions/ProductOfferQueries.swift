internal import Foundation
public import TenantStore

/// A promotion that a product takes part in, as its page announces it.
public struct ProductOffer: Hashable, Sendable {
  /// The merchant's short name of it.
  public let promotion: String
  /// What shoppers read.
  public let name: LocalizedText
  /// Whether it is for who buys in a group.
  public let isForGroups: Bool
}

/// A promotion with the ages that its goods must be made for.
struct ProductOfferRow: TenantRow {
  let offer: ProductOffer
  let ages: AgeRange?

  init(row: inout ColumnReader) throws {
    let (code, name): (String, String) = (try row.next(), try row.next())
    let ages: String? = try row.next()
    offer = ProductOffer(
      promotion: code,
      name: try Self.names.value(of: name) { name in
        try JSONDecoder().decode(LocalizedText.self, from: Data(name.utf8))
      },
      isForGroups: try row.next()
    )
    self.ages = try ages.map { ages in
      try Self.ages.value(of: ages) { ages in
        try JSONDecoder().decode(AgeRange.self, from: Data(ages.utf8))
      }
    }
  }

  private static let names = PureMemo<String, LocalizedText>()
  private static let ages = PureMemo<String, AgeRange>()
}

extension TenantQuerying {
  /// What runs now, for everybody and without a code, and is about a product.
  ///
  /// Whether the ages fit is judged by who reads it.
  func offersQuery(slug: String) -> TenantQuery {
    let now = environment.now()
    return """
      SELECT m.code, m.name::text, (m.terms #> '{goods,ages}')::text, m.is_group
      FROM storefront.promotion m
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.slug = \(slug)
      JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      LEFT JOIN storefront.category above
        ON above.tenant_id = \(tenant) AND above.id = own.parent_id
      WHERE m.tenant_id = \(tenant) AND m.state = 'active' AND NOT m.needs_code
        AND (m.starts_at IS NULL OR m.starts_at <= \(now))
        AND (m.ends_at IS NULL OR m.ends_at > \(now))
        AND (m.uses_limit IS NULL OR m.uses < m.uses_limit)
        AND (m.money_limit IS NULL OR m.money_spent < m.money_limit)
        AND (m.pieces_limit IS NULL OR m.pieces_sold < m.pieces_limit)
        AND m.terms #> '{audience,isFirstOrder}' = 'false'
        AND m.terms #> '{audience,levels}' = '[]' AND m.terms #> '{audience,tags}' = '[]'
        AND m.terms #> '{audience,childAges}' IS NULL
        AND (m.terms #> '{goods,categories}' ?| array_remove(ARRAY[above.slug, own.slug], NULL)
          OR m.terms #> '{goods,products}' ? p.slug
          OR EXISTS (
            SELECT FROM storefront.sku k
            WHERE k.tenant_id = \(tenant) AND k.product_id = p.id AND NOT k.is_withdrawn
              AND m.terms #> '{goods,skus}' ? k.code)
          OR (m.terms #> '{goods,categories}') || (m.terms #> '{goods,products}')
            || (m.terms #> '{goods,skus}') = '[]')
      ORDER BY m.priority, m.code LIMIT 10
      """
  }
}
