internal import Foundation
public import Logging
internal import PostgresClient

/// Runs the jobs of all tenants, beside any number of workers in this and other processes.
///
/// A job is claimed by a conditional statement that counts the attempt and takes a lease; the lease
/// is prolonged while the job runs, and what an attempt leaves is recorded only while it holds it.
/// So no two attempts of a job run at once while leases hold, and the job of a process that was
/// killed runs again when its lease has ended. A job may therefore begin more than once;
/// ``JobContext/complete(in:)`` makes its effect in the database happen once.
public final class JobWorker: Sendable {
  private let database: TenantDatabase
  private let bells: [JobBell]
  private let kinds: [String: JobKind]
  private let options: JobWorkerOptions
  private let logger: Logger
  private let worker: UUID
  private let signal = JobSignal()
  let roster = JobRoster()

  /// Prepares a worker; it begins with ``run()``.
  ///
  /// - Parameters:
  ///   - database: Where jobs are claimed and what they work with. Give it connections of its own,
  ///     so that pages never wait for a job.
  ///   - modules: The modules whose kinds of jobs are run.
  ///   - options: How it goes about them.
  ///   - wokenBy: Further databases of this process in which jobs are asked for.
  ///   - logger: Hears of attempts that failed.
  public init(
    database: TenantDatabase,
    modules: [TenantModule],
    options: JobWorkerOptions = JobWorkerOptions(),
    wokenBy: [TenantDatabase] = [],
    logger: Logger
  ) {
    self.database = database
    self.options = options
    self.logger = logger
    bells = ([database] + wokenBy).map(\.jobBell)
    kinds = Dictionary(modules.flatMap(\.jobs).map { ($0.name, $0) }) { _, last in last }
    worker = database.environment.makeID()
  }

  /// Runs jobs as they become due, until ``stop()`` or the task's cancellation.
  ///
  /// Then no job is begun; those that run get the time that the options grant, are cancelled, and
  /// what still does not end is given back for other processes.
  public func run() async { await serve(untilIdle: false) }

  /// Runs what is due now, and returns when nothing is left that is due.
  ///
  /// - Returns: How many attempts ended, successful or not.
  @discardableResult
  public func runUntilIdle() async -> Int {
    let before = roster.endedCount
    await serve(untilIdle: true)
    return roster.endedCount - before
  }

  /// Ends ``run()`` in order.
  public func stop() { signal.raise(.stop) }

  private func serve(untilIdle: Bool) async {
    for bell in bells { bell.add(signal) }
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.tick(every: self.options.poll) }
        group.addTask { await self.pulse(every: self.options.heartbeat) }
        await loop(untilIdle: untilIdle)
        // Leases are prolonged until the last job has ended.
        group.cancelAll()
      }
    } onCancel: {
      signal.raise(.stop)
    }
    for bell in bells { bell.remove(signal) }
  }

  private func loop(untilIdle: Bool) async {
    var turns = JobTurns()
    var reasons: JobSignal.Reasons = [.look, .tick]
    var isLooking = true
    var lookedAt = ContinuousClock.now
    while !reasons.contains(.stop) {
      if reasons.contains(.tick) { await upkeep() }
      if !reasons.isDisjoint(with: [.look, .tick]) { isLooking = true }
      var hasWorked = false
      do {
        // While there is work, whoever joins is looked for ten times a second.
        if isLooking, turns.line.isEmpty || .now - lookedAt > .milliseconds(100) {
          (isLooking, lookedAt) = (false, .now)
          let due = try await database.system("jobs that are due").tenantsWithDueJobs(at: time)
          turns.join(due.filter(isServed))
        }
        hasWorked = try await exchange(&turns)
        if untilIdle, !hasWorked, turns.line.isEmpty, roster.isIdle { return }
      } catch {
        logger.warning("jobs could not be read", metadata: ["error": "\(error)"])
        if untilIdle { return await wind() }
      }
      if hasWorked, !untilIdle { try? await Task.sleep(for: options.gathering) }
      reasons = hasWorked ? signal.take() : await signal.wait()
    }
    await wind()
  }

  /// Records what has ended and claims what there is room for, in one round trip and one commit.
  ///
  /// - Returns: Whether there was anything to do.
  private func exchange(_ turns: inout JobTurns) async throws -> Bool {
    let finished = roster.takeFinished()
    let room = roster.room(options)
    let shares = turns.next(room: room.jobs, most: 16) { tenant in
      room.perTenant - room.held[tenant, default: 0]
    }
    guard !finished.isEmpty || !shares.isEmpty else { return false }
    let records = statements(for: finished)
    let claims = shares.map { share in
      JobStatement.claim(
        share.limit,
        of: share.tenant,
        kinds: kinds.values.map { ($0.name, $0.lease) },
        worker: worker,
        at: time
      )
    }
    do {
      let rows = try await database.system("jobs claimed and recorded").run(records + claims)
      var claimed: [ClaimedJob] = []
      for (share, rows) in zip(shares, rows.dropFirst(records.count)) {
        let jobs = try rows.decode(ClaimedJob.self)
        turns.settle(share, taken: jobs.count)
        claimed += jobs.sorted { ($0.priority, $0.runAt) < ($1.priority, $1.runAt) }
      }
      roster.add(claimed)
    } catch {
      // Whether it was recorded or not: recording again changes nothing that counts.
      roster.putBack(finished)
      turns.join(shares.map(\.tenant))
      throw error
    }
    begin()
    return true
  }

  private func statements(for outcomes: [JobOutcome]) -> [Statement] {
    Dictionary(grouping: outcomes, by: \.tenant).map { tenant, outcomes in
      JobStatement.record(outcomes, of: tenant, worker: worker, at: time)
    }
  }

  private func begin() {
    let begun = roster.begin(options.concurrency) { job in
      // Only kinds that are known here are claimed.
      let kind = kinds[job.kind] ?? JobKind(name: job.kind) { _ in }
      let context = JobContext(job, worker: worker, database: database)
      return JobRoster.Attempt(job: job, kind: kind, context: context, startedAt: .now)
    }
    for attempt in begun {
      roster.keep(Task { await self.perform(attempt) }, of: attempt.job.run)
    }
  }

  private func perform(_ attempt: JobRoster.Attempt) async {
    let run = attempt.job.run
    var failure: (any Error)?
    do {
      try await attempt.kind.run(attempt.context)
    } catch {
      failure = error
    }
    var outcome = outcome(of: attempt, failure: failure, ending: roster.ending(of: run))
    outcome?.progress = attempt.context.progress()
    roster.end(run, outcome)
    begin()
    signal.raise(.ended)
  }

  private func outcome(
    of attempt: JobRoster.Attempt,
    failure: (any Error)?,
    ending: JobRoster.Ending?
  ) -> JobOutcome? {
    let (job, run) = (attempt.job, attempt.job.run)
    guard let failure else { return JobOutcome(tenant: job.tenant, run: run, state: .done) }
    switch ending {
    case .leaseLost: return nil
    case .cancelled: return JobOutcome(tenant: job.tenant, run: run, state: .cancelled)
    case .shutdown where failure is CancellationError:
      return .givenBack(job)
    case .shutdown, .tooLong, nil: break
    }
    if failure is JobLeaseLost { return nil }
    let text = ending == .tooLong ? "it took longer than allowed" : String(describing: failure)
    logger.warning(
      "job failed",
      metadata: [
        "job": "\(run.id)", "kind": "\(job.kind)", "attempt": "\(run.attempt)", "error": "\(text)",
      ]
    )
    let isDead = failure is PermanentJobFailure || run.attempt >= job.maximumAttempts
    var outcome = JobOutcome(tenant: job.tenant, run: run, state: isDead ? .dead : .waiting)
    outcome.error = String(text.prefix(500))
    if !isDead {
      outcome.rest = attempt.kind.retry.rest(after: run.attempt, in: database.environment)
    }
    return outcome
  }

  /// Ends what runs, as far as it can be ended, and gives the rest back.
  private func wind() async {
    let givenBack = roster.giveBack(alsoRunning: false)
    await record(givenBack)
    await settle(within: options.grace)
    roster.cancelAll()
    await settle(within: .seconds(2))
    await record(roster.takeFinished() + roster.giveBack(alsoRunning: true))
  }

  /// Waits until no job runs, and records those that end.
  private func settle(within patience: Duration) async {
    guard roster.runningCount > 0 else { return }
    let signal = signal
    // A cancelled task cannot sleep, and this one has been cancelled when the process ends.
    let alarm = Task.detached {
      guard (try? await Task.sleep(for: patience)) != nil else { return }
      signal.raise(.stop)
    }
    while roster.runningCount > 0 {
      let reasons = await signal.wait()
      await record(roster.takeFinished())
      if reasons.contains(.stop) { break }
    }
    alarm.cancel()
  }

  private func record(_ outcomes: [JobOutcome]) async {
    guard !outcomes.isEmpty else { return }
    do {
      _ = try await database.system("jobs recorded").run(statements(for: outcomes))
    } catch {
      logger.warning("jobs were not recorded", metadata: ["error": "\(error)"])
    }
  }

  private func tick(every pause: Duration) async {
    while (try? await Task.sleep(for: pause)) != nil { signal.raise(.tick) }
  }

  private func pulse(every pause: Duration) async {
    while (try? await Task.sleep(for: pause)) != nil { await pulse() }
  }

  /// Gives a sign of life for every job that is held, and hears which of them are to end.
  func pulse() async {
    for (tenant, pulses) in roster.pulses({ self.kinds[$0]?.lease ?? .seconds(30) }) {
      do {
        let answers = try await database.system("leases of jobs").run(
          JobStatement.renew(pulses, of: tenant, worker: worker, at: time)
        )
        let standings = try answers.last?.decode(JobStanding.self) ?? []
        roster.note(
          Dictionary(standings.map { ($0.run, $0.isCancelRequested) }) { $0 || $1 },
          of: Set(pulses.map(\.run))
        )
      } catch {
        logger.warning("leases were not prolonged", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Takes jobs from workers that have gone, and lets go of those that were claimed unseen.
  ///
  /// A claim is unseen when its answer was lost with the connection. The server may commit it even
  /// after that, so it is looked for again and again.
  private func upkeep() async {
    do {
      try await giveBackUnseen()
      let system = database.system("jobs whose lease has ended")
      let tenants = try await system.tenantsWithLostJobs(at: time).filter(isServed)
      guard !tenants.isEmpty else { return }
      let rows = try await system.run(tenants.map { JobStatement.reclaim(of: $0, at: time) })
      let count = rows.reduce(0) { $0 + $1.affected }
      logger.warning("jobs taken from processes that have gone", metadata: ["count": "\(count)"])
    } catch {
      logger.warning("lost jobs could not be read", metadata: ["error": "\(error)"])
    }
  }

  private func giveBackUnseen() async throws {
    // What ends meanwhile is known: nothing is claimed or recorded before this returns.
    let held = roster.heldJobs()
    let system = database.system("jobs whose claim was not seen")
    let tenants = try await system.tenantsWithUnseenJobs(claimedBy: worker, except: held)
    guard !tenants.isEmpty else { return }
    let rows = try await system.run(
      tenants.map { JobStatement.giveBack(of: $0, claimedBy: worker, except: held, at: time) }
    )
    let count = rows.reduce(0) { $0 + $1.affected }
    logger.warning("jobs given back whose claim was lost", metadata: ["count": "\(count)"])
  }

  private func isServed(_ tenant: TenantID) -> Bool { options.tenants?.contains(tenant) ?? true }

  private var time: JobTime {
    switch options.clock {
    case .server: JobTime(fixed: nil)
    case .environment: JobTime(fixed: database.environment.now())
    }
  }
}
