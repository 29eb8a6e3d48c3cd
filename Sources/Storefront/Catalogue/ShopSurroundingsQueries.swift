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

  /// A list of products with its facets and surroundings, in one round trip.
  ///
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list or to none.
  public func productListing(
    _ query: ProductListQuery,
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil
  ) async throws -> ProductListing {
    let isAsked = !query.isSearchWithoutTerms
    let (results, surroundings) = try await surrounded(
      isAsked ? [productsQuery(query, in: view), facetsQuery(query)] : [],
      in: view,
      cartOf: session,
      knowing: categories
    )
    return ProductListing(
      surroundings: surroundings,
      page: try isAsked ? .read(results[0], query, view) : .none,
      facets: try isAsked ? .read(results[1], query) : .none
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
    let (results, surroundings) = try await surrounded(
      queries.map { try productsQuery($0, in: view) },
      in: view,
      cartOf: session,
      knowing: categories
    )
    let pages = try zip(results, queries).map { try ProductPage.read($0, $1, view) }
    return (pages, surroundings)
  }

  /// A published product with its surroundings, in one round trip.
  public func productSheet(
    slug: String,
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]? = nil
  ) async throws -> (product: Product?, surroundings: ShopSurroundings) {
    let (results, surroundings) = try await surrounded(
      [productQuery(slug: slug, in: view), skusQuery(slug: slug)],
      in: view,
      cartOf: session,
      knowing: categories
    )
    return (try Product.read(results, slug: slug, view), surroundings)
  }

  /// Runs queries with those of the surroundings after them.
  private func surrounded(
    _ queries: [TenantQuery],
    in view: ShopView,
    cartOf session: SessionID?,
    knowing categories: [Category]?,
    function: String = #function
  ) async throws -> (results: [QueryResult], surroundings: ShopSurroundings) {
    let cart = session.map { [cartQuantityQuery(of: $0)] } ?? []
    let tree = categories == nil ? [categoriesQuery(in: view)] : []
    let asked = queries + cart + tree
    let results = asked.isEmpty ? [] : try await batch(asked, function: function)
    guard results.count == asked.count else { throw TenantStoreError.emptyAnswer }
    let quantity = cart.isEmpty ? nil : try results[queries.count].values(Int64.self).first
    let surroundings = ShopSurroundings(
      categories: try categories ?? results.last.map(Category.read) ?? [],
      cartQuantity: Int(quantity ?? 0)
    )
    return (Array(results.prefix(queries.count)), surroundings)
  }
}
