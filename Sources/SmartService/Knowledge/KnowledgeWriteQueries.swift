internal import Foundation
internal import TenantStore

/// The number of a version that was written.
struct WrittenVersion: TenantRow {
  let entry: KnowledgeID
  let version: Int

  init(row: inout ColumnReader) throws {
    entry = try row.next()
    version = try row.next()
  }
}

extension TenantTransaction {
  /// Makes the entry of a short name, or finds it, and holds it until the transaction ends.
  func holdKnowledgeEntry(slug: String, topic: String) async throws -> KnowledgeID? {
    let ids: [KnowledgeID] = try await values(
      """
      INSERT INTO service.knowledge_entry (tenant_id, id, slug, topic, added_at)
      VALUES (\(tenant), \(KnowledgeID.make(in: environment)), \(slug), \(topic),
        \(environment.now()))
      ON CONFLICT (tenant_id, slug) DO UPDATE
      SET topic = CASE WHEN knowledge_entry.published_version IS NULL THEN excluded.topic
        ELSE knowledge_entry.topic END
      RETURNING id
      """
    )
    return ids.first
  }

  /// Writes the next version of an entry that is held.
  func insertKnowledgeVersion(_ draft: KnowledgeDraft, by model: String, of entry: KnowledgeID)
    async throws -> WrittenVersion?
  {
    try await optional(
      """
      INSERT INTO service.knowledge_version
        (tenant_id, entry_id, version, state, language, question, similar_questions, answer,
         min_age_days, max_age_days, source, written_at, drafted_by)
      SELECT \(tenant), \(entry), coalesce(max(v.version), 0) + 1, 'draft', \(draft.language),
        \(draft.question), \(draft.similar)::text[], \(draft.answer),
        \(draft.minAgeDays)::bigint::integer, \(draft.maxAgeDays)::bigint::integer,
        \(draft.source), \(environment.now()),
        CASE WHEN \(model)::text <> '' THEN \(model)::text ELSE coalesce(max(v.drafted_by)
          FILTER (WHERE v.answer = \(draft.answer)), '') END
      FROM service.knowledge_version v WHERE v.tenant_id = \(tenant) AND v.entry_id = \(entry)
      RETURNING entry_id, version
      """
    )
  }

  /// Moves the latest version of an entry from one state to another.
  ///
  /// - Returns: What moved; nothing when the latest version is in another state.
  func moveKnowledge(_ slug: String, from: KnowledgeState, to: KnowledgeState) async throws
    -> WrittenVersion?
  {
    try await optional(
      """
      UPDATE service.knowledge_version v SET state = \(to.rawValue)
      FROM service.knowledge_entry e
      WHERE v.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND e.slug = \(slug)
        AND v.entry_id = e.id AND v.state = \(from.rawValue)
        AND v.version = (SELECT max(l.version) FROM service.knowledge_version l
          WHERE l.tenant_id = \(tenant) AND l.entry_id = e.id)
      RETURNING v.entry_id, v.version
      """
    )
  }

  /// Withdraws the version of an entry that is answered with, whatever is being written beside it.
  func withdrawPublished(_ slug: String) async throws -> WrittenVersion? {
    try await optional(
      """
      UPDATE service.knowledge_version v SET state = 'withdrawn'
      FROM service.knowledge_entry e
      WHERE v.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND e.slug = \(slug)
        AND v.entry_id = e.id AND v.version = e.published_version
      RETURNING v.entry_id, v.version
      """
    )
  }

  /// Publishes the latest version of an entry if it waits for review.
  func publishKnowledge(_ slug: String, reviewer: String, due: Date?) async throws
    -> WrittenVersion?
  {
    try await optional(
      """
      UPDATE service.knowledge_version v
      SET state = 'published', reviewer = \(reviewer), reviewed_at = \(environment.now()),
        due_at = \(due)
      FROM service.knowledge_entry e
      WHERE v.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND e.slug = \(slug)
        AND v.entry_id = e.id AND v.state = 'review'
        AND v.version = (SELECT max(l.version) FROM service.knowledge_version l
          WHERE l.tenant_id = \(tenant) AND l.entry_id = e.id)
      RETURNING v.entry_id, v.version
      """
    )
  }

  /// Makes a version the one that is answered with, or none, and withdraws what was before.
  func serveKnowledge(_ entry: KnowledgeID, version: Int?) async throws {
    _ = try await execute(
      """
      UPDATE service.knowledge_entry SET published_version = \(version)::bigint::integer
      WHERE tenant_id = \(tenant) AND id = \(entry)
      """
    )
    _ = try await execute(
      """
      UPDATE service.knowledge_version SET state = 'withdrawn'
      WHERE tenant_id = \(tenant) AND entry_id = \(entry) AND state = 'published'
        AND version IS DISTINCT FROM \(version)::bigint::integer
      """
    )
  }

  /// Tells every index in memory that it is out of date.
  func advanceKnowledgeRevision() async throws {
    _ = try await execute(
      """
      INSERT INTO service.knowledge_revision (tenant_id, revision) VALUES (\(tenant), 1)
      ON CONFLICT (tenant_id) DO UPDATE SET revision = knowledge_revision.revision + 1
      """
    )
  }
}
