import Foundation
import PostgresClient
import Synchronization
import Testing

@Suite("Outages")
struct OutageTests {
  @Test func `connections that are killed under load come back`() async throws {
    try await withPool(.test { $0.applicationName = "killed" }) { pool in
      let progress = Progress(workers: 32)
      try await openAll(pool)
      let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
        for worker in 0..<32 {
          let options = BatchOptions(isRepeatable: worker.isMultiple(of: 2))
          group.addTask {
            var outcomes: [Outcome] = []
            while !progress.isOver {
              outcomes.append(await attempt(pool, options))
              progress.step(worker)
            }
            return outcomes
          }
        }
        for round in 1...5 {
          // Whoever had to repeat a batch must be through with it: killed twice, it is lost.
          let steps = progress.steps
          #expect(
            await eventually { zip(steps, progress.steps).allSatisfy { $0 + 1 < $1 } }
          )
          try await kill(applicationName: "killed")
          // More are lost where a busy machine made the batches so slow that some ran alone.
          #expect(await eventually { pool.statistics.lostConnections >= 4 * round })
          #expect(await eventually { pool.statistics.sharedConnections == 4 })
        }
        progress.end()
        return try await group.reduce(into: []) { $0 += $1 }
      }

      let repeatable = outcomes.filter(\.isRepeatable)
      let single = outcomes.filter { !$0.isRepeatable }
      #expect(repeatable.count > 100 && single.count > 100)
      #expect(repeatable.compactMap(\.error) == [])
      #expect(single.allSatisfy { $0.error == nil || $0.error == .outcomeUnknown })
      #expect(single.contains { $0.error == .outcomeUnknown })
      #expect(pool.statistics.lostConnections >= 20)
      #expect(try await pool.run("SELECT 1").count == 1)
    }
  }

  @Test func `a batch in flight on a killed connection is repeated only if that is harmless`()
    async throws
  {
    try await withPool(.test { $0.applicationName = "waits" }) { pool in
      try await withGate(pool) { gate, wait in
        async let repeatable = attempt(pool, BatchOptions(isRepeatable: true), wait)
        async let single = attempt(pool, BatchOptions(), wait)
        #expect(await eventually { pool.statistics.inFlight == 2 })
        try await kill(applicationName: "waits")
        #expect(await single.error == .outcomeUnknown)
        try await gate.open()
        #expect(await repeatable.error == nil)
      }
    }
  }

  @Test func `a lent connection that is killed is not lent again`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      try await pool.withConnection { connection in
        let process = try await connection.run(["SELECT pg_backend_pid()"])[0].scalar(Int.self)
        _ = try await pool.run("SELECT pg_terminate_backend(\(process ?? 0)::int4)")
        #expect(await eventually { pool.statistics.lostConnections == 1 })
        await #expect(throws: PostgresError.closed) { try await connection.run(["SELECT 1"]) }
      }
      #expect(try await pool.withConnection { try await $0.run(["SELECT 1"]).count } == 1)
    }
  }

  @Test func `a server that comes back is used again`() async throws {
    let server = TestServer()
    try await withPool(.test(connectionString: server.socketConnection)) { pool in
      let before = try await pool.run("SELECT 1").count
      #expect(before == 1)

      server.stop()
      let error = await #expect(throws: PostgresError.self) {
        try await pool.run("SELECT 1", BatchOptions(isRepeatable: true))
      }
      guard case .unavailable = error else {
        Issue.record("not unavailable: \(String(describing: error))")
        return
      }
      await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }

      server.start()
      #expect(
        await eventually { (try? await pool.run("SELECT 1").count) == 1 }
      )
      #expect(try await pool.withConnection { try await $0.run(["SELECT 1"]).count } == 1)
    }
  }

  @Test func `a server that accepts and never answers concerns its own pool only`() async throws {
    let silent = try SilentServer()
    var configuration = PostgresConfiguration(
      connectionString: "host=127.0.0.1 port=\(silent.port) user=cradle"
    )
    configuration.connectTimeout = .milliseconds(200)
    try await withPool(configuration) { stuck in
      async let first = attempt(stuck, BatchOptions())
      async let second = attempt(stuck, BatchOptions(deadline: .milliseconds(60)))
      let other = try await withPool { try await $0.run("SELECT 1").count }
      #expect(other == 1)
      guard case .unavailable = await first.error else {
        Issue.record("not unavailable")
        return
      }
      #expect(await second.error == .deadlineExceeded)
    }
  }

  @Test func `a connection whose server stops answering is given up`() async throws {
    try await withPool(.test { $0.unresponsiveGrace = .milliseconds(100) }) { pool in
      _ = try await pool.run("SELECT 1")
      try await withGate(pool) { gate, wait in
        await #expect(throws: PostgresError.outcomeUnknown) {
          try await pool.run(wait, BatchOptions(deadline: .milliseconds(100)))
        }
        #expect(try await pool.run("SELECT 1").count == 1)
        try await gate.open()
      }
    }
  }

  @Test func `a refused log-in is unavailable and names no host`() async throws {
    let wrong = TestServer.shared.socketConnection + " dbname=nowhere"
    try await withPool(.test(connectionString: wrong)) { pool in
      let error = try #require(
        await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
      )
      guard case .unavailable = error else {
        Issue.record("not unavailable: \(error)")
        return
      }
      #expect(!error.description.contains("nowhere"))
      #expect(error.debugDescription.contains("nowhere"))
    }
  }

  @Test(.enabled(if: TestServer.shared.tcpConnection != nil))
  func `TCP carries batches and large values`() async throws {
    let address = try #require(TestServer.shared.tcpConnection)
    try await withPool(.test(connectionString: address)) { pool in
      let payload = String(repeating: "奶粉", count: 400_000)
      let outcomes = await collect(6) { number in
        try await pool.run("SELECT \(payload)").scalar(String.self) == payload ? number : nil
      }
      #expect(outcomes.allSatisfy { number, outcome in (try? outcome.get()) == number })
    }
  }

  @Test func `closing lets what runs end and refuses the rest`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.sharedDepth = 1
        $0.exclusiveConnections = 1
      }
    ) { pool in
      try await withPool { other in
        try await withGate(other) { gate, wait in
          async let running = attempt(pool, BatchOptions(), wait)
          async let lent = pool.withConnection { try await $0.run([wait]).count }
          #expect(await eventually { pool.statistics.inFlight == 1 })
          #expect(await eventually { pool.statistics.exclusiveConnections == 1 })
          async let queued = attempt(pool, BatchOptions())
          async let waiting = outcome { try await pool.withConnection { _ in 1 } }
          #expect(await eventually { pool.statistics.queued + pool.statistics.waiting == 2 })

          async let closed: Void = pool.close()
          #expect(await queued.error == .closed)
          #expect(await waiting.isClosed)
          try await gate.open()

          #expect(await running.error == nil)
          #expect(try await lent == 1)
          await closed
          await #expect(throws: PostgresError.closed) { try await pool.run("SELECT 1") }
          await #expect(throws: PostgresError.closed) { try await pool.withConnection { _ in } }
          #expect(pool.statistics.sharedConnections == 0)
          await pool.close()
        }
      }
    }
  }

  private struct Outcome {
    var error: PostgresError?
    var isRepeatable: Bool
  }

  private func attempt(
    _ pool: PostgresPool,
    _ options: BatchOptions,
    _ statement: Statement = "SELECT pg_sleep(0.001)"
  ) async -> Outcome {
    do {
      _ = try await pool.batch([statement], options)
      return Outcome(error: nil, isRepeatable: options.isRepeatable)
    } catch {
      return Outcome(error: error, isRepeatable: options.isRepeatable)
    }
  }

  private func outcome(_ body: () async throws -> Int) async -> Result<Int, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
  }

  private func kill(applicationName: String) async throws {
    try await withPool { pool in
      _ = try await pool.run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = \(applicationName)
        """
      )
    }
  }
}

/// Counts what each worker of a test does, and ends them.
private final class Progress: Sendable {
  private let counts: Mutex<[Int]>
  private let hasEnded = Atomic(false)

  init(workers: Int) {
    counts = Mutex([Int](repeating: 0, count: workers))
  }

  var steps: [Int] { counts.withLock(\.self) }
  var isOver: Bool { hasEnded.load(ordering: .relaxed) }

  func step(_ worker: Int) {
    counts.withLock { $0[worker] += 1 }
  }

  func end() {
    hasEnded.store(true, ordering: .relaxed)
  }
}

extension Result where Success == Int, Failure == any Error {
  fileprivate var isClosed: Bool {
    if case .failure(let error as PostgresError) = self { error == .closed } else { false }
  }
}
