public import Logging
internal import PostgresClient
import Synchronization

/// The tenants that a running process serves, by host and by short name.
///
/// It reads the registry's revisions each second, and at once when it is told of a change, and swaps
/// the snapshot of a tenant that has changed. A document that this build cannot read is logged, and the old snapshot stays.
public final class TenantDirectory: Sendable {
  private struct Snapshots {
    var byID: [TenantID: TenantSnapshot] = [:]
    var byHost: [String: TenantSnapshot] = [:]
    var bySlug: [String: TenantSnapshot] = [:]
    var refused: [TenantID: Int64] = [:]
  }

  private let database: TenantDatabase
  private let modules: [TenantModule]
  private let logger: Logger
  private let snapshots = Mutex(Snapshots())

  /// Creates an empty directory; nothing is served before the first ``refresh()``.
  public init(database: TenantDatabase, modules: [TenantModule], logger: Logger) {
    self.database = database
    self.modules = modules
    self.logger = logger
  }

  /// The tenant that answers at a host, without a port.
  @inline(never)  // Decision 7.
  public func tenant(host: String) -> TenantSnapshot? {
    snapshots.withLock { $0.byHost[host.lowercased()] }
  }

  /// The tenant with a short name.
  @inline(never)  // Decision 7.
  public func tenant(slug: String) -> TenantSnapshot? {
    snapshots.withLock { $0.bySlug[slug] }
  }

  /// All tenants, by their short names.
  public var all: [TenantSnapshot] {
    snapshots.withLock { $0.byID.values.sorted { $0.slug < $1.slug } }
  }

  /// Takes over what has changed in the registry.
  ///
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached; the old snapshots stay.
  public func refresh() async throws {
    let system = database.system("directory")
    let revisions = try await system.tenantRevisions()
    guard !isCurrent(revisions) else { return }
    takeOver(try await system.registeredTenants())
  }

  @inline(never)  // Decision 7.
  private func isCurrent(_ revisions: [TenantID: Int64]) -> Bool {
    snapshots.withLock { kept in
      kept.byID.keys.allSatisfy { revisions[$0] != nil }
        && revisions.allSatisfy { id, revision in
          kept.byID[id]?.revision == revision || kept.refused[id] == revision
        }
    }
  }

  @inline(never)  // Decision 7.
  private func takeOver(_ records: [SystemScope.TenantRecord]) {
    let previous = snapshots.withLock { $0 }
    let next = records.reduce(into: Snapshots()) { add($1, to: &$0, previous: previous) }
    snapshots.withLock { $0 = next }
  }

  /// Refreshes when a tenant was registered, and each second, until the task is cancelled.
  public func run() async {
    await run(pollingEach: .seconds(1))
  }

  package func run(pollingEach interval: Duration) async {
    // One refresh after another: an older answer must not replace a newer one.
    let (reasons, reason) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let events = database.events(of: [.tenants])
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        while (try? await Task.sleep(for: interval)) != nil { reason.yield() }
      }
      group.addTask {
        for await _ in events { reason.yield() }
      }
      for await _ in reasons {
        do {
          try await refresh()
        } catch is CancellationError {
          break
        } catch {
          logger.warning("registry could not be read", metadata: ["error": "\(error)"])
        }
      }
      group.cancelAll()
    }
  }

  private func add(
    _ record: SystemScope.TenantRecord,
    to next: inout Snapshots,
    previous: Snapshots
  ) {
    var snapshot = previous.byID[record.id]
    if snapshot?.revision != record.revision {
      do {
        snapshot = try TenantSnapshot(
          id: record.id,
          revision: record.revision,
          document: record.registered.document,
          modules: modules
        )
      } catch {
        next.refused[record.id] = record.revision
        logger.error(
          "tenant keeps its old settings: the new ones cannot be read",
          metadata: ["tenant": "\(record.slug)", "error": "\(error)"]
        )
      }
    }
    guard let snapshot else { return }
    next.byID[snapshot.id] = snapshot
    next.bySlug[snapshot.slug] = snapshot
    for host in snapshot.hosts { next.byHost[host] = snapshot }
  }
}
