import Foundation
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// What jobs did, in order.
final class JobLog: Sendable {
  private let kept = Mutex<[String]>([])
  func note(_ line: String) { kept.withLock { $0.append(line) } }
  var lines: [String] { kept.withLock { $0 } }
}

private struct Broken: Error, CustomStringConvertible { let description = "the printer is on fire" }

extension TenantPair {
  /// A worker on this pair's clock that runs the given kinds.
  func worker(_ kinds: [JobKind], _ change: (inout JobWorkerOptions) -> Void = { _ in })
    -> JobWorker
  {
    var options = JobWorkerOptions()
    options.clock = .environment
    change(&options)
    let module = TenantModule(
      name: "probe",
      settings: ProbeSettings.self,
      migrations: [],
      jobs: kinds
    )
    return JobWorker(database: mine.database, modules: [module], options: options, logger: .quiet)
  }
}

@Suite("Jobs", .tenantDatabase(), .serialized)
struct JobWorkerTests {
  @Test func `a job leaves with the transaction that asked for it and is done once`() async throws {
    let pair = try await TenantPair.fresh()
    let log = JobLog()
    let kind = JobKind(name: "probe.once") { log.note("\($0.id) \($0.payload.canonicalText)") }
    let id = try await pair.mine.transaction {
      try await $0.enqueue(JobRequest(kind, payload: ["n": 1]))
    }
    await #expect(throws: Broken.self) {
      try await pair.mine.transaction { transaction in
        try await transaction.enqueue(JobRequest(kind, payload: ["n": 2]))
        throw Broken()
      }
    }

    let workers = (0..<3).map { _ in pair.worker([kind]) }
    await withTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { await worker.runUntilIdle() } }
    }

    #expect(log.lines == ["\(id) {\"n\":1}"])
    let job = try #require(try await pair.mine.database.job(id))
    #expect(job.state == .done && job.attempts == 1 && job.errors.isEmpty)
    #expect(job.tenant == pair.mine.id)
  }

  @Test func `a running worker is woken by the commit that asks for a job`() async throws {
    let pair = try await TenantPair.fresh()
    let (stream, continuation) = AsyncStream.makeStream(of: JobID.self)
    let kind = JobKind(name: "probe.woken") { continuation.yield($0.id) }
    let worker = pair.worker([kind]) { $0.poll = .seconds(3600) }
    let running = Task { await worker.run() }

    let first = try await pair.mine.database.enqueue(JobRequest(kind), for: pair.mine.id)
    #expect(await stream.first { _ in true } == first)
    let second = try await pair.mine.transaction { try await $0.enqueue(JobRequest(kind)) }
    #expect(await stream.first { _ in true } == second)

    worker.stop()
    await running.value
    #expect(try await pair.mine.database.job(second)?.state == .done)
  }

  @Test func `a second request with the key of a waiting job is the same job`() async throws {
    let pair = try await TenantPair.fresh()
    let kind = JobKind(name: "probe.key") { _ in }
    let request = JobRequest(kind, key: "feed")
    let database = pair.mine.database
    let ids = try await withThrowingTaskGroup(of: JobID.self) { group in
      for _ in 0..<16 {
        group.addTask { try await database.enqueue(request, for: pair.mine.id) }
      }
      return try await group.reduce(into: Set<JobID>()) { $0.insert($1) }
    }
    let others = try await database.enqueue([request, request], for: pair.other.id)

    #expect(ids.count == 1)
    #expect(Set(others).count == 1 && ids.isDisjoint(with: others))
    await pair.worker([kind]).runUntilIdle()
    #expect(try await !ids.contains(database.enqueue(request, for: pair.mine.id)))
  }

  @Test func `a job that fails rests, is tried again, and dies with its errors`() async throws {
    let pair = try await TenantPair.fresh()
    let log = JobLog()
    let kind = JobKind(name: "probe.fails", maximumAttempts: 3) { context in
      log.note("\(context.attempt)")
      throw Broken()
    }
    let id = try await pair.mine.database.enqueue(JobRequest(kind), for: pair.mine.id)
    let worker = pair.worker([kind])

    for _ in 0..<5 {
      await worker.runUntilIdle()
      pair.mine.clock.advance(by: 3600)
    }

    #expect(log.lines == ["1", "2", "3"])
    let dead = try #require(try await pair.mine.database.job(id))
    #expect(dead.state == .dead)
    #expect(dead.errors.map(\.attempt) == [1, 2, 3])
    #expect(dead.errors.allSatisfy { $0.error == "the printer is on fire" })

    #expect(try await pair.mine.database.retryJob(dead, by: .system))
    await worker.runUntilIdle()
    #expect(log.lines.last == "4")
  }

  @Test func `a failure that nothing mends is not tried again`() async throws {
    let pair = try await TenantPair.fresh()
    let kind = JobKind(name: "probe.permanent") { context in
      _ = try context.payload(as: [Int].self)
    }
    let id = try await pair.mine.database.enqueue(JobRequest(kind), for: pair.mine.id)
    await pair.worker([kind]).runUntilIdle()
    let job = try #require(try await pair.mine.database.job(id))
    #expect(job.state == .dead && job.attempts == 1)
  }

  @Test func `a waiting job is cancelled at once, a running one when it hears of it`() async throws
  {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let kind = JobKind(name: "probe.cancel") { context in
      continuation.yield()
      context.report(done: 3, total: 10, text: "third of ten")
      try await Task.sleep(for: .seconds(3600))
    }
    let waiting = try await database.enqueue(
      JobRequest(kind, runAt: pair.mine.clock.now + 60),
      for: pair.mine.id
    )
    let running = try await database.enqueue(JobRequest(kind), for: pair.mine.id)
    let worker = pair.worker([kind]) { $0.heartbeat = .milliseconds(20) }
    let work = Task { await worker.runUntilIdle() }
    _ = await started.first { _ in true }

    let first = try #require(try await database.job(waiting))
    #expect(try await database.cancelJob(first, by: .system) == .cancelled)
    let second = try #require(try await database.job(running))
    #expect(try await database.cancelJob(second, by: .system) == .running)
    _ = await work.value

    let ended = try #require(try await database.job(running))
    #expect(ended.state == .cancelled)
    #expect(ended.progress == JobProgress(done: 3, total: 10, text: "third of ten"))
  }

  @Test func `a shutdown gives unfinished jobs back without counting the attempt`() async throws {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (started, begun) = AsyncStream.makeStream(of: Void.self)
    let kind = JobKind(name: "probe.long") { _ in
      begun.yield()
      try await Task.sleep(for: .seconds(3600))
    }
    let ids = try await database.enqueue(
      (0..<3).map { _ in JobRequest(kind) },
      for: pair.mine.id
    )
    let worker = pair.worker([kind]) { options in
      options.concurrency = 2
      options.grace = .zero
    }
    let running = Task { await worker.run() }
    _ = await started.first { _ in true }
    worker.stop()
    await running.value

    for id in ids {
      let job = try #require(try await database.job(id))
      #expect(job.state == .waiting && job.attempts == 0)
    }
  }

  @Test func `a worker that ended in order can run again`() async throws {
    let pair = try await TenantPair.fresh()
    let (started, begun) = AsyncStream.makeStream(of: Void.self)
    let (release, released) = AsyncStream.makeStream(of: Void.self)
    let slow = JobKind(name: "probe.last") { _ in
      begun.yield()
      for await _ in release { break }
    }
    let (done, doing) = AsyncStream.makeStream(of: Void.self)
    let next = JobKind(name: "probe.next") { _ in doing.yield() }
    try await pair.mine.database.enqueue(JobRequest(slow), for: pair.mine.id)
    let worker = pair.worker([slow, next])
    let first = Task { await worker.run() }
    _ = await started.first { _ in true }
    worker.stop()
    try await Task.sleep(for: .milliseconds(50))
    released.finish()
    await first.value
    try await Task.sleep(for: .milliseconds(50))

    let second = Task { await worker.run() }
    try await Task.sleep(for: .milliseconds(100))
    try await pair.mine.database.enqueue(JobRequest(next), for: pair.mine.id)
    let watch = Task {
      try await Task.sleep(for: .seconds(20))
      doing.finish()
    }
    #expect(await done.first { _ in true } != nil)
    watch.cancel()
    worker.stop()
    await second.value
  }

  @Test func `thousands of jobs of one tenant do not delay another's`() async throws {
    let pair = try await TenantPair.fresh()
    let log = JobLog()
    let kind = JobKind(name: "probe.turns") { context in
      log.note(context.tenant == pair.mine.id ? "mine" : "other")
    }
    try await pair.mine.database.enqueue(
      (0..<2_000).map { _ in JobRequest(kind) },
      for: pair.mine.id
    )
    try await pair.mine.database.enqueue(JobRequest(kind), for: pair.other.id)
    await pair.worker([kind]).runUntilIdle()
    #expect(log.lines.count == 2_001)
    let place = try #require(log.lines.firstIndex(of: "other"))
    #expect(place < 600)
  }

  @Test func `a tenant that comes late does not wait for a busy one, nor does a shutdown`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    // The busy tenant never runs out of jobs: each asks for the next.
    let busy = JobKind(name: "probe.busy") { context in
      try await context.database.enqueue(JobRequest(kind: "probe.busy"), for: context.tenant)
    }
    let late = JobKind(name: "probe.late") { _ in continuation.yield() }
    try await database.enqueue((0..<50).map { _ in JobRequest(busy) }, for: pair.mine.id)
    let worker = pair.worker([busy, late])
    let running = Task { await worker.run() }

    try await database.enqueue(JobRequest(late), for: pair.other.id)
    #expect(await stream.first { _ in true } != nil)
    worker.stop()
    await running.value
  }

  @Test func `a worker kept for one tenant leaves the jobs of another alone`() async throws {
    let pair = try await TenantPair.fresh()
    let log = JobLog()
    let kind = JobKind(name: "probe.kept") { log.note("\($0.tenant)") }
    for tenant in [pair.mine, pair.other] {
      try await tenant.database.enqueue(JobRequest(kind), for: tenant.id)
    }

    await pair.worker([kind]) { $0.tenants = [pair.other.id] }.runUntilIdle()
    #expect(log.lines == ["\(pair.other.id)"])
    await pair.worker([kind]).runUntilIdle()
    #expect(log.lines == ["\(pair.other.id)", "\(pair.mine.id)"])
  }

  @Test func `long jobs of one tenant leave a place for another's`() async throws {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let (stream, continuation) = AsyncStream.makeStream(of: TenantID.self)
    let kind = JobKind(name: "probe.lasting") { context in
      continuation.yield(context.tenant)
      try await Task.sleep(for: .seconds(3600))
    }
    try await database.enqueue((0..<8).map { _ in JobRequest(kind) }, for: pair.mine.id)
    let worker = pair.worker([kind]) { options in
      options.concurrency = 4
      options.grace = .zero
    }
    let running = Task { await worker.run() }
    var begun: [TenantID] = []
    var beginnings = stream.makeAsyncIterator()
    while begun.count < 3, let tenant = await beginnings.next() { begun.append(tenant) }
    try await database.enqueue(JobRequest(kind), for: pair.other.id)
    #expect(await beginnings.next() == pair.other.id)
    worker.stop()
    await running.value
  }

  @Test func `what ended long ago is forgotten, dead jobs later`() async throws {
    let pair = try await TenantPair.fresh()
    let database = pair.mine.database
    let kind = JobKind(name: "probe.old") { context in
      if context.payload["dies"] == true { throw PermanentJobFailure("it dies") }
    }
    let done = try await database.enqueue(JobRequest(kind), for: pair.mine.id)
    let dead = try await database.enqueue(
      JobRequest(kind, payload: ["dies": true]),
      for: pair.mine.id
    )
    await pair.worker([kind]).runUntilIdle()

    pair.mine.clock.advance(by: 6 * 86_400)
    try await database.sweepJobs()
    #expect(try await database.job(done) != nil)
    pair.mine.clock.advance(by: 2 * 86_400)
    try await database.sweepJobs()
    #expect(try await database.job(done) == nil)
    #expect(try await database.job(dead) != nil)
    pair.mine.clock.advance(by: 90 * 86_400)
    try await database.sweepJobs()
    #expect(try await database.job(dead) == nil)
  }
}
