internal import Synchronization
internal import TenantStore

/// The indexes of the tenants in memory, each rebuilt when the tenant's revision moved on.
final class KnowledgeShelf: Sendable {
  /// An index with the entries that it was built from.
  struct Volume: Sendable {
    let revision: Int64
    let entries: [String: KnowledgeEntry]
    let index: KnowledgeIndex
    let meanings: [[[Float]]]
  }

  private let volumes = Mutex<[TenantID: Volume]>([:])

  /// The index of a tenant as the database has it now.
  ///
  /// - Parameters:
  ///   - querying: Whose entries are wanted.
  ///   - embed: The embedding of a sentence, when a model is installed.
  /// - Returns: The index that is in memory, or a new one.
  /// - Throws: What the database refuses.
  func volume(
    from querying: some TenantQuerying,
    embed: (@Sendable (String) -> [Float])?
  ) async throws -> Volume {
    let tenant = querying.tenant
    let revision = try await querying.knowledgeRevision()
    let now = querying.environment.now()
    if let known = volumes.withLock({ $0[tenant] }), known.revision == revision,
      known.entries.values.allSatisfy({ $0.isServed(at: now) })
    {
      return known
    }
    let entries = try await querying.publishedKnowledge()
    let index = KnowledgeIndex(
      entries.map { entry in
        KnowledgeDocument(
          slug: entry.draft.slug,
          question: entry.draft.question,
          similar: entry.draft.similar,
          answer: entry.draft.answer,
          minAgeDays: entry.draft.minAgeDays,
          maxAgeDays: entry.draft.maxAgeDays
        )
      }
    )
    let volume = Volume(
      revision: revision,
      entries: Dictionary(uniqueKeysWithValues: entries.map { ($0.draft.slug, $0) }),
      index: index,
      meanings: embed.map { embed in
        index.documents.map { ([$0.question] + $0.similar).map(embed) }
      } ?? []
    )
    volumes.withLock { $0[tenant] = volume }
    return volume
  }
}
