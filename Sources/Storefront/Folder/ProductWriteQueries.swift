internal import Foundation
internal import TenantStore

extension TenantTransaction {
  /// Writes products with texts, pictures and the bounds of their prices.
  func writeProducts(_ products: [ProductDraft], ids: StoredCatalogue) async throws {
    guard !products.isEmpty else { return }
    let keys = products.compactMap { ids.productIDs[$0.slug]?.uuid }
    _ = try await batch([
      productsQuery(products, keys: keys, categories: ids.categoryIDs),
      """
      DELETE FROM storefront.product_text
      WHERE tenant_id = \(tenant) AND product_id = ANY (\(keys))
      """,
      textsQuery(products, keys: keys),
      """
      DELETE FROM storefront.product_picture
      WHERE tenant_id = \(tenant) AND product_id = ANY (\(keys))
      """,
      picturesQuery(products, keys: keys),
    ])
  }

  private func productsQuery(
    _ products: [ProductDraft],
    keys: [UUID],
    categories: [String: CategoryID]
  ) -> TenantQuery {
    let prices = products.map { $0.skus.map(\.price) }
    return """
      INSERT INTO storefront.product
        (tenant_id, id, slug, category_id, brand, status, age_from_months, age_to_months,
         material, safety_class, registration_number, halal_certificate, lowest_price,
         highest_price, publish_at, unpublish_at, created_at, updated_at)
      SELECT \(tenant), p.id, p.slug, p.category_id, p.brand, p.status, p.age_from, p.age_to,
        p.material, p.safety_class, p.registration_number, p.halal_certificate, p.lowest_price,
        p.highest_price, p.publish_at, p.unpublish_at, \(environment.now()), \(environment.now())
      FROM unnest(\(keys), \(products.map(\.slug)),
        \(products.compactMap { categories[$0.category]?.uuid }), \(products.map(\.brand)),
        \(products.map(\.status.rawValue)), \(products.map(\.ages.from)),
        \(products.map(\.ages.to)), \(products.map(\.material)), \(products.map(\.safetyClass)),
        \(products.map(\.registrationNumber)), \(products.map(\.halalCertificate)),
        \(prices.map { $0.min() ?? 0 }), \(prices.map { $0.max() ?? 0 }),
        \(products.map(\.publishAt)), \(products.map(\.unpublishAt)))
        AS p (id, slug, category_id, brand, status, age_from, age_to, material, safety_class,
          registration_number, halal_certificate, lowest_price, highest_price,
          publish_at, unpublish_at)
      ON CONFLICT (tenant_id, id) DO UPDATE
      SET category_id = excluded.category_id, brand = excluded.brand, status = excluded.status,
        age_from_months = excluded.age_from_months, age_to_months = excluded.age_to_months,
        material = excluded.material, safety_class = excluded.safety_class,
        registration_number = excluded.registration_number,
        halal_certificate = excluded.halal_certificate, lowest_price = excluded.lowest_price,
        highest_price = excluded.highest_price, publish_at = excluded.publish_at,
        unpublish_at = excluded.unpublish_at, updated_at = excluded.updated_at
      """
  }

  private func textsQuery(_ products: [ProductDraft], keys: [UUID]) -> TenantQuery {
    let texts = zip(keys, products).flatMap { id, product in
      product.texts.map { (id: id, locale: $0.key.rawValue, text: $0.value) }
    }
    return """
      INSERT INTO storefront.product_text
        (tenant_id, product_id, locale, name, summary, description)
      SELECT \(tenant), t.id, t.locale, t.name, t.summary, t.description
      FROM unnest(\(texts.map(\.id)), \(texts.map(\.locale)), \(texts.map(\.text.name)),
        \(texts.map(\.text.summary)), \(texts.map(\.text.description)))
        AS t (id, locale, name, summary, description)
      """
  }

  private func picturesQuery(_ products: [ProductDraft], keys: [UUID]) -> TenantQuery {
    let pictures = zip(keys, products).compactMap { id, product in
      product.picture.map { (id: id, picture: $0) }
    }
    return """
      INSERT INTO storefront.product_picture (tenant_id, product_id, position, sha256, name)
      SELECT \(tenant), i.id, 0, i.sha256, i.name
      FROM unnest(\(pictures.map(\.id)), \(pictures.map { Data($0.picture.id.sha256) }),
        \(pictures.map(\.picture.name))) AS i (id, sha256, name)
      """
  }

  /// Writes SKUs with their options; a withdrawn one is on sale again.
  func writeSKUs(_ skus: [SKUDraft], ids: StoredCatalogue) async throws {
    guard !skus.isEmpty else { return }
    let keys = skus.compactMap { ids.skuIDs[$0.code]?.uuid }
    let options = try zip(keys, skus).flatMap { id, sku in
      try sku.options.enumerated().map { index, option in
        (
          id: id, position: index + 1, code: option.code,
          labels: try JSONValue(encoding: option.labels).canonicalText
        )
      }
    }
    _ = try await batch([
      """
      INSERT INTO storefront.sku
        (tenant_id, id, product_id, code, barcode, position, price, list_price, weight_grams)
      SELECT \(tenant), k.id, k.product_id, k.code, k.barcode, k.position, k.price,
        k.list_price, k.weight_grams
      FROM unnest(\(keys), \(skus.compactMap { ids.productIDs[$0.product]?.uuid }),
        \(skus.map(\.code)), \(skus.map(\.barcode)), \(skus.map(\.position)),
        \(skus.map(\.price)), \(skus.map(\.listPrice)), \(skus.map(\.weightGrams)))
        AS k (id, product_id, code, barcode, position, price, list_price, weight_grams)
      ON CONFLICT (tenant_id, id) DO UPDATE
      SET product_id = excluded.product_id, barcode = excluded.barcode,
        position = excluded.position, price = excluded.price, list_price = excluded.list_price,
        weight_grams = excluded.weight_grams, is_withdrawn = false
      """,
      "DELETE FROM storefront.option_value WHERE tenant_id = \(tenant) AND sku_id = ANY (\(keys))",
      """
      INSERT INTO storefront.option_value (tenant_id, sku_id, position, code, labels)
      SELECT \(tenant), o.id, o.position, o.code, o.labels::jsonb
      FROM unnest(\(options.map(\.id)), \(options.map(\.position)), \(options.map(\.code)),
        \(options.map(\.labels))) AS o (id, position, code, labels)
      """,
    ])
  }

  /// Takes products off sale; orders still speak of them.
  func archiveProducts(_ products: [UUID]) async throws {
    guard !products.isEmpty else { return }
    try await execute(
      """
      UPDATE storefront.product SET status = 'archived', updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = ANY (\(products))
      """
    )
  }

  /// Takes SKUs out of their products; orders and stock still speak of them.
  func withdrawSKUs(_ skus: [UUID]) async throws {
    guard !skus.isEmpty else { return }
    try await execute(
      """
      UPDATE storefront.sku SET is_withdrawn = true
      WHERE tenant_id = \(tenant) AND id = ANY (\(skus))
      """
    )
  }
}
