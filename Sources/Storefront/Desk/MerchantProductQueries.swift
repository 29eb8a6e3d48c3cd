internal import Foundation
public import TenantStore

private struct MerchantProductRow: TenantRow {
  let id: ProductID
  let slug: String
  let name: String?
  let status: String
  let publishAt: Date?
  let unpublishAt: Date?
  let prices: (lowest: Int64, highest: Int64)
  let counts: (skus: Int64, available: Int64)

  init(row: inout ColumnReader) throws {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    status = try row.next()
    publishAt = try row.next()
    unpublishAt = try row.next()
    prices = (try row.next(), try row.next())
    counts = (try row.next(), try row.next())
  }

  func product(in view: ShopView, at now: Date) throws -> MerchantProduct {
    guard let status = ProductStatus(rawValue: status) else { throw TenantStoreError.emptyAnswer }
    return MerchantProduct(
      id: id,
      slug: slug,
      name: name ?? slug,
      standing: .of(status, from: publishAt, until: unpublishAt, at: now),
      publishAt: publishAt,
      unpublishAt: unpublishAt,
      lowestPrice: view.money(prices.lowest),
      highestPrice: view.money(prices.highest),
      skuCount: Int(counts.skus),
      available: Int(counts.available)
    )
  }
}

private struct MerchantSKURow: TenantRow {
  let code: String
  let options: [OptionValue]
  let price: Int64
  let listPrice: Int64?
  let salePrice: Int64?
  let available: Int64
  let contents: [BundleContent]

  init(row: inout ColumnReader) throws {
    code = try row.next()
    options = try OptionValue.list(json: row.next())
    price = try row.next()
    listPrice = try row.next()
    salePrice = try row.next()
    available = try row.next()
    let (parts, quantities) = (try row.next([String].self), try row.next([Int].self))
    contents = zip(parts, quantities).map { BundleContent(sku: $0, quantity: $1) }
  }

  func sku(in view: ShopView) -> MerchantSKU {
    MerchantSKU(
      code: code,
      options: OptionLabelRule.summary(options, in: view.locales),
      price: view.money(price),
      listPrice: listPrice.map(view.money),
      salePrice: salePrice.map(view.money),
      available: Int(available),
      contents: contents
    )
  }
}

extension QueryPart {
  /// The parts of `storefront.sku k` in the merchant's order, as a list of something of each.
  fileprivate static func parts(_ column: QueryPart) -> QueryPart {
    "ARRAY(SELECT " + column + """
       FROM storefront.sku_part c
       JOIN storefront.sku part ON part.tenant_id = $1 AND part.id = c.part_id
       WHERE c.tenant_id = $1 AND c.bundle_id = k.id ORDER BY c.position)
      """
  }

  /// What a ``MerchantProduct`` is read from, of `storefront.product p`.
  fileprivate static func merchantProduct(in view: ShopView) -> QueryPart {
    "SELECT p.id, p.slug, " + productName(of: "p.id", in: view) + """
      , p.status, p.publish_at, p.unpublish_at, p.lowest_price, p.highest_price,
        (SELECT count(*) FROM storefront.sku k
          WHERE k.tenant_id = $1 AND k.product_id = p.id AND NOT k.is_withdrawn),
        (SELECT coalesce(sum(
      """ + obtainable + """
          ), 0)::bigint FROM storefront.sku k
            WHERE k.tenant_id = $1 AND k.product_id = p.id AND NOT k.is_withdrawn)
        FROM storefront.product p
        """
  }
}

extension ProductStanding {
  /// The same rule as ``of(_:from:until:at:)``, as a condition on `p`, which a test compares.
  fileprivate func part(at now: Date) -> QueryPart {
    switch self {
    case .onSale: .onSale(at: now)
    case .scheduled: "p.status = 'published' AND p.publish_at > \(now)"
    case .over:
      """
      p.status = 'published' AND p.unpublish_at <= \(now)
        AND (p.publish_at IS NULL OR p.publish_at <= \(now))
      """
    case .draft: "p.status = 'draft'"
    case .archived: "p.status = 'archived'"
    }
  }
}

extension TenantQuerying {
  /// A merchant's products, on sale or not, newest first, and where the next page begins.
  ///
  /// What is on sale is found by words as shoppers find it; the rest, which the search does not
  /// know, by a part of its name or the whole number of a SKU.
  public func merchantProducts(_ query: MerchantProductQuery, in view: ShopView) async throws
    -> (items: [MerchantProduct], next: ProductID?)
  {
    let limit = min(max(query.limit, 1), MerchantProductQuery.pageLimit)
    let now = environment.now()
    var filter = query.standing?.part(at: now) ?? "true"
    let words = query.text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard words.isEmpty else {
      var search = ProductListQuery()
      (search.text, search.sort, search.limit) = (words, .relevance, limit)
      let found =
        query.standing == nil || query.standing == .onSale
        ? try await products(search, in: view).items.map(\.id) : []
      let named = Self.named(words, at: now)
      filter = filter + " AND (p.id = ANY (\(found.map(\.uuid))) OR " + named + ")"
      let rows = try await merchantRows(filter, limit: limit, in: view)
      let place = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1, $0) })
      let items = try rows.map { try $0.product(in: view, at: now) }
      return (items.sorted { (place[$0.id] ?? limit) < (place[$1.id] ?? limit) }, nil)
    }
    if let before = query.before { filter = filter + " AND p.id < \(before)" }
    let rows = try await merchantRows(filter, limit: limit + 1, in: view)
    let items = try rows.prefix(limit).map { try $0.product(in: view, at: now) }
    return (items, rows.count > limit ? items.last?.id : nil)
  }

  /// What is not on sale and is called so.
  private static func named(_ words: String, at now: Date) -> QueryPart {
    "NOT (" + .onSale(at: now) + ") AND (p.slug = \(words.lowercased())" + """
       OR EXISTS (SELECT FROM storefront.sku k WHERE k.tenant_id = $1 AND k.product_id = p.id
         AND k.code = \(words.uppercased()))
       OR EXISTS (SELECT FROM storefront.product_text t WHERE t.tenant_id = $1
         AND t.product_id = p.id AND position(lower(\(words)) in lower(t.name)) > 0))
      """
  }

  private func merchantRows(_ filter: QueryPart, limit: Int, in view: ShopView) async throws
    -> [MerchantProductRow]
  {
    try await all(
      """
      \(QueryPart.merchantProduct(in: view))
      WHERE p.tenant_id = \(tenant) AND \(filter) ORDER BY p.id DESC LIMIT \(limit)
      """
    )
  }

  /// A merchant's product, on sale or not, with the SKUs that it has.
  public func merchantProduct(slug: String, in view: ShopView) async throws
    -> (product: MerchantProduct, skus: [MerchantSKU])?
  {
    let results = try await batch([
      """
      \(QueryPart.merchantProduct(in: view))
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug)
      """,
      """
      SELECT k.code, \(QueryPart.options), k.price, k.list_price,
        CASE WHEN k.sale_until > \(environment.now()) THEN k.sale_price END,
        \(QueryPart.obtainable), \(QueryPart.parts("part.code")),
        \(QueryPart.parts("c.quantity::bigint"))
      FROM storefront.product p
      JOIN storefront.sku k
        ON k.tenant_id = \(tenant) AND k.product_id = p.id AND NOT k.is_withdrawn
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug) ORDER BY k.position, k.code
      """,
    ])
    guard results.count == 2, let row = try results[0].optional(MerchantProductRow.self) else {
      return nil
    }
    let skus = try results[1].all(MerchantSKURow.self).map { $0.sku(in: view) }
    return (try row.product(in: view, at: environment.now()), skus)
  }
}
