internal import TenantStore

extension TenantQuerying {
  /// What was sold elsewhere from a day on.
  func pastSales(from day: Int) async throws -> [SoldUnits] {
    try await all(
      """
      SELECT article, place, day, units FROM recommend.past_sale
      WHERE tenant_id = \(tenant) AND day >= \(day) ORDER BY article, place, day
      """
    )
  }
}

extension TenantTransaction {
  func writePastSales(_ sold: [SoldUnits]) async throws {
    try await execute(
      """
      INSERT INTO recommend.past_sale (tenant_id, article, place, day, units)
      SELECT \(tenant), s.article, s.place, s.day, s.units
      FROM unnest(\(sold.map(\.article)), \(sold.map(\.place)), \(sold.map(\.day)),
        \(sold.map(\.units))) AS s (article, place, day, units)
      ORDER BY s.article, s.place, s.day
      ON CONFLICT (tenant_id, article, place, day) DO UPDATE SET units = excluded.units
      """
    )
  }
}
