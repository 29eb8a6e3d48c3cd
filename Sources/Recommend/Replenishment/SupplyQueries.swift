public import TenantStore

extension TenantQuerying {
  /// How some articles are bought; those of which nothing was said are left out.
  ///
  /// - Parameter articles: Of which; nil for all.
  /// - Returns: The terms by article.
  /// - Throws: What the database throws.
  public func supplyTerms(of articles: [String]? = nil) async throws -> [SupplyTerms] {
    let chosen: QueryPart = if let articles { "AND article = ANY (\(articles))" } else { "" }
    return try await all(
      """
      SELECT article, lead_days, pack, shelf_life_days, unit_cost FROM recommend.supply_term
      WHERE tenant_id = \(tenant) \(chosen) ORDER BY article
      """
    )
  }

  /// Goods that are on their way, the first to come first.
  ///
  /// - Parameter articles: Of which; nil for all.
  /// - Returns: What was ordered and not closed yet.
  /// - Throws: What the database throws.
  public func goodsOnWay(of articles: [String]? = nil) async throws -> [GoodsOnWay] {
    let chosen: QueryPart = if let articles { "AND article = ANY (\(articles))" } else { "" }
    return try await all(
      """
      SELECT id, article, place, units, due_day FROM recommend.goods_on_way
      WHERE tenant_id = \(tenant) AND closed_at IS NULL \(chosen) ORDER BY due_day, id
      """
    )
  }
}

extension TenantTransaction {
  func writeTerms(_ terms: SupplyTerms) async throws {
    try await execute(
      """
      INSERT INTO recommend.supply_term
        (tenant_id, article, lead_days, pack, shelf_life_days, unit_cost, changed_at)
      VALUES (\(tenant), \(terms.article), \(terms.leadDays), \(terms.pack),
        \(terms.shelfLifeDays), \(terms.unitCost), \(environment.now()))
      ON CONFLICT (tenant_id, article) DO UPDATE SET lead_days = excluded.lead_days,
        pack = excluded.pack, shelf_life_days = excluded.shelf_life_days,
        unit_cost = excluded.unit_cost, changed_at = excluded.changed_at
      """
    )
  }

  func insertGoods(_ id: GoodsOnWayID, _ article: String, _ place: String, _ units: Int, _ day: Int)
    async throws
  {
    try await execute(
      """
      INSERT INTO recommend.goods_on_way
        (tenant_id, id, article, place, units, due_day, ordered_at)
      VALUES (\(tenant), \(id), \(article), \(place), \(units), \(day), \(environment.now()))
      """
    )
  }

  /// Closes goods on their way; says whether they were open.
  func closeGoods(_ id: GoodsOnWayID) async throws -> Bool {
    try await execute(
      """
      UPDATE recommend.goods_on_way SET closed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND closed_at IS NULL
      """
    ) > 0
  }
}
