import Foundation
import PostgresClient
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Leases of jobs", .tenantDatabase(), .serialized)
struct JobLeaseTests {
  @Test func `signs of life keep a job that takes longer than its lease`() async throws {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (started, begun) = AsyncStream.makeStream(of: Void.self)
    let (release, released) = AsyncStream.makeStream(of: Void.self)
    let kind = JobKind(name: "probe.lives", lease: .seconds(10)) { _ in
      begun.yield()
      for await _ in release { break }
    }
    let ids = [
      try await database.enqueue(JobRequest(kind), for: pair.mine.id),
      try await database.enqueue(JobRequest(kind), for: pair.other.id),
    ]
    let worker = pair.worker([kind]) { $0.heartbeat = .milliseconds(20) }
    let work = Task { await worker.runUntilIdle() }
    var beginnings = started.makeAsyncIterator()
    for _ in ids { await beginnings.next() }

    for _ in 0..<3 {
      pair.mine.clock.advance(by: 8)
      let end = pair.mine.clock.now + 9
      while try await earliestLease(of: ids) < end { try await Task.sleep(for: .milliseconds(5)) }
      let rival = pair.worker([kind])
      #expect(await rival.runUntilIdle() == 0)
    }
    released.finish()
    _ = await work.value

    for id in ids {
      let job = try #require(try await database.job(id))
      #expect(job.state == .done && job.attempts == 1 && job.errors.isEmpty)
    }
  }

  @Test func `a job taken over from a silent worker counts once, whoever ends first`() async throws
  {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (started, begun) = AsyncStream.makeStream(of: Void.self)
    let (release, released) = AsyncStream.makeStream(of: Void.self)
    let slow = JobKind(name: "probe.slow", lease: .seconds(10)) { context in
      begun.yield()
      for await _ in release { break }
      // The stale attempt's effect must not be kept.
      try await context.transaction { transaction in
        try await transaction.audit("probe.stale", of: "slow", by: .system)
        try await context.complete(in: transaction)
      }
    }
    let quick = JobKind(name: "probe.slow", lease: .seconds(10)) { context in
      try await context.transaction { transaction in
        try await transaction.audit("probe.fresh", of: "slow", by: .system)
        try await context.complete(in: transaction)
      }
    }
    let id = try await database.enqueue(JobRequest(slow), for: pair.mine.id)
    let silent = pair.worker([slow]) { $0.heartbeat = .seconds(3600) }
    let work = Task { await silent.runUntilIdle() }
    _ = await started.first { _ in true }

    pair.mine.clock.advance(by: 11)
    await pair.worker([quick]).runUntilIdle()
    #expect(try await database.job(id)?.state == .done)
    released.finish()
    _ = await work.value

    let job = try #require(try await database.job(id))
    #expect(job.state == .done && job.attempts == 2 && job.errors.count == 1)
    let trail = try await pair.mine.scope.auditEntries(of: "slow")
    #expect(trail.map(\.action) == ["probe.fresh"])
  }

  @Test func `a claim whose answer was lost is given back without counting the attempt`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let kind = JobKind(name: "probe.unseen", lease: .seconds(600)) { _ in }
    let me = UUID()
    var environment = pair.mine.clock.environment
    let makeID = environment.makeID
    let ids = Mutex([me])
    environment.makeID = { ids.withLock { $0.popLast() } ?? makeID() }
    let module = TenantModule(
      name: "probe",
      settings: ProbeSettings.self,
      migrations: [],
      jobs: [kind]
    )
    var options = JobWorkerOptions()
    options.clock = .environment
    let worker = JobWorker(
      database: pair.mine.database.with(environment),
      modules: [module],
      options: options,
      logger: .quiet
    )
    let database = pair.mine.database
    let mine = try await database.enqueue(JobRequest(kind), for: pair.mine.id)
    let other = try await database.enqueue(JobRequest(kind), for: pair.other.id)
    // Committed, and nobody heard of it; the neighbour's is another worker's.
    for (tenant, holder) in [(pair.mine.id, me), (pair.other.id, UUID())] {
      _ = try await database.system("test").run([
        JobStatement.claim(
          1,
          of: tenant,
          kinds: [(kind.name, kind.lease)],
          worker: holder,
          at: JobTime(fixed: pair.mine.clock.now)
        )
      ])
    }

    await worker.runUntilIdle()

    let done = try #require(try await database.job(mine))
    #expect(done.state == .done && done.attempts == 1 && done.errors.isEmpty)
    #expect(try await database.job(other)?.state == .running)
  }

  private func earliestLease(of ids: [JobID]) async throws -> Date {
    let database = try #require(TestDatabase.current)
    let uuids = ids.map(\.uuid)
    return try await database.asOwner { pool in
      let rows = try await pool.batch([
        "SELECT min(lease_until) FROM tenancy.job WHERE id = ANY (\(uuids))"
      ])
      return try #require(try rows[0].scalar(Date.self))
    }
  }
}
