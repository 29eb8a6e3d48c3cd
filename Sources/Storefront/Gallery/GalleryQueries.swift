internal import Foundation
public import TenantStore

private struct StoredPicture: TenantRow {
  let product: String
  let draft: GalleryDraft

  init(row: inout ColumnReader) throws {
    product = try row.next()
    let name: String = try row.next()
    let picture = PictureDraft(name: name, id: MediaID(sha256: try row.next([UInt8].self)))
    let (sku, video): (String?, String?) = (try row.next(), try row.next())
    let alt = try JSONDecoder().decode(
      LocalizedText.self,
      from: Data(try row.next(String.self).utf8)
    )
    let (width, height): (Int?, Int?) = (try row.next(), try row.next())
    draft = GalleryDraft(
      picture: picture,
      sku: sku,
      video: video,
      alt: alt,
      size: width.flatMap { width in
        height.map { PictureSize(width: width, height: $0) }
      }
    )
  }
}

private struct ProductSKURow: TenantRow {
  let product: String
  let skus: [String]

  init(row: inout ColumnReader) throws {
    product = try row.next()
    skus = try row.next()
  }
}

/// A picture as ``QueryPart/gallery`` writes it.
private struct GalleryJSON: Decodable {
  let sha: String
  let alts: LocalizedText
  let width: Int?
  let height: Int?
  let sku: UUID?
  let video: String?

  var picture: GalleryPicture? {
    MediaID(sha).map { id in
      GalleryPicture(
        picture: id,
        alt: alts,
        size: width.flatMap { width in height.map { PictureSize(width: width, height: $0) } },
        sku: sku.map { SKUID(uuid: $0) },
        video: video
      )
    }
  }
}

extension QueryPart {
  /// The further pictures of `storefront.product p` as JSON text, for ``GalleryPicture/list(json:)``.
  static let gallery: QueryPart = """
    (SELECT jsonb_agg(jsonb_build_object('sha', encode(i.sha256, 'hex'), 'alts', i.alts,
       'width', i.width, 'height', i.height, 'sku', i.sku_id, 'video', i.video)
       ORDER BY i.position)::text
     FROM storefront.product_media i WHERE i.tenant_id = $1 AND i.product_id = p.id)
    """
}

extension GalleryPicture {
  /// Reads what ``QueryPart/gallery`` says; nothing means none.
  static func list(json: String?) throws -> [Self] {
    guard let json else { return [] }
    return try lists.value(of: json) { json in
      try JSONDecoder().decode([GalleryJSON].self, from: Data(json.utf8)).compactMap(\.picture)
    }
  }

  private static let lists = PureMemo<String, [Self]>()
}

extension TenantQuerying {
  /// The numbers of the SKUs of each product, withdrawn ones apart, by the product's short name.
  func productSKUs() async throws -> [String: [String]] {
    let rows: [ProductSKURow] = try await all(
      """
      SELECT p.slug, array_agg(k.code) FROM storefront.product p
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.product_id = p.id
      WHERE p.tenant_id = \(tenant) AND NOT k.is_withdrawn GROUP BY p.slug
      """
    )
    return Dictionary(rows.map { ($0.product, $0.skus) }) { first, _ in first }
  }

  /// Whether a product has a SKU of a number that is not withdrawn.
  func isSKU(_ code: String, of product: String) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM storefront.sku k
        JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
        WHERE k.tenant_id = \(tenant) AND k.code = \(code) AND NOT k.is_withdrawn
          AND p.slug = \(product))
      """
    ) ?? false
  }

  /// The further pictures of products by short name, of all or of one.
  func storedGalleries(of product: String? = nil) async throws -> [String: [GalleryDraft]] {
    let rows: [StoredPicture] = try await all(
      """
      SELECT p.slug, i.name, i.sha256, k.code, i.video, i.alts::text, i.width, i.height
      FROM storefront.product_media i
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = i.product_id
      LEFT JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = i.sku_id
      WHERE i.tenant_id = \(tenant) AND (\(product)::text IS NULL OR p.slug = \(product))
      ORDER BY p.slug, i.position
      """
    )
    return Dictionary(grouping: rows, by: \.product).mapValues { $0.map(\.draft) }
  }

  /// The further pictures of a product, on sale or not, in their order.
  public func gallery(ofProduct slug: String) async throws -> [GalleryPicture] {
    let json: String? = try await value(
      """
      SELECT \(QueryPart.gallery) FROM storefront.product p
      WHERE p.tenant_id = \(tenant) AND p.slug = \(slug)
      """,
      as: String?.self
    ).flatMap { $0 }
    return try GalleryPicture.list(json: json)
  }
}

extension TenantTransaction {
  /// Gives a product these further pictures and no others.
  func writeGallery(_ drafts: [GalleryDraft], of product: String) async throws {
    let alts = try drafts.map { try JSONValue(encoding: $0.alt).canonicalText }
    _ = try await batch([
      """
      DELETE FROM storefront.product_media i USING storefront.product p
      WHERE i.tenant_id = \(tenant) AND p.tenant_id = \(tenant) AND p.id = i.product_id
        AND p.slug = \(product)
      """,
      """
      INSERT INTO storefront.product_media
        (tenant_id, product_id, position, sha256, name, sku_id, alts, width, height, video)
      SELECT \(tenant), p.id, n.position, n.sha256, n.name, k.id, n.alts::jsonb, n.width, n.height,
        n.video
      FROM storefront.product p, unnest(\(Array(drafts.indices)),
        \(drafts.map { Data($0.picture.id.sha256) }), \(drafts.map(\.picture.name)),
        \(drafts.map(\.sku)), \(alts), \(drafts.map { $0.size?.width }),
        \(drafts.map { $0.size?.height }), \(drafts.map(\.video)))
        AS n (position, sha256, name, sku, alts, width, height, video)
      LEFT JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.code = n.sku
      WHERE p.tenant_id = \(tenant) AND p.slug = \(product)
      """,
    ])
  }
}
