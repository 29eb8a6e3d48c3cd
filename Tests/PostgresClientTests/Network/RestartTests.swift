import PostgresClient
import Synchronization
import Testing

@Suite("A server that restarts", .enabled(if: TestServer.shared.socketPath != nil))
struct RestartTests {
  @Test func `under load: the pool recovers by itself, and readers see no fault but a wait`()
    async throws
  {
    let server = TestServer()
    try await withPool(.test(connectionString: server.socketConnection)) { pool in
      let tally = Tally(workers: 12)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<12 {
          group.addTask {
            while !tally.isOver {
              if let error = await attempt(worker, pool) {
                tally.failed(error)
              } else {
                tally.succeeded(worker)
              }
            }
          }
        }
        for _ in 1...3 {
          let before = tally.successes
          #expect(await eventually { tally.hasGrown(since: before) })
          server.stop()
          let failures = tally.failures.count
          #expect(await eventually { tally.failures.count > failures })
          server.start()
          let after = tally.successes
          #expect(await eventually { tally.hasGrown(since: after) })
        }
        tally.end()
        try await group.waitForAll()
      }
      for error in tally.failures {
        switch error {
        case .outcomeUnknown, .unavailable, .closed: break
        case .server(let fault) where fault.sqlState == .adminShutdown: break
        default: Issue.record("\(error.debugDescription)")
        }
      }
    }
  }

  @Test func `a batch that was not written yet is sent on another connection`() async throws {
    let name = "written \(UInt32.random(in: 0 ... .max))"
    let narrow = PostgresConfiguration.test {
      $0.applicationName = name
      $0.sharedConnections = 1
      $0.sharedDepth = 1
    }
    try await withPool(narrow) { pool in
      try await withGate(pool) { gate, wait in
        async let written = outcome { try await pool.run(wait).count }
        #expect(await eventually { pool.statistics.inFlight == 1 })
        async let waiting = outcome { try await pool.run("SELECT 1").count }
        #expect(await eventually { pool.statistics.queued == 1 })
        try await withPool { other in
          _ = try await other.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(name)"
          )
        }
        #expect(await written == .failure(.outcomeUnknown))
        #expect(await waiting == .success(1))
        try await gate.open()
      }
    }
  }

  /// Reads or writes on a shared connection, or on one of its own.
  private func attempt(_ worker: Int, _ pool: PostgresPool) async -> PostgresError? {
    do {
      if worker % 3 == 2 {
        _ = try await pool.withConnection { try await $0.run(["SELECT 1"]) }
      } else {
        _ = try await pool.run("SELECT 1", BatchOptions(isRepeatable: worker % 3 == 1))
      }
      return nil
    } catch {
      return error as? PostgresError ?? .closed
    }
  }

  private func outcome(
    _ body: () async throws -> Int
  ) async -> Result<Int, PostgresError> {
    do { return .success(try await body()) } catch {
      return .failure(error as? PostgresError ?? .closed)
    }
  }
}

/// Counts what each worker of a test does, and ends them.
private final class Tally: Sendable {
  private struct State {
    var successes: [Int]
    var failures: [PostgresError] = []
    var isOver = false
  }

  private let state: Mutex<State>

  init(workers: Int) {
    state = Mutex(State(successes: [Int](repeating: 0, count: workers)))
  }

  var successes: [Int] { state.withLock(\.successes) }
  var failures: [PostgresError] { state.withLock(\.failures) }
  var isOver: Bool { state.withLock(\.isOver) }

  /// Whether each worker has succeeded twice: once may have been under way before.
  func hasGrown(since earlier: [Int]) -> Bool {
    zip(earlier, successes).allSatisfy { $0 + 1 < $1 }
  }

  func succeeded(_ worker: Int) {
    state.withLock { $0.successes[worker] += 1 }
  }

  func failed(_ error: PostgresError) {
    state.withLock { $0.failures.append(error) }
  }

  func end() {
    state.withLock { $0.isOver = true }
  }
}
