internal import TenantStore

/// The conditions of a list, as parts of a query on `storefront.product p`.
///
/// A part cannot name the tenant; it writes `$1`, which is always the tenant's place.
extension ProductListQuery {
  /// Everything but the brands, which the facets must ignore.
  var filter: QueryPart {
    categoryPart + agePart + pricePart + stockPart + termsPart
  }

  var brandPart: QueryPart {
    brands.isEmpty ? "" : " AND p.brand = ANY (\(brands))"
  }

  private var categoryPart: QueryPart {
    guard let category else { return "" }
    return """
       AND p.category_id IN (
        SELECT c.id FROM storefront.category c
        LEFT JOIN storefront.category above ON above.tenant_id = $1 AND above.id = c.parent_id
        WHERE c.tenant_id = $1 AND (c.slug = \(category) OR above.slug = \(category)))
      """
  }

  /// The same rule as ``AgeRange/fits(_:)``, which a test compares with this.
  private var agePart: QueryPart {
    guard let ages else { return "" }
    let from = ages.from ?? -1000
    let to = ages.to ?? 1000
    return """
       AND CASE WHEN p.age_from_months IS NULL AND p.age_to_months IS NULL THEN \(to) > 0
        ELSE coalesce(p.age_from_months, -1000) < \(to)
          AND coalesce(p.age_to_months, 1000) > \(from) END
      """
  }

  private var pricePart: QueryPart {
    var part: QueryPart = ""
    if let minimumPrice { part = part + " AND p.highest_price >= \(minimumPrice)" }
    if let maximumPrice { part = part + " AND p.lowest_price <= \(maximumPrice)" }
    return part
  }

  private var stockPart: QueryPart {
    onlyInStock ? " AND " + .isInStock : ""
  }

  private var termsPart: QueryPart {
    let terms = SearchTermRule.queryTerms(text)
    guard !terms.isEmpty else { return "" }
    return """
       AND p.id IN (
        SELECT f.product_id FROM storefront.posting f
        WHERE f.tenant_id = $1 AND f.term = ANY (\(terms))
        GROUP BY f.product_id HAVING count(*) = \(terms.count))
      """
  }

  /// Whether the text has anything that can be looked for.
  var isSearchWithoutTerms: Bool {
    !text.isEmpty && SearchTermRule.queryTerms(text).isEmpty
  }
}
