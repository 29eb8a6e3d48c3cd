import Logging
import Synchronization
import TenantStore

/// Jobs from the transaction that asks for them to the record that they are done.
enum JobFigures {
  static let all = [
    Figure(
      name: "foundation.jobs.perSecond",
      what:
        "jobs of 16 tenants, each asked for by a transaction of its own, until recorded as done",
      unit: "1/s",
      bounds: .ratio(atLeast: 0.8, floor: 0.4),
      measure: perSecond
    )
  ]

  private static let kind = "bench.job"

  /// How many jobs have run.
  private final class Done: Sendable {
    let count = Atomic(0)
  }

  private static func perSecond(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let database = items.database
    let tenants = try await BenchTenants.registered(16, named: "jobs", in: database)
    let done = Done()
    let worker = JobWorker(database: database, modules: [module(done)], logger: .quiet)
    let pair = try await PgbenchPeer.insertAndDelete(at: items.address, clients: 8)
    let running = Task { await worker.run() }
    let windows = try await stage.plan.alternate(
      own: { seconds in try await finished(done, database, tenants, seconds: seconds) },
      peer: { try await pair.run(seconds: $0).perSecond }
    )
    worker.stop()
    await running.value
    return Outcome(
      values: windows.own,
      peer: pair.name("insert + delete"),
      peerValues: windows.peer
    )
  }

  /// Jobs a second of eight callers, until no job of theirs waits or runs.
  private static func finished(
    _ done: Done,
    _ database: TenantDatabase,
    _ tenants: [TenantID],
    seconds: Int
  ) async throws -> Double {
    let before = done.count.load(ordering: .relaxed)
    let start = ContinuousClock.now
    let tally = try await ClosedLoop.run(tasks: 8, seconds: seconds) { random in
      let tenant = tenants[Int.random(in: 0..<tenants.count, using: &random)]
      try await database.enqueue(
        JobRequest(kind: kind, payload: ["order": "ord_0000000000"]),
        for: tenant
      )
    }
    while done.count.load(ordering: .relaxed) - before < tally.count {
      try await Task.sleep(for: .milliseconds(1))
    }
    var open = JobListQuery()
    open.kind = kind
    open.limit = 1
    for state in [JobState.waiting, .running] {
      open.state = state
      while try await !database.jobs(open).isEmpty {
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    return Double(tally.count) / ((ContinuousClock.now - start) / .seconds(1))
  }

  private static func module(_ done: Done) -> TenantModule {
    TenantModule(
      name: "bench_jobs",
      settings: NoJobSettings.self,
      migrations: [],
      jobs: [JobKind(name: kind) { _ in done.count.add(1, ordering: .relaxed) }]
    )
  }
}

private struct NoJobSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

extension Logger {
  fileprivate static var quiet: Logger {
    var logger = Logger(label: "benchmarks.jobs")
    logger.logLevel = .error
    return logger
  }
}
