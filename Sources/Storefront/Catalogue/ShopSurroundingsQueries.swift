public import TenantStore

/// What stands around every page of a shop: its categories and the number beside the cart.
public struct ShopSurroundings: Hashable, Sendable {
  /// The categories at the top, each with those below it, in the merchant's order.
  public let categories: [Category]
  /// How many pieces the visitor's cart holds.
  public let cartQuantity: Int
}

/// Everything that a page with a list of products shows.
public struct ProductListing: Hashable, Sendable {
  /// What stands around the list.
  public let surroundings: ShopSurroundings
  /// The products.
  public let page: ProductPage
  /// By what the list can be narrowed further.
  public let facets: ProductFacets
}

/// Everything that the page of a product shows but what is like it.
public struct ProductSheet: Hashable, Sendable {
  /// The product; nothing when it is not on sale.
  public let product: Product?
  /// What its buyers and experts say.
  public let reviews: ProductReviews
  /// What stands around it.
  public let surroundings: ShopSurroundings
}

extension TenantQuerying {
  /// What stands around a page, in one round trip.
  ///
  /// - Parameters:
  ///   - view: How the visitor sees the shop.
  ///   - session: Whose cart is counted; nobody's when there is no session.
  ///   - categories: The categories, when they are known already and need not be read.
  /// - Throws: `TenancyRefusal` when the database is busy or away.
  /// - Returns: The categories and the cart's quantity.
  public func surroundings(
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil
  ) async throws -> ShopSurroundings {
    try await surrounded([], in: view, cartOf: session, knowing: categories).surroundings
  }

  /// A list of products with its facets and surroundings: two statements in one round trip, and
  /// before them the lexicon's when there are words or values that narrow the list.
  ///
  /// - Parameters:
  ///   - query: The list.
  ///   - view: How the visitor sees the shop.
  ///   - session: Whose cart is counted.
  ///   - categories: The categories, when they are known already and need not be read.
  ///   - known: The list's facets when somebody knows them already; they are not counted then.
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list or to none.
  /// - Returns: The page, the facets and what stands around them.
  public func productListing(
    _ query: ProductListQuery,
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil,
    facets known: ProductFacets? = nil
  ) async throws -> ProductListing {
    let plan = try await listingPlan(query, in: view)
    let listing = try listingQuery(plan, in: view, countsFacets: known == nil)
    let (results, surroundings) = try await surrounded(
      plan.isHopeless ? [] : [listing],
      in: view,
      cartOf: session,
      knowing: categories
    )
    let rows = try results.first.map { try ListingRows($0, plan, view) }
    return ProductListing(
      surroundings: surroundings,
      page: rows?.page ?? ProductPage(items: [], next: nil, search: plan.search?.outcome),
      facets: known ?? rows?.facets ?? .none
    )
  }

  /// Several lists of products with their surroundings, in one round trip.
  ///
  /// - Throws: ``StorefrontRefusal`` when a cursor belongs to another list or to none.
  public func productShelves(
    _ queries: [ProductListQuery],
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil
  ) async throws -> (pages: [ProductPage], surroundings: ShopSurroundings) {
    var plans: [ListingPlan] = []
    for query in queries { plans.append(try await listingPlan(query, in: view)) }
    let (results, surroundings) = try await surrounded(
      plans.map { try listingQuery($0, in: view, countsFacets: false) },
      in: view,
      cartOf: session,
      knowing: categories
    )
    let pages = try zip(results, plans).map { try ListingRows($0, $1, view).page }
    return (pages, surroundings)
  }

  /// A published product with its reviews and surroundings, in one round trip.
  ///
  /// - Parameters:
  ///   - slug: The product's short name.
  ///   - reviews: Which of its reviews are shown.
  ///   - view: How the visitor sees the shop.
  ///   - session: Whose cart is counted.
  ///   - categories: The categories, when they are known already and need not be read.
  /// - Throws: `TenancyRefusal` when the database is busy or away.
  /// - Returns: The product, nothing when none of the name is on sale, and what stands on its page.
  public func productSheet(
    slug: String,
    reviews: ProductReviewQuery,
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil
  ) async throws -> ProductSheet {
    let id: QueryPart = """
      (SELECT p.id FROM storefront.product p WHERE p.tenant_id = $1 AND p.slug = \(slug))
      """
    let (results, surroundings) = try await surrounded(
      [productQuery(slug: slug, in: view), skusQuery(slug: slug), offersQuery(slug: slug)]
        + reviewQueries(reviews, of: id),
      in: view,
      cartOf: session,
      knowing: categories
    )
    return ProductSheet(
      product: try await whole(
        Product.read(Array(results.prefix(3)), slug: slug, view),
        in: view
      ),
      reviews: try ProductReviews(results: Array(results.dropFirst(3)), reviews),
      surroundings: surroundings
    )
  }

  /// Runs queries with those of the surroundings after them.
  private func surrounded(
    _ queries: [TenantQuery],
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]?,
    function: String = #function
  ) async throws -> (results: [QueryResult], surroundings: ShopSurroundings) {
    let around = around(in: view, cartOf: session, knowing: categories)
    let asked = queries + [around].compactMap(\.self)
    let results = asked.isEmpty ? [] : try await batch(asked, function: function)
    guard results.count == asked.count else { throw TenantStoreError.emptyAnswer }
    let read = around == nil ? nil : results.last
    let surroundings =
      if let categories {
        ShopSurroundings(
          categories: categories,
          cartQuantity: Int(try read?.values(Int64.self).first ?? 0)
        )
      } else {
        try read.map(Category.surroundings) ?? ShopSurroundings(categories: [], cartQuantity: 0)
      }
    return (Array(results.prefix(queries.count)), surroundings)
  }

  /// What has to be asked for the surroundings: nothing when the categories are known and no cart is.
  private func around(
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]?
  ) -> TenantQuery? {
    guard categories != nil else { return surroundingsQuery(in: view, cartOf: session) }
    return session.map { cartQuantityQuery(of: $0) }
  }
}
