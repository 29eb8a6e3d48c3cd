internal import Foundation
internal import TenantStore

/// A product with what the search is to know of it.
struct SearchEntry {
  let product: ProductID
  let document: SearchDocument
}

/// The terms of a product as they are kept, each behind its weight: `8纸尿`.
struct StoredDocument: TenantRow {
  let product: UUID
  let terms: [String]

  init(row: inout ColumnReader) throws {
    product = try row.next()
    terms = try row.next()
  }
}

extension TenantTransaction {
  /// Makes the search know products as given: writes what differs from before.
  ///
  /// The caller holds the catalogue's lock, so that counts are of what is written. Terms are written
  /// in their order, so that two shops' statements on one server never wait in a circle.
  func writeSearch(_ entries: [SearchEntry]) async throws {
    guard !entries.isEmpty else { return }
    let ids = entries.map(\.product.uuid)
    let wanted = Set(entries.flatMap(\.document.terms.keys))
    let results = try await batch([
      """
      SELECT product_id, terms FROM storefront.search_document
      WHERE tenant_id = \(tenant) AND product_id = ANY (\(ids))
      """,
      """
      SELECT term FROM storefront.search_term
      WHERE tenant_id = \(tenant) AND term = ANY (\(Array(wanted)))
      """,
    ])
    guard results.count == 2 else { throw TenantStoreError.emptyAnswer }
    let known = Set(try results[1].values(String.self))
    let change = SearchChange(entries, before: try results[0].all(StoredDocument.self))
    let keys = change.keys(ofTerms: wanted.subtracting(known))
    _ = try await batch(
      postingQueries(change) + countQueries(change)
        + [documentsQuery(entries), keysQuery(keys)]
    )
  }

  private func postingQueries(_ change: SearchChange) -> [TenantQuery] {
    let (removed, written) = (change.removed, change.written)
    let deletion: [TenantQuery] =
      removed.isEmpty
      ? []
      : [
        """
        DELETE FROM storefront.posting p
        USING unnest(\(removed.map(\.term)), \(removed.map(\.product))) AS r (term, product_id)
        WHERE p.tenant_id = \(tenant) AND p.term = r.term AND p.product_id = r.product_id
        """
      ]
    let sorted = written.sorted { ($0.term, $0.product) < ($1.term, $1.product) }
    return deletion + [
      """
      INSERT INTO storefront.posting (tenant_id, term, product_id, weight)
      SELECT \(tenant), w.term, w.product_id, w.weight
      FROM unnest(\(sorted.map(\.term)), \(sorted.map(\.product)), \(sorted.map(\.weight)))
        AS w (term, product_id, weight)
      ON CONFLICT (tenant_id, term, product_id) DO UPDATE SET weight = excluded.weight
      """
    ]
  }

  private func documentsQuery(_ entries: [SearchEntry]) -> TenantQuery {
    // An array of arrays would need equal lengths, so each list travels as one text.
    let separator = "\u{1F}"
    let terms = entries.map { entry in
      entry.document.weighted.sorted { $0.key < $1.key }.map { "\($0.value)\($0.key)" }
        .joined(separator: separator)
    }
    return """
      INSERT INTO storefront.search_document (tenant_id, product_id, version, terms, facets)
      SELECT \(tenant), d.product_id, \(SearchDocumentRule.version),
        string_to_array(d.terms, \(separator)), string_to_array(d.facets, \(separator))
      FROM unnest(\(entries.map(\.product.uuid)), \(terms),
        \(entries.map { $0.document.facets.joined(separator: separator) }))
        AS d (product_id, terms, facets)
      ON CONFLICT (tenant_id, product_id) DO UPDATE
      SET version = excluded.version, terms = excluded.terms, facets = excluded.facets
      """
  }

  private func countQueries(_ change: SearchChange) -> [TenantQuery] {
    let counts = change.counts.filter { $0.value != 0 }.sorted { $0.key < $1.key }
    let (more, fewer) = (counts.filter { $0.value > 0 }, counts.filter { $0.value < 0 })
    return [
      """
      INSERT INTO storefront.search_term AS t (tenant_id, term, product_count)
      SELECT \(tenant), c.term, c.change
      FROM unnest(\(more.map(\.key)), \(more.map(\.value))) AS c (term, change)
      ON CONFLICT (tenant_id, term) DO UPDATE
      SET product_count = t.product_count + excluded.product_count
      """,
      """
      UPDATE storefront.search_term t SET product_count = t.product_count + c.change
      FROM unnest(\(fewer.map(\.key)), \(fewer.map(\.value))) AS c (term, change)
      WHERE t.tenant_id = \(tenant) AND t.term = c.term
      """,
    ]
  }

  private func keysQuery(_ keys: [(key: String, term: String)]) -> TenantQuery {
    """
    INSERT INTO storefront.search_key (tenant_id, key, term)
    SELECT \(tenant), k.key, k.term
    FROM unnest(\(keys.map(\.key)), \(keys.map(\.term))) AS k (key, term)
    ON CONFLICT (tenant_id, key, term) DO NOTHING
    """
  }
}

extension TenantQuerying {
  /// Products that the search does not know in the present way, the oldest first.
  func unindexedProducts(limit: Int) async throws -> [UUID] {
    try await values(
      """
      SELECT p.id FROM storefront.product p
      LEFT JOIN storefront.search_document d ON d.tenant_id = \(tenant) AND d.product_id = p.id
      WHERE p.tenant_id = \(tenant)
        AND (d.version IS NULL OR d.version <> \(SearchDocumentRule.version))
      ORDER BY p.id LIMIT \(limit)
      """
    )
  }
}
