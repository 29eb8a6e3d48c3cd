import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Products whose brand, size, material and price follow from their numbers.
private func facetedShop(_ count: Int) throws -> ShopFolder {
  let folder = try smallShop()
  var rows = [
    """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,\
    safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,\
    list_price,weight_grams,picture,name.zh,name.en
    """
  ]
  for number in 0..<count {
    let brand = ["Ama", "Bibi", "Coco"][number % 3]
    let material = ["棉", "竹、棉", "竹"][number / 2 % 3]
    let category = ["care", "wear-tops"][number % 2]
    let (safety, size) = (["A类", "B类"][number / 3 % 2], ["S", "M", "L", "XL"][number % 4])
    rows.append(
      """
      F-\(number),,f-\(number),\(category),\(brand),published,\(number % 12),\(number % 12 + 6),\
      \(material),\(safety),,,size,\(size),,,\(5 + number * 13 % 300).00,,,,软软 连体衣 \(number)号,Romper \(number)
      """
    )
  }
  try folder.write(rows.joined(separator: "\n") + "\n", to: "catalogue.csv")
  try folder.write(
    "sku,location,on_hand\n"
      + (0..<count).map { "F-\($0),shop,\($0 % 5)" }.joined(separator: "\n") + "\n",
    to: "stock.csv"
  )
  return folder
}

/// The same as the folder says, to compare with: a shop without a database.
private struct Model {
  struct Goods {
    let slug: String
    let terms: [ProductFacet: Set<String>]
    let price: Int64
    let isInStock: Bool
  }

  let goods: [Goods]

  init(_ count: Int) {
    // With their types, because the compiler takes long to find them.
    let brands: [Set<String>] = [["Ama"], ["Bibi"], ["Coco"]]
    let materials: [Set<String>] = [["棉"], ["竹", "棉"], ["竹"]]
    let categories: [Set<String>] = [["care"], ["wear", "wear-tops"]]
    let classes: [Set<String>] = [["A类"], ["B类"]]
    let sizes: [Set<String>] = [["S"], ["M"], ["L"], ["XL"]]
    goods = (0..<count).map { (number: Int) -> Goods in
      var terms: [ProductFacet: Set<String>] = [:]
      terms[.brand] = brands[number % 3]
      terms[.material] = materials[number / 2 % 3]
      terms[.category] = categories[number % 2]
      terms[.safetyClass] = classes[number / 3 % 2]
      terms[.size] = sizes[number % 4]
      let price = Int64(5 + number * 13 % 300) * 100
      return Goods(slug: "f-\(number)", terms: terms, price: price, isInStock: number % 5 > 0)
    }
  }

  func found(_ query: ProductListQuery, without ignored: ProductFacet? = nil) -> [Goods] {
    goods.filter { goods in
      ProductFacet.allCases.allSatisfy { facet in
        let wanted = query.values(of: facet)
        return facet == ignored || wanted.isEmpty
          || !(goods.terms[facet] ?? []).isDisjoint(with: wanted)
      } && goods.price >= query.minimumPrice ?? 0 && goods.price <= query.maximumPrice ?? .max
        && (goods.isInStock || !query.onlyInStock)
    }
  }
}

@Suite("Facets", .tenantDatabase([StorefrontModule.module]))
struct FacetTests {
  /// Random choices of values, prices and words against a model that reads every product.
  @Test func `lists and counts are those of a shop that reads everything`() async throws {
    let count = 60
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await facetedShop(count).apply(to: pair.mine)
    try await facetedShop(7).apply(to: pair.other)
    let model = Model(count)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      var query = ProductListQuery()
      query.limit = 7
      query.sort = ProductSort.allCases.randomElement(using: &random) ?? .newest
      query.text = ["", "连体衣", "romper", "liantiyi", "rompr"].randomElement(using: &random) ?? ""
      func some(_ values: [String]) -> [String] {
        Bool.random(using: &random) ? [] : values.filter { _ in Bool.random(using: &random) }
      }
      query.brands = some(["Ama", "Bibi", "Coco", "Nobody"])
      query.materials = some(["棉", "竹"])
      query.sizes = some(["S", "M", "L"])
      query.safetyClasses = some(["A类"])
      query.category = [nil, "wear", "care", "wear-tops"].randomElement(using: &random) ?? nil
      if Bool.random(using: &random) { query.maximumPrice = Int64.random(in: 500...30_000) }
      query.onlyInStock = Bool.random(using: &random)

      let slugs = try await pair.mine.slugs(query).flatMap { $0 }
      let facets = try await pair.mine.scope.productFacets(query, in: pair.mine.view)

      let found = model.found(query)
      #expect(slugs.count == Set(slugs).count)
      #expect(Set(slugs) == Set(found.map(\.slug)), "\(query)")
      #expect(facets.count == found.count)
      for facet in ProductFacet.allCases {
        let around = model.found(query, without: facet)
        let wanted = Dictionary(
          around.flatMap { $0.terms[facet] ?? [] }.map { ($0, 1) },
          uniquingKeysWith: +
        )
        let counted = Dictionary(
          (facets.values[facet] ?? []).map { ($0.name, $0.count) },
          uniquingKeysWith: +
        )
        #expect(counted == wanted, "\(facet) of \(query)")
      }
    }
  }

  @Test func `bands of prices and stages are counted`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await facetedShop(30).apply(to: pair.mine)

    let facets = try await pair.mine.scope.productFacets(ProductListQuery(), in: pair.mine.view)

    #expect(facets.prices.reduce(0) { $0 + $1.count } == 30)
    #expect(facets.prices.first?.from == nil)
    for (band, next) in zip(facets.prices, facets.prices.dropFirst()) {
      #expect((band.to ?? .max) <= (next.from ?? 0))
    }
    // Months 0 to 2 begin within the first three; every range is six months long.
    let newborns = (0..<30).count { $0 % 12 < 3 }
    #expect(facets.count(for: AgeRange(from: 0, to: 3)) == newborns)
  }

  @Test func `lesson 17: a list page takes three statements at most, however it is narrowed`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await facetedShop(30).apply(to: pair.mine)
    var query = ProductListQuery()
    query.text = "liantiyi 软软"
    query.sort = .relevance
    query.brands = ["Ama", "Bibi"]
    query.sizes = ["S"]
    query.materials = ["棉"]
    let counted = StatementCount(pair.mine.scope)

    let listing = try await counted.productListing(query, in: pair.mine.view, cartOf: nil)

    #expect(listing.page.items.isEmpty == false)
    #expect(counted.count == 3)
  }
}

/// Counts the statements that go through it.
private final class StatementCount: TenantQuerying {
  private let scope: TenantScope
  private let statements = Mutex(0)

  init(_ scope: TenantScope) { self.scope = scope }

  var count: Int { statements.withLock { $0 } }
  var tenant: TenantID { scope.tenant }
  var environment: StoreEnvironment { scope.environment }

  func run(_ queries: [TenantQuery], function: String, file: String) async throws -> [QueryResult] {
    statements.withLock { $0 += queries.count }
    return try await scope.run(queries, function: function, file: file)
  }
}
