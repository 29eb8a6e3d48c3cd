internal import Foundation
internal import TenantStore

extension TenantQuerying {
  /// What owners keep for later, the latest first, each SKU once.
  func savedLines(of owners: [UUID], in view: ShopView) async throws -> [SavedLine] {
    let now = environment.now()
    let query: TenantQuery = """
      SELECT s.price, s.saved_at, \(QueryPart.lineColumns(in: view, quantity: "s.quantity", at: now))
      FROM (
        SELECT DISTINCT ON (l.sku_id) l.sku_id, l.quantity, l.price, l.saved_at
        FROM storefront.saved_line l
        WHERE l.tenant_id = \(tenant) AND l.owner_id = ANY (\(owners))
        ORDER BY l.sku_id, l.saved_at DESC
      ) s
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id
      \(QueryPart.lineJoins)
      ORDER BY s.saved_at DESC, k.id LIMIT \(2 * SavedLine.limit)
      """
    let rows = try await batch([query])[0].all(SavedRow.self)
    let parts = try await bundleParts(of: rows.map(\.row).filter(\.isBundle).map(\.sku), in: view)
    return rows.map { $0.saved(in: view, parts[$0.row.sku] ?? []) }
  }
}

extension TenantTransaction {
  /// Moves a line of a cart to what an owner keeps for later, at today's price.
  ///
  /// - Returns: How many lines the owner has then.
  func save(_ sku: SKUID, of cart: CartID, for owner: UUID) async throws -> Int {
    let now = environment.now()
    let results = try await batch([
      """
      WITH taken AS (
        DELETE FROM storefront.cart_line
        WHERE tenant_id = \(tenant) AND cart_id = \(cart) AND sku_id = \(sku)
        RETURNING sku_id, quantity
      )
      INSERT INTO storefront.saved_line (tenant_id, owner_id, sku_id, quantity, price, saved_at)
      SELECT \(tenant), \(owner), k.id, t.quantity, \(QueryPart.price(at: now)), \(now)
      FROM taken t JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = t.sku_id
      ON CONFLICT (tenant_id, owner_id, sku_id) DO UPDATE
      SET quantity = excluded.quantity, price = excluded.price, saved_at = excluded.saved_at
      """,
      """
      SELECT count(*) FROM storefront.saved_line
      WHERE tenant_id = \(tenant) AND owner_id = \(owner)
      """,
    ])
    return try results[1].values(Int.self).first ?? 0
  }

  /// Takes a SKU out of what owners keep for later; how many pieces it were, if any.
  func takeSaved(_ sku: SKUID, of owners: [UUID]) async throws -> Int? {
    let quantities: [Int32] = try await values(
      """
      DELETE FROM storefront.saved_line
      WHERE tenant_id = \(tenant) AND owner_id = ANY (\(owners)) AND sku_id = \(sku)
      RETURNING quantity
      """
    )
    return quantities.max().map(Int.init)
  }

  /// Gives what one owner keeps to another; what both keep, the later of the two.
  func moveSaved(from owner: UUID, to other: UUID) async throws {
    _ = try await batch([
      """
      INSERT INTO storefront.saved_line AS s
        (tenant_id, owner_id, sku_id, quantity, price, saved_at)
      SELECT \(tenant), \(other), l.sku_id, l.quantity, l.price, l.saved_at
      FROM storefront.saved_line l WHERE l.tenant_id = \(tenant) AND l.owner_id = \(owner)
      ON CONFLICT (tenant_id, owner_id, sku_id) DO UPDATE
      SET quantity = excluded.quantity, price = excluded.price, saved_at = excluded.saved_at
      WHERE s.saved_at < excluded.saved_at
      """,
      """
      DELETE FROM storefront.saved_line WHERE tenant_id = \(tenant) AND owner_id = \(owner)
      """,
    ])
  }
}

private struct SavedRow: TenantRow {
  let price: Int64
  let savedAt: Date
  let row: CartLineRow

  init(row: inout ColumnReader) throws {
    price = try row.next()
    savedAt = try row.next()
    self.row = try CartLineRow(row: &row)
  }

  func saved(in view: ShopView, _ parts: [BundlePart]) -> SavedLine {
    SavedLine(
      line: row.line(in: view, parts),
      priceThen: view.money(price),
      available: row.isBundle ? BundleRule.available(parts) : Int(row.available),
      savedAt: savedAt
    )
  }
}
