internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// Entries as the desk lists them, by short name.
  public func knowledge(_ query: KnowledgeQuery) async throws -> [KnowledgeStanding] {
    let now = environment.now()
    let (filter, text) = (query.filter?.rawValue, query.text.lowercased())
    return try await all(
      """
      SELECT e.slug, e.topic, s.question, s.language, s.source, s.min_age_days, s.max_age_days,
        e.published_version, s.due_at, l.version, l.state
      FROM service.knowledge_entry e
      CROSS JOIN LATERAL (SELECT v.version, v.state FROM service.knowledge_version v
        WHERE v.tenant_id = \(tenant) AND v.entry_id = e.id
        ORDER BY v.version DESC LIMIT 1) l
      JOIN service.knowledge_version s ON s.tenant_id = \(tenant) AND s.entry_id = e.id
        AND s.version = coalesce(e.published_version, l.version)
      WHERE e.tenant_id = \(tenant) AND e.slug > \(query.after)
        AND (\(filter)::text IS NULL OR CASE \(filter)::text
          WHEN 'served' THEN e.published_version IS NOT NULL
            AND (s.due_at IS NULL OR s.due_at > \(now))
          WHEN 'due' THEN e.published_version IS NOT NULL
            AND s.due_at <= \(now.addingTimeInterval(KnowledgeQuery.dueAhead))
          WHEN 'withdrawn' THEN e.published_version IS NULL AND l.state = 'withdrawn'
          ELSE l.state = \(filter)::text END)
        AND (\(text) = '' OR position(\(text) IN lower(
          e.slug || ' ' || s.question || ' ' || array_to_string(s.similar_questions, ' '))) > 0)
      ORDER BY e.slug LIMIT \(max(1, min(query.limit, 100)))
      """
    )
  }

  /// The versions of an entry, the latest first, at most twenty; none where there is no such entry.
  public func knowledgeVersions(of slug: String) async throws -> [KnowledgeEntry] {
    try await all(
      """
      \(QueryPart.knowledge)
      WHERE e.tenant_id = \(tenant) AND e.slug = \(slug)
      ORDER BY v.version DESC LIMIT 20
      """
    )
  }

  /// How many entries wait for an expert, for the first time or again.
  public func knowledgeWork() async throws -> KnowledgeWork {
    let due = environment.now().addingTimeInterval(KnowledgeQuery.dueAhead)
    let work: KnowledgeWork? = try await optional(
      """
      SELECT
        (SELECT count(*) FROM service.knowledge_version v WHERE v.tenant_id = \(tenant)
          AND v.state = 'review' AND v.version = (SELECT max(l.version)
            FROM service.knowledge_version l
            WHERE l.tenant_id = \(tenant) AND l.entry_id = v.entry_id)),
        (SELECT count(*) FROM service.knowledge_version v WHERE v.tenant_id = \(tenant)
          AND v.state = 'published' AND v.due_at <= \(due))
      """
    )
    guard let work else { throw TenantStoreError.emptyAnswer }
    return work
  }
}
