internal import TenantStore

/// The conditions of a list, as parts of a query on `storefront.product p`.
///
/// A part cannot name the tenant; it writes `$1`, which is always the tenant's place.
extension ProductListQuery {
  /// What the product's own columns say; the rest are groups of terms.
  var filter: QueryPart {
    let ages = ages.map { " AND " + Self.fits($0) } ?? ""
    let prices = Self.prices(minimumPrice, maximumPrice)
    guard let collection else { return ages + prices + stockPart }
    let own = Self.prices(collection.minimumPrice, collection.maximumPrice)
    guard let first = collection.ages.first else { return ages + prices + own + stockPart }
    let stages = collection.ages.dropFirst().reduce(Self.fits(first)) { part, ages in
      part + " OR " + Self.fits(ages)
    }
    return ages + prices + own + " AND (" + stages + ")" + stockPart
  }

  /// The same rule as ``AgeRange/fits(_:)``, which a test compares with this.
  private static func fits(_ ages: AgeRange) -> QueryPart {
    let from = ages.from ?? -1000
    let to = ages.to ?? 1000
    return """
      CASE WHEN p.age_from_months IS NULL AND p.age_to_months IS NULL THEN \(to) > 0
        ELSE coalesce(p.age_from_months, -1000) < \(to)
          AND coalesce(p.age_to_months, 1000) > \(from) END
      """
  }

  private static func prices(_ minimum: Int64?, _ maximum: Int64?) -> QueryPart {
    var part: QueryPart = ""
    if let minimum { part = part + " AND p.highest_price >= \(minimum)" }
    if let maximum { part = part + " AND p.lowest_price <= \(maximum)" }
    return part
  }

  private var stockPart: QueryPart { onlyInStock ? " AND " + .isInStock : "" }
}

extension TermGroup {
  /// How much the group says of a product: the best of its alternatives; null when it has none.
  func hit(of product: QueryPart) -> QueryPart {
    let single = alternatives.filter { $0.count == 1 }.map { $0[0] }
    var hits: [QueryPart] = []
    if single.count == 1 {
      hits.append(Self.best(" = \(single[0])", product))
    } else if !single.isEmpty {
      hits.append(Self.best(" = ANY (\(single))", product))
    }
    for terms in alternatives where terms.count > 1 {
      hits.append(
        "(SELECT CASE WHEN count(*) = \(terms.count) THEN max(g.weight) END"
          + Self.postings(" = ANY (\(terms))", product) + ")"
      )
    }
    guard hits.count > 1 else { return hits.first ?? "NULL::smallint" }
    return "greatest(" + hits.dropFirst().reduce(hits[0]) { $0 + ", " + $1 } + ")"
  }

  private static func best(_ terms: QueryPart, _ product: QueryPart) -> QueryPart {
    "(SELECT max(g.weight)" + postings(terms, product) + ")"
  }

  private static func postings(_ terms: QueryPart, _ product: QueryPart) -> QueryPart {
    " FROM storefront.posting g WHERE g.tenant_id = $1 AND g.term" + terms
      + " AND g.product_id = " + product
  }
}

extension ListingPlan {
  /// The products of the list as rows of `p`, each with its score.
  ///
  /// Where products are come by from postings, everything else is looked up by key for each of them.
  /// `OFFSET 0` keeps the server from turning the look-ups into joins of whole shops.
  /// - Parameters:
  ///   - access: How they are come by.
  ///   - start: A condition on `p` where the list begins.
  ///   - order: An order of `p`; of an index for a walk, that of `p.id` for the newest.
  ///   - limit: The most rows.
  /// - Returns: A select statement.
  func matching(by access: Access, start: QueryPart = "", order: QueryPart, limit: Int?)
    -> QueryPart
  {
    let end = limit.map { " ORDER BY " + order + Self.limit($0) } ?? ""
    switch access {
    case .walk:
      let all = Array(groups.indices)
      return "SELECT " + Self.columns + ", " + score(all) + " AS score FROM storefront.product p"
        + hits(all, of: "p.id") + " WHERE p.tenant_id = $1 AND " + .onSale(at: now) + query.filter
        + found(all) + start + end
    case .all(let group):
      return matching(in: postings(groups[group]), having: [group], start + end)
    case .newest(let group):
      let products = Self.newestFirst(postings(groups[group]), start)
      return matching(in: products, having: [group], Self.newestFirst(limit))
    case .common(let newestFirst):
      let having = Array(groups.indices)
      guard newestFirst else { return matching(in: common, having: having, start + end) }
      return matching(
        in: Self.newestFirst(common, start),
        having: having,
        Self.newestFirst(limit)
      )
    case .best:
      let newest = matching(
        by: groups.count == 1 && groups[0].singleTerm != nil
          ? .newest(group: 0) : .common(newestFirst: true),
        order: "",
        limit: limits.newest
      )
      return "SELECT p.* FROM ((" + newest + ") UNION (" + matching(in: bestSellers, "")
        + ")) p WHERE true" + start + end
    }
  }

  /// Looks up what is come by from postings.
  ///
  /// - Parameters:
  ///   - products: A select statement of `product_id`.
  ///   - had: The groups of which each product has a term. They are asked for only where more than
  ///     that must be known: several terms, or how good they are.
  ///   - end: What follows the conditions.
  /// - Returns: A select statement.
  private func matching(in products: QueryPart, having had: [Int] = [], _ end: QueryPart)
    -> QueryPart
  {
    let asked = groups.indices.filter { index in
      let group = groups[index]
      return !had.contains(index) || !group.isOfSingleTerms || (isRanked && group.weight > 0)
    }
    return "SELECT p.*, " + score(asked) + " AS score FROM (" + products + ") d"
      + hits(asked, of: "d.product_id") + " CROSS JOIN LATERAL (SELECT " + Self.columns
      + " FROM storefront.product p WHERE p.tenant_id = $1 AND p.id = d.product_id AND "
      + .onSale(at: now) + query.filter + " OFFSET 0) p WHERE true" + found(asked) + end
  }

  private static let columns: QueryPart = """
    p.id, p.slug, p.brand, p.age_from_months, p.age_to_months, p.lowest_price, p.highest_price,
      p.sold_count
    """

  /// What all groups have in common.
  private var common: QueryPart {
    let read = groups.map(postings)
    return read.dropFirst().reduce(read[0]) { $0 + " INTERSECT " + $1 }
  }

  private var bestSellers: QueryPart {
    "SELECT p.id AS product_id FROM storefront.product p WHERE p.tenant_id = $1"
      + " AND p.sold_count > 0 AND " + .onSale(at: now) + " ORDER BY p.sold_count DESC, p.id DESC"
      + Self.limit(limits.bestSellers)
  }

  /// Products from a place on, the newest first: what looks them up may stop when it has enough.
  private static func newestFirst(_ products: QueryPart, _ start: QueryPart) -> QueryPart {
    "SELECT p.id AS product_id FROM (SELECT c.product_id AS id FROM (" + products
      + ") c) p WHERE true" + start + " ORDER BY p.id DESC"
  }

  private static func newestFirst(_ limit: Int?) -> QueryPart {
    " ORDER BY d.product_id DESC" + (limit.map { Self.limit($0) } ?? "")
  }

  /// The end of a list, as text where it is one of ours: a number that visitors choose is bound, lest
  /// they make statements.
  static func limit(_ count: Int) -> QueryPart {
    usualLimits.contains(count) ? " LIMIT " + .number(count) : " LIMIT \(count)"
  }

  /// The limits of pages, shelves and rows, each with the one more that tells whether there are more,
  /// and those of what is ranked and counted.
  private static let usualLimits: Set = [
    2, 7, 11, ProductListQuery().pageLength + 1, nearLimit,
    ListingLimits.usual.bestSellers, ProductFacets.ceiling + 1,
  ]

  private func postings(_ group: TermGroup) -> QueryPart {
    let terms = group.drivers(counts)
    let source: QueryPart = "d.product_id FROM storefront.posting d WHERE d.tenant_id = $1"
    return terms.count == 1
      ? "SELECT " + source + " AND d.term = \(terms[0])"
      : "SELECT DISTINCT " + source + " AND d.term = ANY (\(terms))"
  }

  private func hits(_ asked: [Int], of product: QueryPart) -> QueryPart {
    asked.reduce("") { part, index in
      part + " CROSS JOIN LATERAL (SELECT " + groups[index].hit(of: product) + " AS hit OFFSET 0) "
        + Self.alias(index)
    }
  }

  private func found(_ asked: [Int]) -> QueryPart {
    asked.reduce("") { $0 + " AND " + Self.alias($1) + ".hit IS NOT NULL" }
  }

  /// How good a product is; nothing where nobody ranks, so that it is the same row however it is come
  /// by.
  private func score(_ asked: [Int]) -> QueryPart {
    asked.filter { isRanked && groups[$0].weight > 0 }.reduce("(0") { part, index in
      part + " + \(groups[index].weight)::bigint * " + Self.alias(index) + ".hit"
    } + ")::bigint"
  }

  /// Groups are few: eight of words and five that narrow.
  private static func alias(_ index: Int) -> QueryPart {
    let aliases: [QueryPart] = [
      "g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9", "g10", "g11", "g12", "g13",
      "g14", "g15", "g16", "g17", "g18", "g19",
    ]
    return aliases[min(index, aliases.count - 1)]
  }
}
