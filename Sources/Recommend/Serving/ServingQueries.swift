internal import Foundation
internal import TenantStore

/// A version that is served, without its content.
struct ServedModel: Hashable, TenantRow {
  let kind: String
  let version: Int
  let format: Int

  init(row: inout ColumnReader) throws {
    kind = try row.next()
    version = try row.next()
    format = try row.next()
  }
}

/// The strongest thing that somebody did with an item.
struct HistoryEntry: Hashable, TenantRow {
  let item: String
  let deed: RecommendationReason.Deed
  /// When something was done with the item last, in UTC.
  let lastAt: Date

  init(row: inout ColumnReader) throws {
    item = try row.next()
    let (bought, carted): (Bool, Bool) = (try row.next(), try row.next())
    deed = bought ? .bought : carted ? .carted : .viewed
    lastAt = try row.next()
  }
}

extension TenantQuerying {
  /// The versions that are served, of all kinds.
  func servedModels() async throws -> [ServedModel] {
    try await all(
      """
      SELECT kind, version, format FROM recommend.model_artefact
      WHERE tenant_id = \(tenant) AND state = 'serving'
      """
    )
  }

  /// What a person did with items, the latest first, at most 200 items.
  func history(of person: PersonID) async throws -> [HistoryEntry] {
    try await all(
      """
      SELECT item, bool_or(kind = 'purchase'), bool_or(kind = 'cart'), max(occurred_at)
      FROM recommend.signal
      WHERE tenant_id = \(tenant) AND person_id = \(person)
        AND kind IN ('view', 'cart', 'purchase') AND item IS NOT NULL
      GROUP BY item ORDER BY 4 DESC, item LIMIT 200
      """
    )
  }
}
