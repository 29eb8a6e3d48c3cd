internal import Foundation
public import TenantStore

extension KnowledgeEntry: TenantRow {
  /// Reads the columns of a query for entries, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    version = try row.next()
    guard let state = KnowledgeState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    draft = KnowledgeDraft(
      slug: try row.next(),
      topic: try row.next(),
      language: try row.next(),
      question: try row.next(),
      similar: try row.next(),
      answer: try row.next(),
      minAgeDays: try row.next(),
      maxAgeDays: try row.next(),
      source: try row.next()
    )
    draftedBy = try row.next()
    reviewer = try row.next()
    reviewedAt = try row.next()
    dueAt = try row.next()
  }
}

extension QueryPart {
  /// What a ``KnowledgeEntry`` is read from, with `knowledge_entry e` and its version `v`.
  static let knowledge: QueryPart = """
    SELECT e.id, v.version, v.state, e.slug, e.topic, v.language, v.question,
      v.similar_questions, v.answer, v.min_age_days, v.max_age_days, v.source, v.drafted_by, v.reviewer,
      v.reviewed_at, v.due_at
    FROM service.knowledge_entry e
    JOIN service.knowledge_version v ON v.tenant_id = $1 AND v.entry_id = e.id
    """
}

extension TenantQuerying {
  /// What is published and not due for review, by short name.
  public func publishedKnowledge() async throws -> [KnowledgeEntry] {
    try await all(
      """
      \(QueryPart.knowledge) AND v.version = e.published_version
      WHERE e.tenant_id = \(tenant) AND v.state = 'published'
        AND (v.due_at IS NULL OR v.due_at > \(environment.now()))
      ORDER BY e.slug
      """
    )
  }

  /// The latest version of each entry, by short name.
  ///
  /// - Parameter state: Only those in this state.
  /// - Returns: The versions with what they say.
  /// - Throws: What the database refuses.
  public func knowledge(in state: KnowledgeState? = nil) async throws -> [KnowledgeEntry] {
    try await all(
      """
      \(QueryPart.knowledge) AND v.version = (SELECT max(l.version)
        FROM service.knowledge_version l WHERE l.tenant_id = $1 AND l.entry_id = e.id)
      WHERE e.tenant_id = \(tenant)
        AND (\(state?.rawValue)::text IS NULL OR v.state = \(state?.rawValue))
      ORDER BY e.slug
      """
    )
  }

  /// Each entry as it stands: the version that is served, else the latest, by short name.
  func standingKnowledge() async throws -> [KnowledgeEntry] {
    try await all(
      """
      \(QueryPart.knowledge) AND v.version = coalesce(e.published_version, (SELECT max(l.version)
        FROM service.knowledge_version l WHERE l.tenant_id = $1 AND l.entry_id = e.id))
      WHERE e.tenant_id = \(tenant)
      ORDER BY e.slug
      """
    )
  }

  /// How often what is published changed; 0 before anything was.
  public func knowledgeRevision() async throws -> Int64 {
    let revisions: [Int64] = try await values(
      "SELECT revision FROM service.knowledge_revision WHERE tenant_id = \(tenant)"
    )
    return revisions.first ?? 0
  }
}
