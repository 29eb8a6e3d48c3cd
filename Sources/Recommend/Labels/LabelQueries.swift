public import TenantStore

/// An item with what the merchant says of it.
public struct LabelledItem: Hashable, TenantRow {
  /// The item.
  public let item: String
  /// What is said, without traits: those are certified elsewhere.
  public let labels: ItemLabels

  /// Reads item, scenarios, markets and languages.
  public init(row: inout ColumnReader) throws {
    item = try row.next()
    labels = ItemLabels(
      scenarios: Set(try row.next([String].self).compactMap { Scenario(rawValue: $0) }),
      markets: Set(try row.next([String].self)),
      languages: Set(try row.next([String].self))
    )
  }
}

extension TenantQuerying {
  /// What the merchant says of items, by name.
  ///
  /// - Parameter items: Of which; nil means of all of which something is said.
  /// - Returns: Those of which something is said.
  /// - Throws: What the database throws.
  public func labelledItems(_ items: [String]? = nil) async throws -> [LabelledItem] {
    let chosen: QueryPart = if let items { "AND item = ANY (\(items))" } else { "" }
    return try await all(
      """
      SELECT item, scenarios, markets, languages FROM recommend.item_label
      WHERE tenant_id = \(tenant) \(chosen) ORDER BY item
      """
    )
  }

  /// The items that serve a situation, by name, at most 1,000.
  func items(serving scenario: Scenario) async throws -> [String] {
    try await values(
      """
      SELECT item FROM recommend.item_label
      WHERE tenant_id = \(tenant) AND \(scenario.rawValue) = ANY (scenarios)
      ORDER BY item LIMIT 1000
      """
    )
  }
}

extension TenantTransaction {
  /// Writes what is said of items instead of what was said of them.
  func writeLabels(_ items: [(item: String, labels: ItemLabels)]) async throws {
    guard !items.isEmpty else { return }
    try await execute(
      """
      INSERT INTO recommend.item_label (tenant_id, item, scenarios, markets, languages, changed_at)
      SELECT \(tenant), l.item, string_to_array(l.scenarios, ' '), string_to_array(l.markets, ' '),
        string_to_array(l.languages, ' '), \(environment.now())
      FROM unnest(\(items.map(\.item)),
        \(items.map { $0.labels.scenarios.map(\.rawValue).sorted().joined(separator: " ") }),
        \(items.map { $0.labels.markets.sorted().joined(separator: " ") }),
        \(items.map { $0.labels.languages.sorted().joined(separator: " ") }))
        AS l (item, scenarios, markets, languages)
      ORDER BY l.item
      ON CONFLICT (tenant_id, item) DO UPDATE SET scenarios = excluded.scenarios,
        markets = excluded.markets, languages = excluded.languages,
        changed_at = excluded.changed_at
      """
    )
  }
}
