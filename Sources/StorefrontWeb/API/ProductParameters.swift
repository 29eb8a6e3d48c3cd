internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// By what the API narrows and sorts products.
enum ProductParameters {
  static let all: [RouteParameter] = [
    .query("q", .string(0...80), "Words that must all occur."),
    .query(
      "category",
      ShopSchemas.slug,
      "A category's short name; what is below it belongs to it."
    ),
    .query("stage", .string(1...80, format: .slug), "The code of one of the shop's stages."),
    .query("collection", .string(1...80, format: .slug), "One of the shop's collections."),
    .query("age", .integer(-10...216), "The child's age in months; negative before birth."),
    .query("brand", .array(.string(1...80), count: 0...20), "A brand; several give any of them."),
    .query(
      "material",
      .array(.string(1...80), count: 0...20),
      "A material; several give any of them."
    ),
    .query("safety", .array(.string(1...80), count: 0...20), "A safety class; several give any."),
    .query("size", .array(.string(1...80), count: 0...20), "A size; several give any of them."),
    .query("min_price", .integer(0...9_007_199_254_740_991), "The lowest price in minor units."),
    .query("max_price", .integer(0...9_007_199_254_740_991), "The highest price in minor units."),
    .query("in_stock", .boolean, "Only what can be had now."),
    .query(
      "sort",
      .choice(ProductSort.allCases.map(\.rawValue)),
      "The order; by default newest, and relevance with words."
    ),
    .query("cursor", .string(1...1_000, format: .cursor), "Where the page begins."),
    .query(
      "limit",
      .integer(1...Int64(ProductListQuery.pageLimit)),
      "Products a page; 24 by default."
    ),
    .query("facets", .boolean, "Whether to count the list and what narrows it as well."),
  ]

  static func query(_ request: TenantRequest) throws -> ProductListQuery {
    let fields = request.query
    var query = ProductListQuery()
    query.text = fields["q"] ?? ""
    query.category = fields["category"]
    query.collection = try collection(request)
    query.ages = try ages(request)
    query.brands = fields.all("brand").filter { !$0.isEmpty }
    query.materials = fields.all("material").filter { !$0.isEmpty }
    query.safetyClasses = fields.all("safety").filter { !$0.isEmpty }
    query.sizes = fields.all("size").filter { !$0.isEmpty }
    query.minimumPrice = try fields.value("min_price", as: Int64.self)
    query.maximumPrice = try fields.value("max_price", as: Int64.self)
    query.onlyInStock = fields["in_stock"] == "true"
    query.sort =
      fields["sort"].flatMap(ProductSort.init(rawValue:))
      ?? (query.text.isEmpty ? .newest : .relevance)
    query.cursor = fields["cursor"]
    query.limit = try fields.integer("limit", in: 1...ProductListQuery.pageLimit) ?? query.limit
    return query
  }

  private static func collection(_ request: TenantRequest) throws -> CollectionRule? {
    guard let slug = request.query["collection"] else { return nil }
    let (settings, currency) = (try request.tenant.storefront, request.tenant.currency)
    guard let rule = settings.collectionRule(slug, currency: currency) else {
      throw request.query.refusal("collection", "must be one of the shop's collections")
    }
    return rule
  }

  /// One month of an age, else the months of a stage.
  private static func ages(_ request: TenantRequest) throws -> AgeRange? {
    if let month = try request.query.integer("age", in: -10...216) {
      return AgeRange(from: month, to: month + 1)
    }
    guard let code = request.query["stage"] else { return nil }
    guard let stage = try request.tenant.storefront.stages.first(where: { $0.code == code }) else {
      throw request.query.refusal("stage", "must be the code of one of the shop's stages")
    }
    return stage.ages
  }
}

/// One field of a query as an address writes it.
enum QueryField {
  static func written(_ name: String, _ value: String) -> String {
    "\(name)=" + (value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")
  }

  /// RFC 3986, §2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
  )
}
