import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// What a job must be after a history, as plain values.
private struct ModelJob {
  let tenant: Int
  let key: String?
  let maximumAttempts: Int
  let runAt: Date
  var state = JobState.waiting
  var attempts = 0
  var restUntil: Date?
  var worker: Int?
  var leaseUntil: Date?
  var isCancelRequested = false

  func isDue(at now: Date) -> Bool { state == .waiting && (restUntil ?? runAt) <= now }
}

/// Random histories of requests, claims, deaths of workers, stolen leases, cancellations and steps
/// of the clock, each step compared with the model.
@Suite("Histories of jobs", .tenantDatabase(), .serialized)
struct JobHistoryTests {
  private static let lease: Duration = .seconds(30)

  @Test(arguments: 0..<12)
  func `the table follows the model`(seed: Int) async throws {
    var random = SeededGenerator(state: UInt64(seed) &* 7_919 &+ 17)
    let pair = try await TenantPair.fresh()
    let tenants = [pair.mine, pair.other]
    let database = pair.mine.database
    let clock = pair.mine.clock
    let workers = (0..<3).map { _ in UUID() }
    let system = database.system("history")
    var model: [JobID: ModelJob] = [:]
    /// Attempts that a worker believes it runs, also those whose lease it has lost.
    var believed: [(run: JobRun, worker: Int)] = []
    let time = { JobTime(fixed: clock.now) }

    for _ in 0..<80 {
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1:
        let tenant = Int.random(in: 0..<2, using: &random)
        let key = Bool.random(using: &random) ? "k\(Int.random(in: 0..<3, using: &random))" : nil
        let delay = Double(Int.random(in: 0..<3, using: &random)) * 20
        let request = JobRequest(
          kind: "probe.history",
          key: key,
          runAt: clock.now + delay,
          maximumAttempts: Int.random(in: 1...3, using: &random)
        )
        let id = try await database.enqueue(request, for: tenants[tenant].id)
        let same = model.first {
          $0.value.tenant == tenant && key != nil && $0.value.key == key && !$0.value.state.isFinal
        }
        if let same {
          #expect(id == same.key, "a key is held by one waiting or running job")
        } else {
          #expect(model[id] == nil)
          model[id] = ModelJob(
            tenant: tenant,
            key: key,
            maximumAttempts: request.maximumAttempts,
            runAt: clock.now + delay
          )
        }
      case 2, 3:
        let worker = Int.random(in: 0..<3, using: &random)
        let tenant = Int.random(in: 0..<2, using: &random)
        let limit = Int.random(in: 1...3, using: &random)
        let claimed = try await claim(
          limit,
          of: tenants[tenant].id,
          by: workers[worker],
          at: time(),
          system
        )
        let due = model.values.count { $0.tenant == tenant && $0.isDue(at: clock.now) }
        #expect(claimed.count == min(limit, due))
        for job in claimed {
          let before = try #require(model[job.run.id])
          #expect(before.isDue(at: clock.now) && before.tenant == tenant)
          #expect(job.run.attempt == before.attempts + 1)
          model[job.run.id]?.state = .running
          model[job.run.id]?.attempts += 1
          model[job.run.id]?.worker = worker
          model[job.run.id]?.leaseUntil = clock.now + 30
          believed.append((job.run, worker))
        }
      case 4, 5:
        guard let index = believed.indices.randomElement(using: &random) else { continue }
        let (run, worker) = believed.remove(at: index)
        let isSuccess = Bool.random(using: &random)
        let job = try #require(model[run.id])
        let isDead = run.attempt >= job.maximumAttempts
        var outcome = JobOutcome(
          tenant: tenants[job.tenant].id,
          run: run,
          state: isSuccess ? .done : isDead ? .dead : .waiting
        )
        if !isSuccess {
          outcome.rest = .seconds(25)
          outcome.error = "history"
        }
        _ = try await system.run([
          JobStatement.record([outcome], of: outcome.tenant, worker: workers[worker], at: time())
        ])
        guard job.state == .running, job.attempts == run.attempt, job.worker == worker else {
          continue
        }
        let stops = outcome.state == .waiting && job.isCancelRequested
        model[run.id]?.state = stops ? .cancelled : outcome.state
        if model[run.id]?.state == .waiting { model[run.id]?.restUntil = clock.now + 25 }
      case 6:
        clock.advance(by: Double(Int.random(in: 1...45, using: &random)))
      case 7:
        guard let id = model.keys.sorted().randomElement(using: &random), let job = model[id]
        else { continue }
        let isRetry = Bool.random(using: &random)
        let shown = try #require(try await database.job(id))
        if isRetry {
          let isTaken = model.contains {
            $0.key != id && $0.value.tenant == job.tenant && job.key != nil
              && $0.value.key == job.key && !$0.value.state.isFinal
          }
          let expected = (job.state == .dead || job.state == .cancelled) && !isTaken
          #expect(try await database.retryJob(shown, by: .system) == expected)
          if expected {
            model[id] = ModelJob(
              tenant: job.tenant,
              key: job.key,
              maximumAttempts: job.attempts + 3,
              runAt: clock.now,
              attempts: job.attempts
            )
          }
        } else {
          let answer = try await database.cancelJob(shown, by: .system)
          guard !job.state.isFinal else {
            #expect(answer == nil)
            continue
          }
          model[id]?.isCancelRequested = true
          if job.state == .waiting { model[id]?.state = .cancelled }
          #expect(answer == model[id]?.state)
        }
      default:
        let lost = try await system.tenantsWithLostJobs(at: time())
        _ = try await system.run(lost.map { JobStatement.reclaim(of: $0, at: time()) })
        for (id, job) in model {
          guard job.state == .running, let until = job.leaseUntil, until < clock.now else {
            continue
          }
          let isDead = job.attempts >= job.maximumAttempts
          model[id]?.state = job.isCancelRequested ? .cancelled : isDead ? .dead : .waiting
          model[id]?.restUntil = clock.now
        }
      }
      try await compare(model, in: database)
    }
  }

  private func claim(
    _ limit: Int,
    of tenant: TenantID,
    by worker: UUID,
    at time: JobTime,
    _ system: SystemScope
  ) async throws -> [ClaimedJob] {
    let kinds = [(name: "probe.history", lease: Self.lease)]
    let statement = JobStatement.claim(limit, of: tenant, kinds: kinds, worker: worker, at: time)
    return try await system.run([statement]).first?.decode(ClaimedJob.self) ?? []
  }

  private func compare(_ model: [JobID: ModelJob], in database: TenantDatabase) async throws {
    var query = JobListQuery()
    query.kind = "probe.history"
    query.limit = 1_000
    let jobs = try await database.jobs(query).filter { model[$0.id] != nil }
    #expect(jobs.count == model.count)
    for job in jobs {
      let expected = try #require(model[job.id])
      #expect(job.state == expected.state && job.attempts == expected.attempts)
      #expect(job.maximumAttempts == expected.maximumAttempts)
      #expect(job.state.isFinal == (job.finishedAt != nil))
    }
  }
}
