internal import Foundation
internal import TenantStore

/// What one bundle is made of, as it is kept and written, by the merchant's numbers.
struct BundleDraft: Hashable {
  let code: String
  /// Pieces by SKU, in the merchant's order.
  let parts: [BundleContent]
}

/// A SKU of which something asks whether it may be a bundle or a part of one.
struct BundleCandidate: TenantRow {
  let code: String
  let isBundle: Bool
  let isPart: Bool
  let hasStock: Bool
  let isPresold: Bool

  init(row: inout ColumnReader) throws {
    code = try row.next()
    isBundle = try row.next()
    isPart = try row.next()
    hasStock = try row.next()
    isPresold = try row.next()
  }
}

private struct PartRow: TenantRow {
  let bundle: SKUID
  let sku: SKUID
  let code: String
  let product: ProductID
  let slug: String
  let name: String?
  let options: [OptionValue]
  let quantity: Int
  let price: Int64
  let available: Int64
  let weightGrams: Int?
  let isOnSale: Bool
  let isWithdrawn: Bool
  let categories: [String]

  init(row: inout ColumnReader) throws {
    bundle = try row.next()
    sku = try row.next()
    code = try row.next()
    product = try row.next()
    slug = try row.next()
    name = try row.next()
    options = try OptionValue.list(json: row.next())
    quantity = try row.next()
    price = try row.next()
    available = try row.next()
    weightGrams = try row.next()
    isOnSale = try row.next()
    isWithdrawn = try row.next()
    categories = try row.next()
  }

  func part(in view: ShopView) -> BundlePart {
    BundlePart(
      sku: sku,
      code: code,
      product: product,
      productSlug: slug,
      name: name ?? slug,
      options: OptionLabelRule.summary(options, in: view.locales),
      quantity: quantity,
      unitPrice: view.money(price),
      available: isWithdrawn ? 0 : Int(available),
      weightGrams: weightGrams,
      isOnSale: isOnSale,
      isWithdrawn: isWithdrawn,
      categories: categories
    )
  }
}

private struct ContentRow: TenantRow {
  let bundle: String
  let content: BundleContent

  init(row: inout ColumnReader) throws {
    bundle = try row.next()
    content = BundleContent(sku: try row.next(), quantity: try row.next())
  }
}

extension QueryPart {
  /// Whether the bundle `storefront.sku k` can be had once; `OFFSET 0` keeps it a look-up by key.
  static let isBundleInStock: QueryPart = """
    NOT EXISTS (
      SELECT FROM storefront.sku_part c
      JOIN storefront.sku w ON w.tenant_id = $1 AND w.id = c.part_id
      WHERE c.tenant_id = $1 AND c.bundle_id = k.id
        AND (w.is_withdrawn OR c.quantity > coalesce((
          SELECT sum(s.available) FROM storefront.stock_level s
          WHERE s.tenant_id = $1 AND s.sku_id = c.part_id), 0)) OFFSET 0)
    """

  /// How many of `storefront.sku k` can be had, a bundle by its scarcest part.
  static let obtainable: QueryPart =
    """
    CASE WHEN k.is_bundle THEN coalesce((
      SELECT min(CASE WHEN w.is_withdrawn THEN 0 ELSE div(coalesce((
        SELECT sum(s.available) FROM storefront.stock_level s
        WHERE s.tenant_id = $1 AND s.sku_id = c.part_id), 0), c.quantity) END)::bigint
      FROM storefront.sku_part c
      JOIN storefront.sku w ON w.tenant_id = $1 AND w.id = c.part_id
      WHERE c.tenant_id = $1 AND c.bundle_id = k.id), 0) ELSE
    """ + " " + available + " END"
}

extension TenantQuerying {
  /// What bundles are made of, in the merchant's order; asked only where there is one.
  func bundleParts(of bundles: [SKUID], in view: ShopView) async throws -> [SKUID: [BundlePart]] {
    guard !bundles.isEmpty else { return [:] }
    let now = environment.now()
    // The list is made by a query, so that the server does not plan anew for its length.
    let rows: [PartRow] = try await all(
      """
      SELECT c.bundle_id, k.id, k.code, p.id, p.slug, \(QueryPart.productName(of: "p.id", in: view)),
        \(QueryPart.options), c.quantity, \(QueryPart.price(at: now)), \(QueryPart.available),
        k.weight_grams, \(QueryPart.onSale(at: now)) AND NOT k.is_withdrawn,
        k.is_withdrawn, array_remove(ARRAY[above.slug, own.slug], NULL)
      FROM storefront.sku_part c
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = c.part_id
      \(QueryPart.lineJoins)
      WHERE c.tenant_id = \(tenant)
        AND c.bundle_id = ANY (ARRAY(SELECT unnest(\(bundles.map(\.uuid)))))
      ORDER BY c.bundle_id, c.position
      """
    )
    return Dictionary(grouping: rows, by: \.bundle).mapValues { $0.map { $0.part(in: view) } }
  }

  /// All bundles of the shop, in the order of their numbers.
  func storedBundles() async throws -> [BundleDraft] {
    let rows: [ContentRow] = try await all(
      """
      SELECT b.code, k.code, c.quantity FROM storefront.sku_part c
      JOIN storefront.sku b ON b.tenant_id = \(tenant) AND b.id = c.bundle_id
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = c.part_id
      WHERE c.tenant_id = \(tenant) AND NOT b.is_withdrawn ORDER BY b.code, c.position
      """
    )
    return Dictionary(grouping: rows, by: \.bundle)
      .map { BundleDraft(code: $0.key, parts: $0.value.map(\.content)) }
      .sorted { $0.code < $1.code }
  }

  /// The SKUs of numbers that the shop has and has not withdrawn.
  func bundleCandidates(_ codes: [String]) async throws -> [BundleCandidate] {
    try await all(
      """
      SELECT k.code, k.is_bundle,
        EXISTS (SELECT FROM storefront.sku_part c
          WHERE c.tenant_id = \(tenant) AND c.part_id = k.id),
        EXISTS (SELECT FROM storefront.stock_level s
          WHERE s.tenant_id = \(tenant) AND s.sku_id = k.id AND s.available > 0),
        EXISTS (SELECT FROM storefront.presale s WHERE s.tenant_id = \(tenant)
            AND s.sku_id = k.id AND s.ends_at > \(environment.now()))
          OR EXISTS (SELECT FROM storefront.presale_wait w WHERE w.tenant_id = \(tenant)
            AND w.sku_id = k.id AND w.ended_at IS NULL AND w.given < w.quantity)
      FROM storefront.sku k
      WHERE k.tenant_id = \(tenant) AND k.code = ANY (\(codes)) AND NOT k.is_withdrawn
      """
    )
  }

  /// Bundles with a part that was withdrawn, which a folder cannot name.
  func brokenBundles() async throws -> Set<String> {
    Set(
      try await values(
        """
        SELECT b.code FROM storefront.sku_part c
        JOIN storefront.sku b ON b.tenant_id = \(tenant) AND b.id = c.bundle_id
        JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = c.part_id
        WHERE c.tenant_id = \(tenant) AND k.is_withdrawn
        """,
        as: String.self
      )
    )
  }

  /// The first of some SKUs that is a bundle, by its number.
  func firstBundle(of codes: [String]) async throws -> String? {
    try await value(
      """
      SELECT min(code) FROM storefront.sku
      WHERE tenant_id = \(tenant) AND code = ANY (\(codes)) AND is_bundle
      """,
      as: String?.self
    ).flatMap(\.self)
  }

  /// Whether a SKU is a bundle.
  func isBundle(_ sku: SKUID) async throws -> Bool {
    try await value(
      "SELECT is_bundle FROM storefront.sku WHERE tenant_id = \(tenant) AND id = \(sku)"
    ) ?? false
  }
}

/// A SKU to which pieces may come.
struct HeldSKU: TenantRow {
  let id: SKUID
  let isBundle: Bool

  init(row: inout ColumnReader) throws {
    id = try row.next()
    isBundle = try row.next()
  }
}

extension TenantTransaction {
  /// The SKU of a number, which becomes no bundle and ceases to be none until the transaction ends; orders
  /// go on beside it.
  ///
  /// It is held before any level of stock, by everybody.
  func heldSKU(code: String) async throws -> HeldSKU? {
    try await optional(
      """
      SELECT id, is_bundle FROM storefront.sku
      WHERE tenant_id = \(tenant) AND code = \(code) FOR SHARE
      """
    )
  }

  /// Holds SKUs that are about to become bundles or to cease being it: no pieces come to them meanwhile.
  func lockBundles(_ codes: [String]) async throws {
    _ = try await values(
      """
      SELECT id FROM storefront.sku
      WHERE tenant_id = \(tenant) AND code = ANY (\(codes)) ORDER BY id FOR NO KEY UPDATE
      """,
      as: UUID.self
    )
  }

  /// Makes a SKU a bundle of its contents; without any it is a SKU like others.
  func writeBundle(_ draft: BundleDraft) async throws {
    let parts = draft.parts
    _ = try await batch([
      """
      UPDATE storefront.sku SET is_bundle = \(!parts.isEmpty)
      WHERE tenant_id = \(tenant) AND code = \(draft.code)
      """,
      """
      DELETE FROM storefront.sku_part c USING storefront.sku b
      WHERE c.tenant_id = \(tenant) AND b.tenant_id = \(tenant) AND b.id = c.bundle_id
        AND b.code = \(draft.code)
      """,
      """
      INSERT INTO storefront.sku_part (tenant_id, bundle_id, part_id, position, quantity)
      SELECT \(tenant), b.id, k.id, n.position, n.quantity
      FROM storefront.sku b, unnest(\(Array(parts.indices)), \(parts.map(\.sku)),
        \(parts.map(\.quantity))) AS n (position, code, quantity)
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.code = n.code
      WHERE b.tenant_id = \(tenant) AND b.code = \(draft.code)
      """,
    ])
  }

  /// Writes the bundles of an order, after its lines.
  func insertBundles(_ bundles: [OrderBundle], of order: OrderID) throws {
    guard !bundles.isEmpty else { return }
    try executeLater(
      """
      INSERT INTO storefront.order_bundle
        (tenant_id, order_id, position, product_id, sku_id, sku_code, name, options, unit_price,
         quantity)
      SELECT \(tenant), \(order), b.position, b.product_id, b.sku_id, b.code, b.name, b.options,
        b.price, b.quantity
      FROM unnest(\(Array(bundles.indices)), \(bundles.map(\.product.uuid)),
        \(bundles.map(\.sku.uuid)), \(bundles.map(\.code)), \(bundles.map(\.name)),
        \(bundles.map(\.options)), \(bundles.map(\.unitPrice.minorUnits)),
        \(bundles.map(\.quantity)))
        AS b (position, product_id, sku_id, code, name, options, price, quantity)
      """
    )
    let parts = bundles.enumerated().flatMap { index, bundle in
      bundle.parts.map { (bundle: index, part: $0) }
    }
    try executeLater(
      """
      INSERT INTO storefront.order_bundle_part (tenant_id, order_id, position, line, quantity)
      SELECT \(tenant), \(order), c.position, c.line, c.quantity
      FROM unnest(\(parts.map(\.bundle)), \(parts.map(\.part.line)), \(parts.map(\.part.quantity)))
        AS c (position, line, quantity)
      """
    )
  }
}
