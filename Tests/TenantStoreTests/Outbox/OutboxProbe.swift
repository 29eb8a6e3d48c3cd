import Synchronization
import TenantStore
import TenantStoreTesting

/// Counts what handlers were told, across the suite's parallel tests.
final class Deliveries: Sendable {
  private let kept = Mutex<[OutboxEventID]>([])
  func note(_ id: OutboxEventID) { kept.withLock { $0.append(id) } }
  func count(_ id: OutboxEventID) -> Int { kept.withLock { $0.count { $0 == id } } }
  /// In the order in which they were told.
  var all: [OutboxEventID] { kept.withLock { $0 } }
}

struct NoSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

struct Refused: Error {}

extension TenantModule {
  /// A module that only waits for events.
  static func probe(_ handlers: [OutboxHandler]) -> Self {
    TenantModule(name: "probe", settings: NoSettings.self, migrations: [], handlers: handlers)
  }
}

extension OutboxDrain {
  static func probe(_ database: TenantDatabase, _ handlers: [OutboxHandler]) -> Self {
    OutboxDrain(database: database, modules: [.probe(handlers)], logger: .quiet)
  }
}

extension OutboxHandler {
  /// A handler of the kind `probe.happened`.
  static func probe(
    _ name: String = "probe.handler",
    attempts: Int = 16,
    _ handle: @escaping @Sendable (OutboxEvent, TenantTransaction) async throws -> Void
  ) -> Self {
    Self(name, kind: "probe.happened", maximumAttempts: attempts, handle: handle)
  }
}

extension TestTenant {
  /// Commits events one after another.
  @discardableResult
  func happen(_ times: Int = 1) async throws -> [OutboxEventID] {
    var events: [OutboxEventID] = []
    for _ in 0..<times {
      events.append(try await transaction { try await $0.emit("probe.happened", ["n": 1]) })
    }
    return events
  }
}
