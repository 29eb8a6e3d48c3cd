internal import Synchronization
internal import TenantStore

/// The indexes of the tenants in memory, each rebuilt when the tenant's revision moved on.
///
/// Of many that ask at once one builds, and what did not change keeps its vectors.
final class KnowledgeShelf: Sendable {
  /// A sentence as a model sees it.
  typealias Embedding = @Sendable (String) -> [Float]

  private struct Shelves {
    var volumes: [TenantID: KnowledgeVolume] = [:]
    var flights: [TenantID: Flight] = [:]
  }

  private struct Flight {
    let revision: Int64
    let task: Task<KnowledgeVolume, Never>
  }

  private let shelves = Mutex(Shelves())

  /// The index of a tenant as the database has it now.
  ///
  /// - Parameters:
  ///   - querying: Whose entries are wanted.
  ///   - embed: The embedding of a sentence, when a model is installed.
  /// - Returns: The index that is in memory, or a new one.
  /// - Throws: What the database refuses.
  func volume(from querying: some TenantQuerying, embed: Embedding?) async throws
    -> KnowledgeVolume
  {
    let tenant = querying.tenant
    let revision = try await querying.knowledgeRevision()
    let now = querying.environment.now()
    let (known, underway) = shelves.withLock { ($0.volumes[tenant], $0.flights[tenant]) }
    if let known, known.revision == revision, known.isServed(at: now) { return known }
    if let underway, underway.revision == revision { return await underway.task.value }
    let entries = try await querying.publishedKnowledge()
    let task = shelves.withLock { shelves in
      if let flight = shelves.flights[tenant], flight.revision == revision { return flight.task }
      let vectors = shelves.volumes[tenant]?.vectors ?? [:]
      let task = Task.detached {
        KnowledgeVolume(revision: revision, entries, earlier: vectors, embed: embed)
      }
      shelves.flights[tenant] = Flight(revision: revision, task: task)
      return task
    }
    let volume = await task.value
    shelves.withLock { shelves in
      guard shelves.flights[tenant]?.task == task else { return }
      shelves.flights[tenant] = nil
      shelves.volumes[tenant] = volume
    }
    return volume
  }
}
