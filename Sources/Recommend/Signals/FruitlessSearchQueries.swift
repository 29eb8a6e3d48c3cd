public import Foundation
public import TenantStore

/// A phrase after which nothing was looked at.
public struct FruitlessSearch: Hashable, Sendable, TenantRow {
  /// What was typed.
  public let phrase: String
  /// How often.
  public let count: Int64
  /// By how many.
  public let people: Int64

  /// Reads the columns `phrase, count, people`.
  public init(row: inout ColumnReader) throws {
    phrase = try row.next()
    count = try row.next()
    people = try row.next()
  }
}

extension TenantQuerying {
  /// What was searched for between two instants by two people or more who looked at nothing within ten
  /// minutes, the most frequent first; at most 50.
  ///
  /// What one person alone typed is not told.
  public func fruitlessSearches(from start: Date, until end: Date) async throws
    -> [FruitlessSearch]
  {
    try await all(
      """
      SELECT lower(s.phrase), count(*), count(DISTINCT s.person_id) FROM recommend.signal s
      WHERE s.tenant_id = \(tenant) AND s.kind = 'search'
        AND s.occurred_at >= \(start) AND s.occurred_at < \(end)
        AND NOT EXISTS (SELECT FROM recommend.signal v
          WHERE v.tenant_id = \(tenant) AND v.person_id = s.person_id
            AND v.kind IN ('view', 'cart', 'purchase') AND v.occurred_at >= s.occurred_at
            AND v.occurred_at <= s.occurred_at + interval '10 minutes')
      GROUP BY 1 HAVING count(DISTINCT s.person_id) >= 2
      ORDER BY 2 DESC, 1 LIMIT 50
      """
    )
  }
}
