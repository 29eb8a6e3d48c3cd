internal import TenantStore

/// What somebody did with an item, seen from a region.
struct RegionalInteraction: Hashable, TenantRow {
  let region: String
  let interaction: Interaction

  init(row: inout ColumnReader) throws {
    region = try row.next()
    interaction = try Interaction(row: &row)
  }
}

extension TenantQuerying {
  /// What people of whom a region is known did with items, by region, person and item.
  func regionalInteractions(kind: String) async throws -> [RegionalInteraction] {
    try await all(
      """
      SELECT region, person_id, item, max(occurred_at), count(*) FROM recommend.signal
      WHERE tenant_id = \(tenant) AND item IS NOT NULL AND region IS NOT NULL AND kind = \(kind)
      GROUP BY region, person_id, item ORDER BY region, person_id, item
      """
    )
  }
}
