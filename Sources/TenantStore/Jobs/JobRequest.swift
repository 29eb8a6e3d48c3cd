public import Foundation

/// A job that somebody asks for.
public struct JobRequest: Hashable, Sendable {
  /// The kind's name.
  public var kind: String
  /// What the work needs to know: ids rather than copies, and no personal data.
  public var payload: JSONValue
  /// What no two waiting or running jobs of the kind share, at most 255 characters.
  ///
  /// Asking again gives the id of the job that is there. A job that already runs may have read the
  /// state from before, so what must see the newest state has no key or runs until nothing is left.
  public var key: String?
  /// Which of the tenant's due jobs goes first.
  public var priority: JobPriority
  /// Not before this instant; nothing means now.
  public var runAt: Date?
  /// After how many attempts it is dead.
  public var maximumAttempts: Int

  /// Asks for a job of a kind by its name.
  public init(
    kind: String,
    payload: JSONValue = [:],
    key: String? = nil,
    priority: JobPriority = .normal,
    runAt: Date? = nil,
    maximumAttempts: Int = 10
  ) {
    self.kind = kind
    self.payload = payload
    self.key = key
    self.priority = priority
    self.runAt = runAt
    self.maximumAttempts = maximumAttempts
  }

  /// Asks for a job of a declared kind.
  public init(
    _ kind: JobKind,
    payload: JSONValue = [:],
    key: String? = nil,
    priority: JobPriority = .normal,
    runAt: Date? = nil
  ) {
    self.init(
      kind: kind.name,
      payload: payload,
      key: key,
      priority: priority,
      runAt: runAt,
      maximumAttempts: kind.maximumAttempts
    )
  }
}

extension TenantTransaction {
  /// Asks for a job that leaves with this transaction, or not at all.
  ///
  /// - Returns: The new job, or the waiting or running one that has the same key.
  @discardableResult
  public func enqueue(_ request: JobRequest) async throws -> JobID {
    try await enqueue([request])[0]
  }

  /// Asks for several jobs, in one round trip, that leave with this transaction or not at all.
  ///
  /// - Returns: The jobs, in the order of the requests.
  @discardableResult
  public func enqueue(_ requests: [JobRequest]) async throws -> [JobID] {
    let ids = try await enqueueJobs(requests)
    noteEnqueued()
    return ids
  }
}

extension TenantDatabase {
  /// Asks for a job of a tenant, outside of any transaction.
  ///
  /// - Returns: The new job, or the waiting or running one that has the same key.
  @discardableResult
  public func enqueue(_ request: JobRequest, for tenant: TenantID) async throws -> JobID {
    try await enqueue([request], for: tenant)[0]
  }

  /// Asks for several jobs of a tenant, all or none, in one round trip.
  ///
  /// - Returns: The jobs, in the order of the requests.
  @discardableResult
  public func enqueue(_ requests: [JobRequest], for tenant: TenantID) async throws -> [JobID] {
    let ids = try await scope(tenant).enqueueJobs(requests)
    jobBell.ring()
    return ids
  }
}
