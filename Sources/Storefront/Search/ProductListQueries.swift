internal import Foundation
public import TenantStore

private struct CardRow: TenantRow {
  let id: ProductID
  let slug: String
  let name: String?
  let summary: String?
  let brand: String
  let ages: AgeRange
  let lowestPrice: Int64
  let highestPrice: Int64
  let listPrice: Int64?
  let soldCount: Int64
  let isInStock: Bool
  let picture: [UInt8]?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    summary = try row.next()
    brand = try row.next()
    ages = AgeRange(from: try row.next(), to: try row.next())
    lowestPrice = try row.next()
    highestPrice = try row.next()
    listPrice = try row.next()
    soldCount = try row.next()
    isInStock = try row.next()
    picture = try row.next()
  }

  func card(in view: ShopView) -> ProductCard {
    ProductCard(
      id: id,
      slug: slug,
      name: name ?? slug,
      summary: summary ?? "",
      brand: brand,
      ages: ages,
      lowestPrice: view.money(lowestPrice),
      highestPrice: view.money(highestPrice),
      listPrice: listPrice.map(view.money),
      soldCount: Int(soldCount),
      isInStock: isInStock,
      picture: picture.map { MediaID(sha256: $0) }
    )
  }

  func cursor(_ sort: ProductSort) -> ListCursor {
    let key =
      switch sort {
      case .newest: Int64(0)
      case .popular: soldCount
      case .priceUp, .priceDown: lowestPrice
      }
    return ListCursor(order: sort.rawValue, key: key, id: id.uuid)
  }
}

private struct BrandRow: TenantRow {
  let name: String
  let count: Int
  let lowest: Int64
  let highest: Int64

  init(row: inout ColumnReader) throws {
    name = try row.next()
    count = try row.next()
    lowest = try row.next()
    highest = try row.next()
  }
}

extension ProductSort {
  fileprivate func start(_ cursor: String?) throws(StorefrontRefusal) -> QueryPart {
    guard let cursor else { return "" }
    let from = try ListCursor(cursor, order: rawValue)
    return switch self {
    case .newest: " AND p.id < \(from.id)"
    case .popular: " AND (p.sold_count, p.id) < (\(from.key), \(from.id))"
    case .priceUp: " AND (p.lowest_price, p.id) > (\(from.key), \(from.id))"
    case .priceDown: " AND (p.lowest_price, p.id) < (\(from.key), \(from.id))"
    }
  }

  fileprivate var order: QueryPart {
    switch self {
    case .newest: "p.id DESC"
    case .popular: "p.sold_count DESC, p.id DESC"
    case .priceUp: "p.lowest_price, p.id"
    case .priceDown: "p.lowest_price DESC, p.id DESC"
    }
  }
}

extension TenantQuerying {
  /// One page of the published products that a visitor asks for.
  ///
  /// - Throws: ``StorefrontRefusal`` when the cursor belongs to another list or to none.
  public func products(_ query: ProductListQuery, in view: ShopView) async throws -> ProductPage {
    let start = try query.sort.start(query.cursor)
    guard !query.isSearchWithoutTerms else { return ProductPage(items: [], next: nil) }
    let limit = min(max(query.limit, 1), ProductListQuery.pageLimit)
    let rows: [CardRow] = try await all(
      """
      WITH page AS (
        SELECT p.id, p.slug, p.brand, p.age_from_months, p.age_to_months, p.lowest_price,
          p.highest_price, p.sold_count
        FROM storefront.product p
        WHERE p.tenant_id = \(tenant) AND p.status = 'published'\
      \(query.filter)\(query.brandPart)\(start)
        ORDER BY \(query.sort.order) LIMIT \(limit + 1))
      SELECT p.id, p.slug, t.name, t.summary, p.brand, p.age_from_months, p.age_to_months,
        p.lowest_price, p.highest_price,
        (SELECT min(k.list_price) FROM storefront.sku k
         WHERE k.tenant_id = \(tenant) AND k.product_id = p.id AND NOT k.is_withdrawn
           AND k.price = p.lowest_price),
        p.sold_count,
        \(QueryPart.isInStock),
        \(QueryPart.firstPicture)
      FROM page p
      LEFT JOIN LATERAL (
        SELECT t.name, t.summary FROM storefront.product_text t
        WHERE t.tenant_id = \(tenant) AND t.product_id = p.id
        ORDER BY array_position(\(view.localeTexts), t.locale) NULLS LAST, t.locale LIMIT 1
      ) t ON true
      ORDER BY \(query.sort.order)
      """
    )
    let shown = rows.prefix(limit)
    return ProductPage(
      items: shown.map { $0.card(in: view) },
      next: rows.count > limit ? shown.last?.cursor(query.sort).text : nil
    )
  }

  /// By what the products of a list can be narrowed further; counts stop at a ceiling.
  public func productFacets(_ query: ProductListQuery) async throws -> ProductFacets {
    guard !query.isSearchWithoutTerms else {
      return ProductFacets(count: 0, isCeilingReached: false, brands: [], prices: nil)
    }
    let rows: [BrandRow] = try await all(
      """
      SELECT brand, count(*), min(lowest_price), max(highest_price) FROM (
        SELECT p.brand, p.lowest_price, p.highest_price FROM storefront.product p
        WHERE p.tenant_id = \(tenant) AND p.status = 'published'\(query.filter)
        LIMIT \(ProductFacets.ceiling + 1)
      ) hit
      GROUP BY brand ORDER BY count(*) DESC, brand
      """
    )
    let chosen = rows.filter { query.brands.isEmpty || query.brands.contains($0.name) }
    let lowest = rows.map(\.lowest).min()
    let highest = rows.map(\.highest).max()
    return ProductFacets(
      count: min(chosen.reduce(0) { $0 + $1.count }, ProductFacets.ceiling),
      isCeilingReached: rows.reduce(0) { $0 + $1.count } > ProductFacets.ceiling,
      brands: rows.filter { !$0.name.isEmpty }.map { .init(name: $0.name, count: $0.count) },
      prices: lowest.flatMap { low in highest.map { low...$0 } }
    )
  }
}
