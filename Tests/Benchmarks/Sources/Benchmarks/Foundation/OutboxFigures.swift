import Logging
import Synchronization
import TenantStore

/// Events from the transaction that causes them to the handler that is told.
enum OutboxFigures {
  static let all = [
    Figure(
      name: "foundation.outbox.perSecond",
      what: "events of 16 tenants, each committed by a transaction of its own, until delivered",
      unit: "1/s",
      bounds: .ratio(atLeast: 0.8, floor: 0.4),
      measure: perSecond
    )
  ]

  /// How many events the handler was told of.
  private final class Told: Sendable {
    let count = Atomic(0)
  }

  private static func perSecond(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let database = items.database
    let tenants = try await BenchTenants.registered(16, named: "outbox", in: database)
    let told = Told()
    let drain = OutboxDrain(database: database, modules: [module(told)], logger: .quiet)
    let pair = try await PgbenchPeer.insertAndDelete(at: items.address, clients: 8)
    let running = Task { await drain.run() }
    let windows = try await stage.plan.alternate(
      own: { seconds in try await delivered(told, database, tenants, seconds: seconds) },
      peer: { try await pair.run(seconds: $0).perSecond }
    )
    running.cancel()
    await running.value
    return Outcome(
      values: windows.own,
      peer: pair.name("insert + delete"),
      peerValues: windows.peer
    )
  }

  /// Events a second of eight callers, until the last one was delivered.
  private static func delivered(
    _ told: Told,
    _ database: TenantDatabase,
    _ tenants: [TenantID],
    seconds: Int
  ) async throws -> Double {
    let before = told.count.load(ordering: .relaxed)
    let start = ContinuousClock.now
    let tally = try await ClosedLoop.run(tasks: 8, seconds: seconds) { random in
      let tenant = tenants[Int.random(in: 0..<tenants.count, using: &random)]
      try await database.transaction(for: tenant) { transaction in
        _ = try await transaction.emit("bench.happened", ["order": "ord_0000000000"])
      }
    }
    while told.count.load(ordering: .relaxed) - before < tally.count {
      try await Task.sleep(for: .milliseconds(1))
    }
    return Double(tally.count) / ((ContinuousClock.now - start) / .seconds(1))
  }

  private static func module(_ told: Told) -> TenantModule {
    TenantModule(
      name: "bench_outbox",
      settings: NoSettings.self,
      migrations: [],
      handlers: [
        OutboxHandler("bench.count", kind: "bench.happened") { _, _ in
          told.count.add(1, ordering: .relaxed)
        }
      ]
    )
  }
}

private struct NoSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

extension Logger {
  fileprivate static var quiet: Logger {
    var logger = Logger(label: "benchmarks.outbox")
    logger.logLevel = .error
    return logger
  }
}
