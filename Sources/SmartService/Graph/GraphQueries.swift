internal import Foundation
public import TenantStore

extension Concept: TenantRow {
  /// Reads the columns of a concept in their order.
  public init(row: inout ColumnReader) throws {
    code = try row.next()
    guard let kind = GraphKind(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    self.kind = kind
    name = try JSONDecoder().decode(
      LocalizedText.self,
      from: Data(try row.next(String.self).utf8)
    )
    aliases = try row.next()
    minAgeDays = try row.next()
    maxAgeDays = try row.next()
    entries = try row.next()
    categories = try row.next()
  }
}

extension ConceptRelation: TenantRow {
  /// Reads both ends, the link between them and its source.
  public init(row: inout ColumnReader) throws {
    from = try row.next()
    guard let link = ConceptLink(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.link = link
    to = try row.next()
    source = try row.next()
  }
}

extension TenantQuerying {
  /// All concepts of the merchant's graph, by short name.
  public func concepts() async throws -> [Concept] {
    try await all(
      """
      SELECT code, kind, names::text, aliases, min_age_days, max_age_days, entries, categories
      FROM service.concept WHERE tenant_id = \(tenant) ORDER BY code
      """
    )
  }

  /// All edges of the merchant's graph, by their ends.
  public func conceptRelations() async throws -> [ConceptRelation] {
    try await all(
      """
      SELECT from_code, link, to_code, source FROM service.concept_relation
      WHERE tenant_id = \(tenant) ORDER BY from_code, link, to_code
      """
    )
  }

  /// The merchant's graph.
  public func knowledgeGraph() async throws -> KnowledgeGraph {
    KnowledgeGraph(try await concepts(), try await conceptRelations())
  }
}

extension TenantTransaction {
  /// Writes a concept, over the one of its short name.
  func writeConcept(_ concept: Concept) async throws {
    let names = JSONValue.object(
      Dictionary(
        uniqueKeysWithValues: concept.name.texts.map { ($0.key.rawValue, .string($0.value)) }
      )
    )
    try await execute(
      """
      INSERT INTO service.concept AS c (tenant_id, code, kind, names, aliases, min_age_days,
        max_age_days, entries, categories)
      VALUES (\(tenant), \(concept.code), \(concept.kind.rawValue),
        \(names.canonicalText)::text::jsonb, \(concept.aliases)::text[],
        \(concept.minAgeDays)::bigint::integer, \(concept.maxAgeDays)::bigint::integer,
        \(concept.entries)::text[], \(concept.categories)::text[])
      ON CONFLICT (tenant_id, code) DO UPDATE SET kind = excluded.kind, names = excluded.names,
        aliases = excluded.aliases, min_age_days = excluded.min_age_days,
        max_age_days = excluded.max_age_days, entries = excluded.entries,
        categories = excluded.categories
      """
    )
  }

  /// Deletes a concept with its edges.
  func deleteConcept(_ code: String) async throws {
    try await execute(
      "DELETE FROM service.concept WHERE tenant_id = \(tenant) AND code = \(code)"
    )
  }

  /// Writes an edge, over the one between the same ends.
  func writeRelation(_ relation: ConceptRelation) async throws {
    try await execute(
      """
      INSERT INTO service.concept_relation AS r (tenant_id, from_code, link, to_code, source)
      VALUES (\(tenant), \(relation.from), \(relation.link.rawValue), \(relation.to),
        \(relation.source))
      ON CONFLICT (tenant_id, from_code, link, to_code) DO UPDATE SET source = excluded.source
      """
    )
  }

  /// Deletes an edge.
  func deleteRelation(_ relation: ConceptRelation) async throws {
    try await execute(
      """
      DELETE FROM service.concept_relation WHERE tenant_id = \(tenant)
        AND from_code = \(relation.from) AND link = \(relation.link.rawValue)
        AND to_code = \(relation.to)
      """
    )
  }
}
