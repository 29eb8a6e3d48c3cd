internal import Foundation
internal import TenantStore

private func decoded<Value: Decodable>(_ json: String?, or empty: Value) throws -> Value {
  guard let json else { return empty }
  return try JSONDecoder().decode(Value.self, from: Data(json.utf8))
}

private func picture(_ sha256: [UInt8]?, _ name: String?) -> PictureDraft? {
  guard let sha256, let name else { return nil }
  return PictureDraft(name: name, id: MediaID(sha256: sha256))
}

private struct StoredCategory: TenantRow {
  let id: CategoryID
  let draft: CategoryDraft

  init(row: inout ColumnReader) throws {
    id = try row.next()
    draft = CategoryDraft(
      slug: try row.next(),
      parent: try row.next(),
      position: try row.next(),
      picture: picture(try row.next(), try row.next()),
      names: try decoded(row.next(), or: LocalizedText([:]))
    )
  }
}

private struct StoredLocation: TenantRow {
  let id: LocationID
  let draft: LocationDraft

  init(row: inout ColumnReader) throws {
    id = try row.next()
    draft = LocationDraft(
      code: try row.next(),
      priority: try row.next(),
      names: try decoded(row.next(), or: LocalizedText([:]))
    )
  }
}

private struct StoredProduct: TenantRow {
  let id: ProductID
  let draft: ProductDraft

  init(row: inout ColumnReader) throws {
    id = try row.next()
    let slug: String = try row.next()
    let category: String = try row.next()
    let brand: String = try row.next()
    let status = ProductStatus(rawValue: try row.next()) ?? .draft
    let ages = AgeRange(from: try row.next(), to: try row.next())
    let details = (try row.next(String.self), try row.next(String.self))
    let numbers = (try row.next(String.self), try row.next(String.self))
    let picture = picture(try row.next(), try row.next())
    let times: (Date?, Date?) = (try row.next(), try row.next())
    let texts: [String: [String]] = try decoded(row.next(), or: [:])
    draft = ProductDraft(
      slug: slug,
      category: category,
      brand: brand,
      status: status,
      ages: ages,
      material: details.0,
      safetyClass: details.1,
      registrationNumber: numbers.0,
      halalCertificate: numbers.1,
      picture: picture,
      texts: Self.texts(texts),
      skus: [],
      publishAt: times.0,
      unpublishAt: times.1
    )
  }

  private static func texts(_ stored: [String: [String]]) -> [LanguageTag: ProductTextDraft] {
    var texts: [LanguageTag: ProductTextDraft] = [:]
    for (tag, parts) in stored where parts.count == 3 {
      guard let locale = LanguageTag(rawValue: tag) else { continue }
      texts[locale] = ProductTextDraft(name: parts[0], summary: parts[1], description: parts[2])
    }
    return texts
  }
}

private struct StoredSKU: TenantRow {
  let id: SKUID
  let isWithdrawn: Bool
  let draft: SKUDraft

  init(row: inout ColumnReader) throws {
    id = try row.next()
    isWithdrawn = try row.next()
    draft = SKUDraft(
      code: try row.next(),
      product: try row.next(),
      position: try row.next(),
      barcode: try row.next(),
      options: try OptionValue.list(json: row.next()),
      price: try row.next(),
      listPrice: try row.next(),
      weightGrams: try row.next()
    )
  }
}

private struct StoredStock: TenantRow {
  let draft: StockDraft

  init(row: inout ColumnReader) throws {
    draft = StockDraft(sku: try row.next(), location: try row.next(), onHand: try row.next())
  }
}

extension TenantTransaction {
  /// Keeps other applications of this tenant's catalogue out until the transaction ends.
  func lockCatalogue() async throws {
    _ = try await execute(
      "SELECT pg_advisory_xact_lock(hashtextextended(\(tenant)::uuid::text, 0))"
    )
  }

  /// Lets nobody change the catalogue until the transaction ends; others may do the same beside it.
  func shareCatalogue() async throws {
    _ = try await execute(
      "SELECT pg_advisory_xact_lock_shared(hashtextextended(\(tenant)::uuid::text, 0))"
    )
  }

  /// The whole catalogue; withdrawn SKUs apart.
  func storedCatalogue() async throws -> StoredCatalogue {
    let results = try await batch([
      categoriesQuery, locationsQuery, productsQuery(), skusQuery(), stockQuery,
    ])
    guard results.count == 5 else { throw TenantStoreError.emptyAnswer }
    var stored = StoredCatalogue()
    try stored.addProducts(results[2], skus: results[3])
    try stored.addPlaces(categories: results[0], locations: results[1])
    stored.draft.stock = try results[4].all(StoredStock.self).map(\.draft)
    stored.stockPlaces = Set(stored.draft.stock.map(\.place))
    return stored
  }
}

extension StoredCatalogue {
  fileprivate mutating func addPlaces(categories: QueryResult, locations: QueryResult) throws {
    for category in try categories.all(StoredCategory.self) {
      categoryIDs[category.draft.slug] = category.id
      draft.categories.append(category.draft)
    }
    for location in try locations.all(StoredLocation.self) {
      locationIDs[location.draft.code] = location.id
      draft.locations.append(location.draft)
    }
  }

  fileprivate mutating func addProducts(_ products: QueryResult, skus: QueryResult) throws {
    var drafts: [String: [SKUDraft]] = [:]
    for sku in try skus.all(StoredSKU.self) {
      skuIDs[sku.draft.code] = sku.id
      if sku.isWithdrawn {
        withdrawn[sku.draft.code] = sku.draft
      } else {
        drafts[sku.draft.product, default: []].append(sku.draft)
      }
    }
    for product in try products.all(StoredProduct.self) {
      productIDs[product.draft.slug] = product.id
      var stored = product.draft
      stored.skus = drafts[stored.slug] ?? []
      draft.products.append(stored)
    }
  }
}

extension TenantQuerying {
  /// Some products with their SKUs, in the order of their ids.
  func storedProducts(_ ids: [UUID]) async throws -> StoredCatalogue {
    let results = try await batch([
      productsQuery(" AND p.id = ANY (\(ids))"), skusQuery(" AND k.product_id = ANY (\(ids))"),
    ])
    guard results.count == 2 else { throw TenantStoreError.emptyAnswer }
    var stored = StoredCatalogue()
    try stored.addProducts(results[0], skus: results[1])
    return stored
  }

  /// The categories and locations, without any product.
  func storedPlaces() async throws -> StoredCatalogue {
    let results = try await batch([categoriesQuery, locationsQuery])
    guard results.count == 2 else { throw TenantStoreError.emptyAnswer }
    var stored = StoredCatalogue()
    try stored.addPlaces(categories: results[0], locations: results[1])
    return stored
  }

  fileprivate var categoriesQuery: TenantQuery {
    """
    SELECT c.id, c.slug, above.slug, c.position, c.picture, c.picture_name,
      (SELECT jsonb_object_agg(t.locale, t.name)::text FROM storefront.category_text t
       WHERE t.tenant_id = \(tenant) AND t.category_id = c.id)
    FROM storefront.category c
    LEFT JOIN storefront.category above
      ON above.tenant_id = \(tenant) AND above.id = c.parent_id
    WHERE c.tenant_id = \(tenant)
    ORDER BY coalesce(above.position, c.position), coalesce(above.slug, c.slug),
      above.id IS NOT NULL, c.position, c.slug
    """
  }

  fileprivate var locationsQuery: TenantQuery {
    """
    SELECT l.id, l.code, l.priority,
      (SELECT jsonb_object_agg(t.locale, t.name)::text FROM storefront.location_text t
       WHERE t.tenant_id = \(tenant) AND t.location_id = l.id)
    FROM storefront.location l WHERE l.tenant_id = \(tenant) ORDER BY l.priority, l.code
    """
  }

  fileprivate func productsQuery(_ condition: QueryPart = "") -> TenantQuery {
    """
    SELECT p.id, p.slug, c.slug, p.brand, p.status, p.age_from_months, p.age_to_months,
      p.material, p.safety_class, p.registration_number, p.halal_certificate, i.sha256, i.name,
      p.publish_at, p.unpublish_at,
      (SELECT jsonb_object_agg(
         t.locale, jsonb_build_array(t.name, t.summary, t.description))::text
       FROM storefront.product_text t WHERE t.tenant_id = \(tenant) AND t.product_id = p.id)
    FROM storefront.product p
    JOIN storefront.category c ON c.tenant_id = \(tenant) AND c.id = p.category_id
    LEFT JOIN storefront.product_picture i
      ON i.tenant_id = \(tenant) AND i.product_id = p.id AND i.position = 0
    WHERE p.tenant_id = \(tenant)\(condition) ORDER BY p.id
    """
  }

  fileprivate func skusQuery(_ condition: QueryPart = "") -> TenantQuery {
    """
    SELECT k.id, k.is_withdrawn, k.code, p.slug, k.position, k.barcode,
      \(QueryPart.options),
      k.price, k.list_price, k.weight_grams
    FROM storefront.sku k
    JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = k.product_id
    WHERE k.tenant_id = \(tenant)\(condition) ORDER BY k.position, k.code
    """
  }

  fileprivate var stockQuery: TenantQuery {
    """
    SELECT k.code, l.code, s.available FROM storefront.stock_level s
    JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id
    JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.id = s.location_id
    WHERE s.tenant_id = \(tenant) ORDER BY k.code, l.code
    """
  }
}
