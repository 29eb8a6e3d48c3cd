import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Whether a list depends on how it is found: small limits make a small shop be read as a large one.
@Suite("Ways to find a list", .tenantDatabase([StorefrontModule.module]))
struct ListingAccessTests {
  private static let large: ListingLimits = {
    var limits = ListingLimits()
    (limits.rareGroup, limits.readGroup) = (0, 0)
    return limits
  }()

  /// The slugs of a list, page by page.
  private func slugs(_ query: ProductListQuery, _ limits: ListingLimits, of tenant: TestTenant)
    async throws -> [String]
  {
    var (query, slugs) = (query, [String]())
    repeat {
      let page = try await tenant.scope.products(query, in: tenant.view, limits: limits)
      slugs += page.items.map(\.slug)
      query.cursor = page.next
    } while query.cursor != nil && slugs.count < 1_000
    return slugs
  }

  private func shops() async throws -> TenantPair {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    try await wideShop(products: 60).apply(to: pair.mine)
    try await wideShop(products: 30).apply(to: pair.other)
    return pair
  }

  @Test(arguments: ["", "连体衣", "宽松 连体衣", "romper 连体衣", "Ama romper"])
  func `a large shop is listed like a small one`(_ text: String) async throws {
    let pair = try await shops()
    var random = HistoryGenerator(seed: UInt64(text.utf8.count))
    var found = 0
    for round in 0..<30 {
      var query = ProductListQuery()
      (query.text, query.limit) = (text, 7)
      query.sort = ProductSort.allCases[round % ProductSort.allCases.count]
      if Bool.random(using: &random) {
        query.category = ["care", "wear"].randomElement(using: &random)
      }
      if Bool.random(using: &random) { query.brands = ["Bibi"] }
      if Bool.random(using: &random) { query.brands.append("Ama") }
      if Bool.random(using: &random) {
        query.minimumPrice = Int64.random(in: 1_000...4_000, using: &random)
      }
      query.onlyInStock = Bool.random(using: &random)

      let usual = try await slugs(query, .usual, of: pair.mine)

      var read = Self.large
      #expect(try await slugs(query, read, of: pair.mine) == usual, "\(query)")
      read.readGroup = 1_000
      #expect(try await slugs(query, read, of: pair.mine) == usual, "\(query)")
      #expect(
        try await pair.mine.scope.productFacets(query, in: pair.mine.view, limits: read)
          == pair.mine.scope.productFacets(query, in: pair.mine.view, limits: .usual)
      )
      (read.newest, read.bestSellers) = (9, 3)
      let some = try await slugs(query, read, of: pair.mine)
      #expect(
        usual.count <= 9 ? some == usual : some.count >= 9 && Set(some).isSubset(of: usual),
        "\(query)"
      )
      found += usual.count
    }
    #expect(found > 0)
  }

  @Test func `of what is too much to rank the newest and the best sellers are ranked`() async throws
  {
    let pair = try await shops()
    try await pair.mine.scope.execute(
      """
      UPDATE storefront.product SET sold_count = 50
      WHERE tenant_id = \(pair.mine.id) AND slug = 'wide-2'
      """
    )
    var limits = Self.large
    (limits.newest, limits.bestSellers) = (5, 1)
    var query = ProductListQuery()
    (query.text, query.sort) = ("连体衣", .relevance)

    let found = try await slugs(query, limits, of: pair.mine)

    #expect(Set(found) == ["wide-2", "wide-55", "wide-56", "wide-57", "wide-58", "wide-59"])
  }

  @Test func `what comes near is offered once, though it sells best and is new`() async throws {
    let pair = try await shops()
    try await pair.mine.scope.execute(
      """
      UPDATE storefront.product SET sold_count = 50
      WHERE tenant_id = \(pair.mine.id) AND slug = 'wide-58'
      """
    )
    var query = ProductListQuery()
    (query.text, query.sort) = ("Ama Bibi", .relevance)

    let page = try await pair.mine.scope.products(query, in: pair.mine.view, limits: Self.large)

    let near = page.search?.near.map(\.slug) ?? []
    #expect(page.items.isEmpty && near.count == 8 && Set(near).count == 8, "\(near)")
  }
}
