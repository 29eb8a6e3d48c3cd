internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API of what the shop sells.
enum CatalogueRoutes {
  private static let tag = "Catalogue"

  static let all = [shop, categories, products, product]

  private static let shop = Route.read(
    "/api/v1/shop",
    operation: "getShop",
    summary: "The shop: languages, stages, delivery and ways to pay",
    tag: tag,
    responses: [.json(ShopSchemas.shop, "The shop.")]
  ) { request in try .json(Answer(request: request).shop()) }

  private static let categories = Route.read(
    "/api/v1/categories",
    operation: "listCategories",
    summary: "All categories in the merchant's order",
    tag: tag,
    responses: [.json(ShopSchemas.categories, "The categories, two levels deep.")]
  ) { request in
    let answer = Answer(request: request)
    let categories = try await request.scope.categories(in: answer.shopView)
    return .json(JSONValue.object(["items": .array(categories.map(answer.category))]))
  }

  private static let products = Route.read(
    "/api/v1/products",
    operation: "listProducts",
    summary: "The products that match all given filters, page by page",
    tag: tag,
    parameters: ProductParameters.all,
    responses: [.pageOfJSON(ShopSchemas.products, "One page of products.")],
    refusals: .storefront(.categoryNotFound, .cursorInvalid)
  ) { request in
    let answer = Answer(request: request)
    let query = try ProductParameters.query(request)
    if let slug = query.category {
      let categories = try await request.scope.categories(in: answer.shopView)
      _ = try CategoryPath.find(slug, in: categories)
    }
    let page = try await request.scope.products(query, in: answer.shopView)
    let facets =
      request.query["facets"] == "true"
      ? try await request.scope.productFacets(query, in: answer.shopView) : nil
    let next = page.next.map { request.url("/api/v1/products", following: $0) }
    return .json(answer.products(page, facets: facets)).linking(next: next)
  }

  private static let product = Route.read(
    "/api/v1/products/{slug}",
    operation: "getProduct",
    summary: "One product with all that can be bought of it",
    tag: tag,
    parameters: [.path("slug", ShopSchemas.productKey, "The product's short name, or its id.")],
    responses: [.json(ShopSchemas.product, "The product.")],
    refusals: .storefront(.productNotFound)
  ) { request in
    let answer = Answer(request: request)
    let key = try request.path("slug")
    let found =
      if let id = ProductID(key) {
        try await request.scope.product(id, in: answer.shopView)
      } else {
        try await request.scope.product(slug: key, in: answer.shopView)
      }
    guard let product = found else {
      throw StorefrontRefusal(.productNotFound)
    }
    return .json(answer.product(product))
  }
}

extension [RefusalDescription] {
  /// Refusals of the shop for a route's documentation.
  static func storefront(_ codes: StorefrontRefusal.Code...) -> Self {
    codes.map { RefusalDescription($0) }
  }
}

extension TenantRequest {
  /// The address of a list's next page: the same question with another cursor.
  fileprivate func url(_ path: String, following cursor: String) -> String {
    let kept = [
      "q", "category", "collection", "stage", "age", "min_price", "max_price", "in_stock", "sort",
      "limit",
      "facets",
    ]
    let own = url(path, ["cursor": cursor])
    let pairs =
      kept.compactMap { name in query[name].map { (name, $0) } }
      + ["brand", "material", "safety", "size"].flatMap { name in
        query.all(name).map { (name, $0) }
      }
    return pairs.reduce(own) { $0 + "&" + QueryField.written($1.0, $1.1) }
  }
}
