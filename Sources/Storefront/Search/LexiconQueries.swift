internal import TenantStore

private struct LexiconRow: TenantRow {
  let key: String?
  let term: String
  let count: Int64?

  init(row: inout ColumnReader) throws {
    key = try row.next()
    term = try row.next()
    count = try row.next()
  }
}

extension TenantQuerying {
  /// The counts of terms, and what keys stand for, the most frequent first.
  ///
  /// A name of several pairs has no count of its own.
  func lexicon(terms: Set<String>, keys: Set<String>) async throws -> Lexicon {
    let rows: [LexiconRow] = try await all(
      keys.isEmpty && terms.count <= Self.fewTerms
        ? counts(of: terms) : lexiconQuery(terms: terms, keys: keys)
    )
    return Lexicon(rows.map { ($0.key, $0.term, $0.count.map(Int.init)) })
  }

  private static var fewTerms: Int { 6 }

  /// The counts of a few terms, each looked up by its own value.
  ///
  /// With a list of terms the server would plan the statement anew each time, which costs ten times
  /// what it does.
  private func counts(of terms: Set<String>) -> TenantQuery {
    let sorted = terms.sorted()
    let rest = sorted.dropFirst().reduce("" as QueryPart) { part, term in
      part + """
         UNION ALL SELECT NULL::text, t.term, t.product_count FROM storefront.search_term t
        WHERE t.tenant_id = $1 AND t.term = \(term) AND t.product_count > 0
        """
    }
    return """
      SELECT NULL::text, t.term, t.product_count FROM storefront.search_term t
      WHERE t.tenant_id = \(tenant) AND t.term = \(sorted[0]) AND t.product_count > 0\(rest)
      """
  }

  private func lexiconQuery(terms: Set<String>, keys: Set<String>) -> TenantQuery {
    """
    SELECT NULL::text, t.term, t.product_count FROM storefront.search_term t
    WHERE t.tenant_id = \(tenant) AND t.term = ANY (\(terms.sorted())) AND t.product_count > 0
    UNION ALL
    SELECT * FROM (
      SELECT k.key, k.term, t.product_count FROM storefront.search_key k
      LEFT JOIN storefront.search_term t ON t.tenant_id = \(tenant) AND t.term = k.term
      WHERE k.tenant_id = \(tenant) AND k.key = ANY (\(keys.sorted()))
        AND (t.product_count > 0 OR t.term IS NULL)
      ORDER BY t.product_count DESC NULLS LAST, k.term LIMIT 400
    ) found
    """
  }
}
