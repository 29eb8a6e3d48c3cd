internal import Foundation
public import TenantStore

private struct ProductRow: TenantRow {
  let id: ProductID
  let brand: String
  let ages: AgeRange
  let material: String
  let safetyClass: String
  let registrationNumber: String
  let halalCertificate: String
  let hasEvidence: Bool
  let soldCount: Int64
  let name: String?
  let summary: String?
  let description: String?
  let path: [CategoryLink]
  let pictures: [Data]
  let gallery: [GalleryPicture]
  let device: DeviceSheet?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    brand = try row.next()
    ages = AgeRange(from: try row.next(), to: try row.next())
    material = try row.next()
    safetyClass = try row.next()
    registrationNumber = try row.next()
    halalCertificate = try row.next()
    hasEvidence = try row.next()
    soldCount = try row.next()
    name = try row.next()
    summary = try row.next()
    description = try row.next()
    let slugs = try row.next([String].self)
    let names = try row.next([String].self)
    path = zip(slugs, names).map { CategoryLink(slug: $0, name: $1) }
    pictures = try row.next()
    gallery = try GalleryPicture.list(json: row.next())
    device = try DeviceSheet.read(json: row.next())
  }
}

private struct SKURow: TenantRow {
  let id: SKUID
  let code: String
  let barcode: String?
  let price: Int64
  let listPrice: Int64?
  let weightGrams: Int?
  let available: Int64
  let options: [OptionValue]
  let saleEnds: Date?
  let lowestRecentPrice: Int64?
  let volumes: [(quantity: Int, price: Int64)]
  let isBundle: Bool
  let isPresale: Bool

  init(row: inout ColumnReader) throws {
    id = try row.next()
    code = try row.next()
    barcode = try row.next()
    price = try row.next()
    listPrice = try row.next()
    weightGrams = try row.next()
    available = try row.next()
    options = try OptionValue.list(json: row.next())
    saleEnds = try row.next()
    lowestRecentPrice = try row.next()
    let (quantities, prices) = (try row.next([Int].self), try row.next([Int64].self))
    volumes = Array(zip(quantities, prices)).map { ($0, $1) }
    isBundle = try row.next()
    isPresale = try row.next()
  }

  func sku(in view: ShopView) -> SKU {
    SKU(
      id: id,
      code: code,
      barcode: barcode,
      price: view.money(price),
      listPrice: listPrice.map(view.money),
      weightGrams: weightGrams,
      available: Int(available),
      options: options,
      saleEnds: saleEnds,
      lowestRecentPrice: listPrice == nil ? nil : lowestRecentPrice.map(view.money),
      volumePrices: volumes.filter { $0.price < price }
        .map { VolumePrice(quantity: $0.quantity, price: view.money($0.price)) },
      isBundle: isBundle,
      isPresale: isPresale
    )
  }
}

extension OptionValue {
  /// Reads what `jsonb_agg` made of a SKU's options; nothing means none.
  static func list(json: String?) throws -> [Self] {
    guard let json else { return [] }
    return try lists.value(of: json) { json in
      try JSONDecoder().decode([Self].self, from: Data(json.utf8))
    }
  }

  private static let lists = PureMemo<String, [Self]>()
}

extension TenantQuerying {
  /// A published product with everything that its page shows.
  public func product(slug: String, in view: ShopView) async throws -> Product? {
    let product = try await Product.read(
      batch([
        productQuery(slug: slug, in: view), skusQuery(slug: slug), offersQuery(slug: slug),
      ]),
      slug: slug,
      view
    )
    return try await whole(product, in: view)
  }

  /// A product with what is asked for only where a SKU of it needs it.
  func whole(_ product: Product?, in view: ShopView) async throws -> Product? {
    guard var product = try await withParts(product, in: view) else { return nil }
    guard product.skus.contains(where: \.isPresale) else { return product }
    let offers = try await presaleOffers(of: product.skus.filter(\.isPresale).map(\.id))
    product.skus = product.skus.map { sku in
      var sku = sku
      sku.presale = offers[sku.id]
      return sku
    }
    return product
  }

  /// A product with what its bundles are made of; nothing is asked for where it has none.
  func withParts(_ product: Product?, in view: ShopView) async throws -> Product? {
    guard var product, product.skus.contains(where: \.isBundle) else { return product }
    let bundles = product.skus.filter(\.isBundle).map(\.id)
    let parts = try await bundleParts(of: bundles, in: view)
    product.skus = product.skus.map { sku in
      guard sku.isBundle else { return sku }
      var sku = sku
      sku.parts = parts[sku.id] ?? []
      sku.available = BundleRule.available(sku.parts.map { ($0.available, $0.quantity) })
      sku.weightGrams = BundleRule.weight(
        own: sku.weightGrams,
        parts: sku.parts.map { ($0.weightGrams, $0.quantity) }
      )
      return sku
    }
    return product
  }

  /// A published product by its id, with everything that its page shows.
  public func product(_ id: ProductID, in view: ShopView) async throws -> Product? {
    guard let slug = try await productSlug(id) else { return nil }
    return try await product(slug: slug, in: view)
  }

  private func productSlug(_ id: ProductID) async throws -> String? {
    try await value(
      "SELECT slug FROM storefront.product WHERE tenant_id = \(tenant) AND id = \(id)"
    )
  }

  func productQuery(slug: String, in view: ShopView) -> TenantQuery {
    """
    WITH path AS (
      SELECT c.slug, c.id = p.category_id AS is_last,
        coalesce(\(QueryPart.categoryName(of: "c.id", in: view)), c.slug) AS name
      FROM storefront.product p
      JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = p.category_id
      JOIN storefront.category c ON c.tenant_id = \(tenant) AND c.id IN (own.id, own.parent_id)
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug))
    SELECT p.id, p.brand, p.age_from_months, p.age_to_months, p.material, p.safety_class,
      p.registration_number, p.halal_certificate, p.has_evidence, p.sold_count, t.name, t.summary,
      t.description,
      (SELECT array_agg(slug ORDER BY is_last) FROM path),
      (SELECT array_agg(name ORDER BY is_last) FROM path),
      ARRAY(
        SELECT i.sha256 FROM storefront.product_picture i
        WHERE i.tenant_id = \(tenant) AND i.product_id = p.id ORDER BY i.position),
      \(QueryPart.gallery), \(QueryPart.device)
    FROM storefront.product p
    LEFT JOIN LATERAL (
      SELECT t.name, t.summary, t.description FROM storefront.product_text t
      WHERE t.tenant_id = \(tenant) AND t.product_id = p.id
      ORDER BY array_position(\(view.localeTexts), t.locale) NULLS LAST, t.locale LIMIT 1
    ) t ON true
    WHERE p.tenant_id = \(tenant) AND p.slug = \(slug) AND \(QueryPart.onSale(at: environment.now()))
    """
  }

  func skusQuery(slug: String) -> TenantQuery {
    let now = environment.now()
    return """
      SELECT k.id, k.code, k.barcode, \(QueryPart.price(at: now)),
        \(QueryPart.strikePrice(at: now)), k.weight_grams,
        \(QueryPart.available),
        \(QueryPart.options),
        CASE WHEN k.sale_from <= \(now) AND \(now) < k.sale_until AND k.sale_price < k.price
          THEN k.sale_until END,
        CASE WHEN k.sale_price IS NOT NULL OR k.list_price IS NOT NULL
          THEN \(QueryPart.lowestRecentPrice(at: now)) END,
        ARRAY(SELECT v.from_quantity::bigint FROM storefront.volume_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.from_quantity),
        ARRAY(SELECT v.price FROM storefront.volume_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.from_quantity),
        k.is_bundle, k.is_presale
      FROM storefront.product p
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.product_id = p.id
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug) AND NOT k.is_withdrawn
      ORDER BY k.position, k.code LIMIT 200
      """
  }
}

extension Product {
  /// The product that the rows of the three queries of its page make, if it is published.
  static func read(_ results: [QueryResult], slug: String, _ view: ShopView) throws -> Self? {
    guard results.count == 3, let row = try results[0].optional(ProductRow.self) else { return nil }
    return Self(
      id: row.id,
      slug: slug,
      name: row.name ?? slug,
      summary: row.summary ?? "",
      description: row.description ?? "",
      brand: row.brand,
      path: row.path,
      ages: row.ages,
      material: row.material,
      safetyClass: row.safetyClass,
      registrationNumber: row.registrationNumber,
      halalCertificate: row.halalCertificate,
      soldCount: Int(row.soldCount),
      pictures: row.pictures.map { MediaID(sha256: Array($0)) },
      gallery: row.gallery,
      skus: try results[1].all(SKURow.self).map { $0.sku(in: view) },
      offers: try results[2].all(ProductOfferRow.self)
        .filter { $0.ages.map(row.ages.fits) ?? true }.map(\.offer),
      hasEvidence: row.hasEvidence,
      device: row.device
    )
  }
}
