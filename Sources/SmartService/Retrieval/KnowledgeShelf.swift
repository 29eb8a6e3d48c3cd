internal import Synchronization
internal import TenantStore

/// The indexes of the tenants in memory, each rebuilt when the tenant's revision moved on.
///
/// Of many that ask at once one builds, and what did not change keeps its points.
final class KnowledgeShelf: Sendable {
  /// A sentence as a model sees it.
  typealias Embedding = @Sendable (String) -> [Float]

  private struct Shelves {
    var volumes: [TenantID: KnowledgeVolume] = [:]
    var flights: [TenantID: Flight] = [:]
    /// Of which revision a tenant's wordings were given to a model last.
    var read: [TenantID: Int64] = [:]
    /// What the points of a tenant take, or will.
    var bytes: [TenantID: Int] = [:]
    /// The last tenant whose wordings are read; the next one waits for it.
    var lastReading: Task<Void, Never>?
  }

  private struct Flight {
    let revision: Int64
    let task: Task<KnowledgeVolume, Never>
  }

  private let shelves = Mutex(Shelves())
  private let plan: MeaningPlan

  init(_ plan: MeaningPlan) { self.plan = plan }

  /// The index of a tenant as the database has it now.
  ///
  /// - Parameters:
  ///   - querying: Whose entries are wanted.
  ///   - embed: The point of a sentence, when a model is installed.
  /// - Returns: The index that is in memory, or a new one.
  /// - Throws: What the database refuses.
  func volume(from querying: some TenantQuerying, embed: Embedding?) async throws
    -> KnowledgeVolume
  {
    let tenant = querying.tenant
    let revision = try await querying.knowledgeRevision()
    let now = querying.environment.now()
    let (known, underway) = held(tenant)
    if let known, known.revision == revision, known.isServed(at: now) { return known }
    if let underway, underway.revision == revision { return await underway.task.value }
    let entries = try await querying.publishedKnowledge()
    let graph = try await querying.knowledgeGraph()
    let task = build(tenant, revision, entries, graph, embed: embed)
    let volume = await task.value
    keep(volume, of: tenant, from: task)
    if let embed { readBeside(volume, of: tenant, embed: embed) }
    return volume
  }

  // MARK: Building

  // A lock is never inlined into an async function: decision 7.
  @inline(never)
  private func held(_ tenant: TenantID) -> (KnowledgeVolume?, Flight?) {
    shelves.withLock { ($0.volumes[tenant], $0.flights[tenant]) }
  }

  @inline(never)
  private func build(
    _ tenant: TenantID,
    _ revision: Int64,
    _ entries: [KnowledgeEntry],
    _ graph: KnowledgeGraph,
    embed: Embedding?
  ) -> Task<KnowledgeVolume, Never> {
    let readsFirst = plan.limitBytes == nil
    return shelves.withLock { shelves in
      if let flight = shelves.flights[tenant], flight.revision == revision { return flight.task }
      let points = shelves.volumes[tenant]?.points ?? [:]
      let task = Task.detached {
        let volume = KnowledgeVolume(revision: revision, entries, graph: graph).reading(points)
        guard readsFirst, let embed else { return volume }
        return volume.reading(
          Dictionary(uniqueKeysWithValues: volume.unread.map { ($0, embed($0)) })
        )
      }
      shelves.flights[tenant] = Flight(revision: revision, task: task)
      return task
    }
  }

  @inline(never)
  private func keep(
    _ volume: KnowledgeVolume,
    of tenant: TenantID,
    from task: Task<KnowledgeVolume, Never>
  ) {
    shelves.withLock { shelves in
      guard shelves.flights[tenant]?.task == task else { return }
      shelves.flights[tenant] = nil
      shelves.volumes[tenant] = volume
    }
  }

  // MARK: Reading beside the talks

  @inline(never)
  private func readBeside(
    _ volume: KnowledgeVolume,
    of tenant: TenantID,
    embed: @escaping Embedding
  ) {
    guard let limit = plan.limitBytes, !volume.unread.isEmpty else { return }
    shelves.withLock { shelves in
      guard shelves.read[tenant] != volume.revision else { return }
      shelves.read[tenant] = volume.revision
      let earlier = shelves.lastReading
      shelves.lastReading = Task.detached(priority: .background) { [self] in
        await earlier?.value
        // What was published in the meantime is read with it.
        guard let volume = held(tenant).0 else { return }
        await read(volume, of: tenant, atMost: limit, embed: embed)
      }
    }
  }

  /// Reads a tenant's wordings one by one, between which others may run.
  private func read(
    _ volume: KnowledgeVolume,
    of tenant: TenantID,
    atMost limit: Int,
    embed: Embedding
  ) async {
    let (clock, wordings) = (ContinuousClock(), volume.wordings.count)
    let start = clock.now
    var (points, bytes) = ([:] as [String: [Float]], 0)
    for wording in volume.unread {
      let point = embed(wording)
      bytes = wordings * point.count * MemoryLayout<Float>.stride
      // The first point tells the size of all.
      if points.isEmpty, !reserve(bytes, for: tenant, of: limit) {
        return plan.report(
          .tooLarge(tenant, wordings: wordings, bytes: bytes, limit: limit)
        )
      }
      points[wording] = point
      await Task.yield()
    }
    put(points, of: tenant)
    plan.report(.ready(tenant, wordings: wordings, bytes: bytes, took: clock.now - start))
  }

  /// Keeps room for a tenant's points; what it had before is let go where they do not fit.
  @inline(never)
  private func reserve(_ bytes: Int, for tenant: TenantID, of limit: Int) -> Bool {
    shelves.withLock { shelves in
      shelves.bytes[tenant] = nil
      let hasRoom = shelves.bytes.values.reduce(bytes, +) <= limit
      if hasRoom {
        shelves.bytes[tenant] = bytes
      } else {
        shelves.volumes[tenant] = shelves.volumes[tenant]?.withoutPoints
      }
      return hasRoom
    }
  }

  @inline(never)
  private func put(_ points: [String: [Float]], of tenant: TenantID) {
    shelves.withLock { $0.volumes[tenant] = $0.volumes[tenant]?.reading(points) }
  }
}
