internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// One page of the published products that a visitor asks for.
  ///
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list or to none.
  public func products(_ query: ProductListQuery, in view: ShopView) async throws -> ProductPage {
    try await products(query, in: view, limits: .usual)
  }

  package func products(_ query: ProductListQuery, in view: ShopView, limits: ListingLimits)
    async throws -> ProductPage
  {
    let plan = try await listingPlan(query, in: view, limits: limits)
    let listing = try listingQuery(plan, in: view, countsFacets: false)
    guard !plan.isHopeless, let result = try await batch([listing]).first else {
      return ProductPage(items: [], next: nil, search: plan.search?.outcome)
    }
    return try ListingRows(result, plan, view).page
  }

  /// By what the products of a list can be narrowed further; counts stop at a ceiling.
  public func productFacets(_ query: ProductListQuery, in view: ShopView) async throws
    -> ProductFacets
  {
    try await productFacets(query, in: view, limits: .usual)
  }

  package func productFacets(_ query: ProductListQuery, in view: ShopView, limits: ListingLimits)
    async throws -> ProductFacets
  {
    var query = query.withoutPage
    query.limit = 1
    let plan = try await listingPlan(query, in: view, limits: limits)
    let listing = try listingQuery(plan, in: view, countsFacets: true)
    guard !plan.isHopeless, let result = try await batch([listing]).first else { return .none }
    return try ListingRows(result, plan, view).facets
  }

  /// Decides how a list is found; words and narrowing values are looked up in the lexicon first.
  func listingPlan(
    _ query: ProductListQuery,
    in view: ShopView,
    limits: ListingLimits = .usual
  ) async throws -> ListingPlan {
    let question =
      query.text.isEmpty
      ? nil : SearchQuestion(query.text, words: TradeWords.builtIn.with(view.synonyms))
    let facets = ProductFacet.allCases.flatMap { facet in
      (query.values(of: facet) + (query.collection?.collection.values(of: facet) ?? []))
        .map { ProductFacet.posted(facet.term($0)) }
    }
    let terms = (question?.terms ?? []).union(facets)
    let lexicon =
      terms.isEmpty ? Lexicon([]) : try await lexicon(terms: terms, keys: question?.keys ?? [])
    return ListingPlan(
      query,
      question.map { SearchPlan($0, lexicon) },
      lexicon,
      priceBounds: PriceBandRule.bounds(view.currency),
      limits: limits,
      now: environment.now()
    )
  }

  /// The cards of products that are on sale, in the order of their ids.
  ///
  /// - Parameters:
  ///   - ids: The products; those that nobody can buy are left out.
  ///   - view: How the visitor sees the shop.
  /// - Returns: At most one for each id.
  /// - Throws: What the database throws.
  public func productCards(_ ids: [ProductID], in view: ShopView) async throws -> [ProductCard] {
    guard !ids.isEmpty else { return [] }
    let (wanted, now) = (ids.map(\.uuid), environment.now())
    let place: QueryPart = "array_position(\(wanted), p.id)::bigint AS place, 0::bigint AS key, "
    // The list is made by a query, so that the server does not plan anew for its length.
    let source =
      "SELECT 0 AS kind, " + place + .cardColumns
      + " FROM storefront.product p WHERE p.tenant_id = $1"
      + " AND p.id = ANY (ARRAY(SELECT unnest(\(wanted)))) AND " + .onSale(at: now)
    let query = cardsQuery(of: source, in: view, at: now)
    guard let result = try await batch([query]).first else { return [] }
    return try result.productCards(in: view)
  }

  /// One page of a list, what comes near when it is empty, and the counts of its facets.
  func listingQuery(_ plan: ListingPlan, in view: ShopView, countsFacets: Bool)
    throws(StorefrontRefusal) -> TenantQuery
  {
    cardsQuery(
      after: try "WITH " + plan.page,
      of: plan.shown,
      with: countsFacets ? plan.facetRows : "",
      in: view,
      at: plan.now
    )
  }

  /// What cards show of the products of a source, looked up by key for these alone, and other rows.
  ///
  /// Each `LIMIT 1` holds the planner to the key: joined plainly it reads the texts and pictures of
  /// the whole shop, for each card anew while nothing is known of the tables yet.
  private func cardsQuery(
    after tables: QueryPart = "",
    of source: QueryPart,
    with facets: QueryPart = "",
    in view: ShopView,
    at now: Date
  ) -> TenantQuery {
    """
    \(tables)
    SELECT c.kind, NULL::text, NULL::bigint, c.place, c.key, c.id, c.slug,
      t.name, t.summary, c.brand,
      c.age_from_months, c.age_to_months, least(c.lowest_price, goods.sale_price),
      c.highest_price, CASE WHEN goods.sale_price < c.lowest_price
        THEN coalesce(goods.list_price, c.lowest_price) ELSE goods.list_price END,
      goods.lowest_recent_price, c.sold_count, coalesce(goods.is_in_stock, false), i.sha256
    FROM (\(source)) c
    LEFT JOIN LATERAL (
      SELECT t.name, t.summary FROM storefront.product_text t
      WHERE t.tenant_id = \(tenant) AND t.product_id = c.id
      ORDER BY array_position(\(view.localeTexts), t.locale) NULLS LAST, t.locale LIMIT 1
    ) t ON true
    LEFT JOIN LATERAL (
      SELECT min(k.list_price) FILTER (WHERE k.price = c.lowest_price) AS list_price,
        bool_or(\(QueryPart.canBeHad)) AS is_in_stock,
        min(\(QueryPart.salePrice(at: now))) AS sale_price,
        (array_agg(CASE WHEN k.list_price IS NOT NULL OR k.sale_price IS NOT NULL
          THEN \(QueryPart.lowestRecentPrice(at: now)) END
          ORDER BY \(QueryPart.price(at: now)), k.id))[1] AS lowest_recent_price
      FROM storefront.sku k
      WHERE k.tenant_id = \(tenant) AND k.product_id = c.id AND NOT k.is_withdrawn
    ) goods ON true
    LEFT JOIN LATERAL (
      SELECT i.sha256 FROM storefront.product_picture i
      WHERE i.tenant_id = \(tenant) AND i.product_id = c.id AND i.position = 0 LIMIT 1
    ) i ON true
    \(facets)
    ORDER BY 1, 4
    """
  }
}

extension QueryPart {
  /// What a card needs of the product's own row.
  fileprivate static let cardColumns: QueryPart = """
    id, slug, brand, age_from_months, age_to_months, lowest_price, highest_price, sold_count
    """
}

extension ListingPlan {
  /// How many products come near when nothing is found.
  static let nearLimit = 8

  /// The common table expression `page`, and those that it is made of.
  fileprivate var page: QueryPart {
    get throws(StorefrontRefusal) {
      let start = try sort.start(query.cursor)
      let limit = Self.limit(query.pageLength + 1) + ")"
      if isRanked {
        return ranked + ", page AS MATERIALIZED (SELECT p.* FROM ranked p WHERE true" + start
          + " ORDER BY " + sort.order + limit
      }
      let key = sort.key
      let access = access(newestFirst: sort == .newest)
      guard case .all = access else {
        return "page AS MATERIALIZED (SELECT p.*, " + key + " AS key FROM ("
          + matching(by: access, start: start, order: sort.order, limit: query.pageLength + 1)
          + ") p)"
      }
      return "found AS MATERIALIZED (" + matching(by: access, order: sort.order, limit: nil)
        + "), page AS MATERIALIZED (SELECT p.*, " + key + " AS key FROM found p WHERE true" + start
        + " ORDER BY " + sort.order + limit
    }
  }

  /// What is in stock first, then what has the rarest words in the best places; what sold well
  /// decides among equals: `ln(1 + sold) * 4` is at most worth one place of a common word.
  private var ranked: QueryPart {
    let order: QueryPart = "score DESC, p.sold_count DESC, p.id DESC"
    return "found AS MATERIALIZED ("
      + matching(by: accessToBest, order: order, limit: limits.ranked)
      + "), ranked AS MATERIALIZED (SELECT p.*, p.score + (ln(1 + p.sold_count) * 4)::bigint"
      + " + CASE WHEN " + .isInStock + " THEN 1000000 ELSE 0 END AS key FROM found p)"
  }

  /// The rows of cards: those of the page, or else a few that come near.
  fileprivate var shown: QueryPart {
    let columns = QueryPart.cardColumns
    let page: QueryPart =
      "SELECT 0 AS kind, row_number() OVER (ORDER BY " + sort.order + ") AS place, key, " + columns
      + " FROM page p"
    guard query.cursor == nil, let near else { return page }
    return page + " UNION ALL SELECT 1, row_number() OVER (), 0::bigint, " + columns
      + " FROM (SELECT n.* FROM ("
      + near.matching(
        by: near.accessToBest,
        order: ProductSort.popular.order,
        limit: Self.nearLimit
      )
      + ") n WHERE NOT EXISTS (SELECT FROM page)) n"
  }

  /// The rows of facets: 2 for the list's, 3 for those of the list without what narrows it.
  fileprivate var facetRows: QueryPart {
    let own =
      isFoundOnce
      ? "SELECT p.* FROM found p" + Self.limit(ProductFacets.ceiling + 1) : counted
    return narrowings.reduce(Self.rows(2, own, priceBounds, only: nil)) { part, narrowing in
      part + Self.rows(3, without(narrowing).counted, priceBounds, only: "\(narrowing):")
    }
  }

  private var counted: QueryPart {
    matching(
      by: access(newestFirst: true),
      order: ProductSort.newest.order,
      limit: ProductFacets.ceiling + 1
    )
  }

  private static func rows(
    _ kind: Int,
    _ products: QueryPart,
    _ bounds: [Int64],
    only prefix: String?
  ) -> QueryPart {
    let stock: QueryPart = "CASE WHEN " + .isInStock + " THEN ARRAY['k:'] END"
    let band: QueryPart = "ARRAY['p:' || width_bucket(p.lowest_price, \(bounds))]"
    let facets: QueryPart =
      "(SELECT d.facets FROM storefront.search_document d"
      + " WHERE d.tenant_id = $1 AND d.product_id = p.id)"
    let values =
      switch prefix {
      case "p:": band
      case .some: facets
      case nil: facets + " || ARRAY['n:'] || " + band + " || " + stock
      }
    let condition = prefix.map { prefix -> QueryPart in " WHERE starts_with(v.facet, \(prefix))" }
    return " UNION ALL SELECT \(kind)::integer, v.facet, count(*), 0, NULL::bigint, NULL::uuid, "
      + "NULL::text, NULL::text, NULL::text, NULL::text, NULL::integer, NULL::integer, "
      + "NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::boolean, "
      + "NULL::bytea FROM (" + products + ") p CROSS JOIN LATERAL unnest(" + values
      + ") v (facet)" + (condition ?? "") + " GROUP BY v.facet"
  }
}

extension ProductListQuery {
  /// The number of products that a page may have, within what is allowed.
  var pageLength: Int { min(max(limit, 1), Self.pageLimit) }
}

extension ProductSort {
  /// Where a page begins, as a condition on `p`.
  fileprivate func start(_ cursor: String?) throws(StorefrontRefusal) -> QueryPart {
    guard let cursor else { return "" }
    let from = try ListCursor(cursor, order: rawValue)
    return switch self {
    case .newest: " AND p.id < \(from.id)"
    case .relevance: " AND (p.key, p.id) < (\(from.key), \(from.id))"
    case .popular: " AND (p.sold_count, p.id) < (\(from.key), \(from.id))"
    case .priceUp: " AND (p.lowest_price, p.id) > (\(from.key), \(from.id))"
    case .priceDown: " AND (p.lowest_price, p.id) < (\(from.key), \(from.id))"
    }
  }

  fileprivate var order: QueryPart {
    switch self {
    case .relevance: "p.key DESC, p.id DESC"
    case .newest: "p.id DESC"
    case .popular: "p.sold_count DESC, p.id DESC"
    case .priceUp: "p.lowest_price, p.id"
    case .priceDown: "p.lowest_price DESC, p.id DESC"
    }
  }

  /// What the order compares before the id.
  fileprivate var key: QueryPart {
    switch self {
    case .relevance, .newest: "0::bigint"
    case .popular: "p.sold_count"
    case .priceUp, .priceDown: "p.lowest_price"
    }
  }
}
