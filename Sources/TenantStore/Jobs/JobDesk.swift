internal import PostgresClient

/// Which jobs are asked for.
public struct JobListQuery: Sendable {
  /// Only this tenant's.
  public var tenant: TenantID?
  /// Only those that stand there.
  public var state: JobState?
  /// Only those of this kind.
  public var kind: String?
  /// Only those that are older than this one.
  public var after: JobID?
  /// At most so many, at least 1.
  public var limit = 50

  /// All jobs, newest first.
  public init() {}
}

/// What an operator sees and does.
extension TenantDatabase {
  /// Jobs, newest first.
  public func jobs(_ query: JobListQuery) async throws -> [Job] {
    try await system("jobs for an operator").jobs(query).map { try $0.get() }
  }

  /// A job of whichever tenant, or nothing.
  public func job(_ id: JobID) async throws -> Job? {
    try await system("a job for an operator").job(id)?.get()
  }

  /// Ends a waiting job at once; asks a running one to stop.
  ///
  /// It is in the audit trail.
  ///
  /// - Returns: Where the job stands then, or nothing when it had ended.
  public func cancelJob(_ job: Job, by actor: Actor) async throws -> JobState? {
    try await transaction(for: job.tenant) { transaction in
      guard let state = try await transaction.cancelJob(job.id) else { return nil }
      try await transaction.audit("tenancy.job_cancelled", of: job.id.description, by: actor)
      return state
    }
  }

  /// Lets a dead or cancelled job run again, up to three times.
  ///
  /// It is in the audit trail.
  ///
  /// - Returns: Whether it waits now; not when it had not ended, or another one has its key.
  public func retryJob(_ job: Job, by actor: Actor) async throws -> Bool {
    try await transaction(for: job.tenant) { transaction in
      guard try await transaction.retryJob(job.id) else { return false }
      try await transaction.audit("tenancy.job_retried", of: job.id.description, by: actor)
      transaction.noteEnqueued()
      return true
    }
  }
}
