import Synchronization

/// The jobs that one worker holds: those that wait for a place, those that run, those that ended.
final class JobRoster: Sendable {
  struct Attempt: Sendable {
    let job: ClaimedJob
    let kind: JobKind
    let context: JobContext
    let startedAt: ContinuousClock.Instant
    var task: Task<Void, Never>?
    /// Why its task was cancelled, when it was.
    var ending: Ending?
  }

  /// Why an attempt is to end before it is ready.
  enum Ending: Sendable {
    /// A person asked for it.
    case cancelled
    /// It took longer than its kind allows.
    case tooLong
    /// The process shuts down.
    case shutdown
    /// Another process has the job, so nothing is recorded.
    case leaseLost
  }

  private struct State {
    var buffer: [ClaimedJob] = []
    var running: [JobRun: Attempt] = [:]
    var finished: [JobOutcome] = []
    var held: [TenantID: Int] = [:]
    var meanSeconds: Double?
    var ended = 0
  }

  private let state = Mutex(State())

  /// How much there is room for.
  struct Room {
    let jobs: Int
    let perTenant: Int
    let held: [TenantID: Int]
  }

  @inline(never)  // Decision 7.
  func room(_ options: JobWorkerOptions) -> Room {
    state.withLock { state in
      let ahead = JobAheadRule.ahead(
        concurrency: options.concurrency,
        meanSeconds: state.meanSeconds,
        most: options.mostAhead
      )
      let isLow = state.buffer.count <= ahead / 2
      let held = state.buffer.count + state.running.count
      return Room(
        jobs: isLow ? max(0, options.concurrency + ahead - held) : 0,
        perTenant: options.perTenant + ahead,
        held: state.held
      )
    }
  }

  @inline(never)  // Decision 7.
  func add(_ jobs: [ClaimedJob]) {
    state.withLock { state in
      state.buffer += jobs
      for job in jobs { state.held[job.tenant, default: 0] += 1 }
    }
  }

  /// The jobs for which there is a place now, oldest claim first.
  @inline(never)  // Decision 7.
  func begin(_ concurrency: Int, attempt: (ClaimedJob) -> Attempt) -> [Attempt] {
    state.withLock { state in
      let count = min(state.buffer.count, max(0, concurrency - state.running.count))
      let begun = state.buffer.prefix(count).map(attempt)
      state.buffer.removeFirst(count)
      for attempt in begun { state.running[attempt.job.run] = attempt }
      return begun
    }
  }

  /// Keeps an attempt's task, unless the attempt has ended already.
  @inline(never)  // Decision 7.
  func keep(_ task: Task<Void, Never>, of run: JobRun) {
    state.withLock { state in
      state.running[run]?.task = task
      if state.running[run]?.ending != nil { task.cancel() }
    }
  }

  /// Why an attempt was told to end.
  @inline(never)  // Decision 7.
  func ending(of run: JobRun) -> Ending? { state.withLock { $0.running[run]?.ending } }

  /// Takes an attempt off the list; nothing when its job was given back meanwhile.
  @inline(never)  // Decision 7.
  func end(_ run: JobRun, _ outcome: JobOutcome?) {
    state.withLock { state in
      guard let attempt = state.running.removeValue(forKey: run) else { return }
      Self.release(attempt.job, in: &state)
      let seconds = (ContinuousClock.now - attempt.startedAt) / .seconds(1)
      state.meanSeconds = state.meanSeconds.map { $0 * 0.95 + seconds * 0.05 } ?? seconds
      state.ended += 1
      if let outcome { state.finished.append(outcome) }
    }
  }

  private static func release(_ job: ClaimedJob, in state: inout State) {
    guard let held = state.held[job.tenant] else { return }
    state.held[job.tenant] = held > 1 ? held - 1 : nil
  }

  /// Takes what is to be recorded.
  @inline(never)  // Decision 7.
  func takeFinished() -> [JobOutcome] {
    state.withLock { state in
      defer { state.finished = [] }
      return state.finished
    }
  }

  /// Keeps what could not be recorded.
  @inline(never)  // Decision 7.
  func putBack(_ outcomes: [JobOutcome]) { state.withLock { $0.finished = outcomes + $0.finished } }

  /// Everything that holds a lease: running attempts and claimed jobs that wait for a place.
  @inline(never)  // Decision 7.
  func pulses(_ lease: (String) -> Duration) -> [TenantID: [JobPulse]] {
    state.withLock { state in
      let running = state.running.values.filter { $0.ending != .leaseLost }
        .map { ($0.job, $0.context.progress()) }
      let buffered = state.buffer.map { ($0, JobProgress?.none) }
      let pulses = (running + buffered).map { job, progress in
        (job.tenant, JobPulse(run: job.run, lease: lease(job.kind), progress: progress))
      }
      return Dictionary(grouping: pulses, by: \.0).mapValues { $0.map(\.1) }
    }
  }

  /// Everything that was claimed and is not yet recorded as ended.
  @inline(never)  // Decision 7.
  func heldJobs() -> [JobID] {
    state.withLock { state in
      state.buffer.map(\.run.id) + state.running.keys.map(\.id) + state.finished.map(\.run.id)
    }
  }

  /// Takes over what the database said of the attempts that gave a sign of life.
  @inline(never)  // Decision 7.
  func note(_ standings: [JobRun: Bool], of asked: Set<JobRun>) {
    state.withLock { state in
      let lost = asked.filter { standings[$0] == nil }
      for job in state.buffer where lost.contains(job.run) { Self.release(job, in: &state) }
      state.buffer.removeAll { lost.contains($0.run) }
      for run in lost { Self.stop(run, .leaseLost, in: &state) }
      for (run, isCancelRequested) in standings where isCancelRequested {
        Self.stop(run, .cancelled, in: &state)
      }
      let now = ContinuousClock.now
      for (run, attempt) in state.running where now - attempt.startedAt > attempt.kind.timeLimit {
        Self.stop(run, .tooLong, in: &state)
      }
    }
  }

  private static func stop(_ run: JobRun, _ ending: Ending, in state: inout State) {
    guard let attempt = state.running[run] else { return }
    guard attempt.ending == nil || ending == .leaseLost else { return }
    state.running[run]?.ending = ending
    attempt.task?.cancel()
  }

  /// Cancels all running attempts, because the process shuts down.
  @inline(never)  // Decision 7.
  func cancelAll() {
    state.withLock { state in
      for run in state.running.keys { Self.stop(run, .shutdown, in: &state) }
    }
  }

  /// Takes the jobs that were claimed and not begun, and, when asked, those that do not end.
  @inline(never)  // Decision 7.
  func giveBack(alsoRunning: Bool) -> [JobOutcome] {
    state.withLock { state in
      var jobs = state.buffer
      state.buffer = []
      if alsoRunning {
        jobs += state.running.values.filter { $0.ending != .leaseLost }.map(\.job)
        state.running = [:]
      }
      for job in jobs { Self.release(job, in: &state) }
      return jobs.map(JobOutcome.givenBack)
    }
  }

  @inline(never)  // Decision 7.
  var isIdle: Bool {
    state.withLock { $0.running.isEmpty && $0.buffer.isEmpty && $0.finished.isEmpty }
  }

  @inline(never)  // Decision 7.
  var runningCount: Int { state.withLock { $0.running.count } }

  /// How many attempts have ended since the worker began.
  @inline(never)  // Decision 7.
  var endedCount: Int { state.withLock { $0.ended } }
}
