internal import Foundation
internal import TenantStore

/// A text of a thing in one language, flattened for one statement.
private struct NameRow {
  let id: UUID
  let locale: String
  let name: String

  static func rows(_ things: [(UUID, LocalizedText)]) -> [Self] {
    things.flatMap { id, text in
      text.texts.map { Self(id: id, locale: $0.key.rawValue, name: $0.value) }
    }
  }
}

extension TenantTransaction {
  /// Writes categories with their names.
  func writeCategories(_ categories: [CategoryDraft], ids: [String: CategoryID]) async throws {
    guard !categories.isEmpty else { return }
    let keys = categories.compactMap { ids[$0.slug]?.uuid }
    let names = NameRow.rows(Array(zip(keys, categories.map(\.names))))
    _ = try await batch([
      """
      INSERT INTO storefront.category
        (tenant_id, id, slug, parent_id, position, picture, picture_name)
      SELECT \(tenant), c.id, c.slug, c.parent_id, c.position, c.picture, c.picture_name
      FROM unnest(\(keys), \(categories.map(\.slug)),
        \(categories.map { $0.parent.flatMap { ids[$0]?.uuid } }), \(categories.map(\.position)),
        \(categories.map { $0.picture.map { Data($0.id.sha256) } }),
        \(categories.map(\.picture?.name)))
        AS c (id, slug, parent_id, position, picture, picture_name)
      ON CONFLICT (tenant_id, id) DO UPDATE
      SET parent_id = excluded.parent_id, position = excluded.position,
        picture = excluded.picture, picture_name = excluded.picture_name
      """,
      """
      DELETE FROM storefront.category_text
      WHERE tenant_id = \(tenant) AND category_id = ANY (\(keys))
      """,
      """
      INSERT INTO storefront.category_text (tenant_id, category_id, locale, name)
      SELECT \(tenant), n.id, n.locale, n.name
      FROM unnest(\(names.map(\.id)), \(names.map(\.locale)), \(names.map(\.name)))
        AS n (id, locale, name)
      """,
    ])
  }

  /// Writes locations with their names.
  func writeLocations(_ locations: [LocationDraft], ids: [String: LocationID]) async throws {
    guard !locations.isEmpty else { return }
    let keys = locations.compactMap { ids[$0.code]?.uuid }
    let names = NameRow.rows(Array(zip(keys, locations.map(\.names))))
    _ = try await batch([
      """
      INSERT INTO storefront.location (tenant_id, id, code, priority)
      SELECT \(tenant), l.id, l.code, l.priority
      FROM unnest(\(keys), \(locations.map(\.code)), \(locations.map(\.priority)))
        AS l (id, code, priority)
      ON CONFLICT (tenant_id, id) DO UPDATE SET priority = excluded.priority
      """,
      """
      DELETE FROM storefront.location_text
      WHERE tenant_id = \(tenant) AND location_id = ANY (\(keys))
      """,
      """
      INSERT INTO storefront.location_text (tenant_id, location_id, locale, name)
      SELECT \(tenant), n.id, n.locale, n.name
      FROM unnest(\(names.map(\.id)), \(names.map(\.locale)), \(names.map(\.name)))
        AS n (id, locale, name)
      """,
    ])
  }

  /// Opens stock levels, each with its movement.
  func openStock(_ openings: [StockDraft], ids: StoredCatalogue) async throws {
    guard !openings.isEmpty else { return }
    _ = try await execute(
      """
      WITH opening AS (
        SELECT o.id, o.sku_id, o.location_id, o.on_hand
        FROM unnest(\(openings.map { _ in environment.makeID() }),
          \(openings.compactMap { ids.skuIDs[$0.sku]?.uuid }),
          \(openings.compactMap { ids.locationIDs[$0.location]?.uuid }),
          \(openings.map(\.onHand))) AS o (id, sku_id, location_id, on_hand)
      ), opened AS (
        INSERT INTO storefront.stock_level
          (tenant_id, sku_id, location_id, available, is_by_lot)
        SELECT \(tenant), sku_id, location_id, on_hand, EXISTS (
          SELECT FROM storefront.stock_lot t
          WHERE t.tenant_id = \(tenant) AND t.sku_id = opening.sku_id)
        FROM opening
      )
      INSERT INTO storefront.stock_movement
        (tenant_id, id, sku_id, location_id, quantity, reason, created_at)
      SELECT \(tenant), id, sku_id, location_id, on_hand, 'opening', \(environment.now())
      FROM opening WHERE on_hand > 0
      """
    )
  }

  /// Deletes categories and locations that nothing refers to any more.
  func deletePlaces(categories: [UUID], locations: [UUID]) async throws {
    guard !categories.isEmpty || !locations.isEmpty else { return }
    _ = try await batch([
      "DELETE FROM storefront.category WHERE tenant_id = \(tenant) AND id = ANY (\(categories))",
      "DELETE FROM storefront.location WHERE tenant_id = \(tenant) AND id = ANY (\(locations))",
    ])
  }
}
