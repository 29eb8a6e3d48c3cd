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
  let salePrice: Int64?

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
    salePrice = try row.next()
  }

  func card(in view: ShopView) -> ProductCard {
    var (price, strike) = (lowestPrice, listPrice)
    if let salePrice, salePrice < lowestPrice {
      (price, strike) = (salePrice, listPrice ?? lowestPrice)
    }
    return ProductCard(
      id: id,
      slug: slug,
      name: name ?? slug,
      summary: summary ?? "",
      brand: brand,
      ages: ages,
      lowestPrice: view.money(price),
      highestPrice: view.money(highestPrice),
      listPrice: strike.map(view.money),
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
    let products = try productsQuery(query, in: view)
    guard !query.isSearchWithoutTerms, let result = try await batch([products]).first else {
      return .none
    }
    return try .read(result, query, view)
  }

  /// By what the products of a list can be narrowed further; counts stop at a ceiling.
  public func productFacets(_ query: ProductListQuery) async throws -> ProductFacets {
    guard !query.isSearchWithoutTerms, let result = try await batch([facetsQuery(query)]).first
    else { return .none }
    return try .read(result, query)
  }

  /// What else a card shows is looked up by key for the page's products alone.
  ///
  /// `OFFSET 0` keeps the server from reading the whole stock at once, which is cheaper only while
  /// the shop is small.
  func productsQuery(
    _ query: ProductListQuery,
    in view: ShopView
  ) throws(StorefrontRefusal) -> TenantQuery {
    let start = try query.sort.start(query.cursor)
    let now = environment.now()
    return """
      SELECT p.id, p.slug, coalesce(t.name, other.name), coalesce(t.summary, other.summary), p.brand,
        p.age_from_months, p.age_to_months, p.lowest_price, p.highest_price, goods.list_price,
        p.sold_count, coalesce(goods.is_in_stock, false), i.sha256, goods.sale_price
      FROM (
        SELECT p.id, p.slug, p.brand, p.age_from_months, p.age_to_months, p.lowest_price,
          p.highest_price, p.sold_count
        FROM storefront.product p
        WHERE p.tenant_id = \(tenant) AND p.status = 'published'\
      \(query.filter)\(query.brandPart)\(start)
        ORDER BY \(query.sort.order) LIMIT \(query.pageLength + 1)
      ) p
      LEFT JOIN storefront.product_text t
        ON t.tenant_id = \(tenant) AND t.product_id = p.id AND t.locale = \(view.firstLocale)
      LEFT JOIN LATERAL (
        SELECT o.name, o.summary FROM storefront.product_text o
        WHERE t.name IS NULL AND o.tenant_id = \(tenant) AND o.product_id = p.id
        ORDER BY array_position(\(view.localeTexts), o.locale) NULLS LAST, o.locale LIMIT 1
      ) other ON true
      LEFT JOIN LATERAL (
        SELECT min(k.list_price) FILTER (WHERE k.price = p.lowest_price) AS list_price,
          bool_or(EXISTS (
            SELECT FROM storefront.stock_level s
            WHERE s.tenant_id = \(tenant) AND s.sku_id = k.id AND s.available > 0 OFFSET 0
          )) AS is_in_stock,
          min(\(QueryPart.salePrice(at: now))) AS sale_price
        FROM storefront.sku k
        WHERE k.tenant_id = \(tenant) AND k.product_id = p.id AND NOT k.is_withdrawn
      ) goods ON true
      LEFT JOIN storefront.product_picture i
        ON i.tenant_id = \(tenant) AND i.product_id = p.id AND i.position = 0
      ORDER BY \(query.sort.order)
      """
  }

  func facetsQuery(_ query: ProductListQuery) -> TenantQuery {
    """
    SELECT brand, count(*), min(lowest_price), max(highest_price) FROM (
      SELECT p.brand, p.lowest_price, p.highest_price FROM storefront.product p
      WHERE p.tenant_id = \(tenant) AND p.status = 'published'\(query.filter)
      LIMIT \(ProductFacets.ceiling + 1)
    ) hit
    GROUP BY brand ORDER BY count(*) DESC, brand
    """
  }
}

extension ProductListQuery {
  /// The number of products that a page may have, within what is allowed.
  fileprivate var pageLength: Int { min(max(limit, 1), Self.pageLimit) }
}

extension ProductPage {
  static let none = Self(items: [], next: nil)

  static func read(_ result: QueryResult, _ query: ProductListQuery, _ view: ShopView) throws
    -> Self
  {
    let rows = try result.all(CardRow.self)
    let shown = rows.prefix(query.pageLength)
    return Self(
      items: shown.map { $0.card(in: view) },
      next: rows.count > query.pageLength ? shown.last?.cursor(query.sort).text : nil
    )
  }
}

extension ProductFacets {
  static let none = Self(count: 0, isCeilingReached: false, brands: [], prices: nil)

  static func read(_ result: QueryResult, _ query: ProductListQuery) throws -> Self {
    let rows = try result.all(BrandRow.self)
    let chosen = rows.filter { query.brands.isEmpty || query.brands.contains($0.name) }
    let lowest = rows.map(\.lowest).min()
    let highest = rows.map(\.highest).max()
    return Self(
      count: min(chosen.reduce(0) { $0 + $1.count }, ceiling),
      isCeilingReached: rows.reduce(0) { $0 + $1.count } > ceiling,
      brands: rows.filter { !$0.name.isEmpty }.map { Brand(name: $0.name, count: $0.count) },
      prices: lowest.flatMap { low in highest.map { low...$0 } }
    )
  }
}
