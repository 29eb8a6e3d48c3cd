internal import Foundation
internal import PostgresClient

/// How many more attempts a person's retry grants; the count itself goes on, because it tells a
/// stale attempt from the present one.
private let attemptsPerRetry = 3

extension TenantQuerying {
  /// Writes jobs, or finds those that have the same key.
  ///
  /// Nothing locks a job that is there already: whoever asked would otherwise hold up its lease
  /// until the transaction ends.
  func enqueueJobs(_ requests: [JobRequest]) async throws -> [JobID] {
    var found: [JobID?] = Array(repeating: nil, count: requests.count)
    // A job with the key may end between the insert and the look-up, so once is not always enough.
    for _ in 0..<10 {
      let open = found.indices.filter { found[$0] == nil }
      guard !open.isEmpty else { break }
      let ids = open.map { _ in JobID.make(in: environment) }
      let queries = zip(open, ids).flatMap { index, id in
        [insertion(of: requests[index], as: id)]
          + (requests[index].key.map { [activeJob(requests[index].kind, $0)] } ?? [])
      }
      var results = try await batch(queries)[...]
      for (index, id) in zip(open, ids) {
        let isNew = results.removeFirst().affected == 1
        let other =
          requests[index].key == nil ? nil : try results.removeFirst().values(JobID.self).first
        found[index] = isNew ? id : other
      }
    }
    return try found.map { id throws(TenantStoreError) in
      guard let id else { throw .emptyAnswer }
      return id
    }
  }

  private func insertion(of request: JobRequest, as id: JobID) -> TenantQuery {
    let now = environment.now()
    return """
      INSERT INTO tenancy.job (tenant_id, id, kind, payload, unique_key, state, priority, run_at,
        max_attempts, created_at)
      VALUES (\(tenant), \(id), \(request.kind), \(PostgresJSON(text: request.payload.canonicalText)),
        \(request.key), 'waiting', \(Int32(request.priority.rawValue)), \(request.runAt ?? now),
        \(Int32(request.maximumAttempts)), \(now))
      ON CONFLICT (tenant_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running')
      DO NOTHING
      """
  }

  private func activeJob(_ kind: String, _ key: String) -> TenantQuery {
    """
    SELECT id FROM tenancy.job
    WHERE tenant_id = \(tenant) AND kind = \(kind) AND unique_key = \(key)
      AND unique_key IS NOT NULL AND state IN ('waiting', 'running')
    """
  }

  /// Ends a waiting job; asks a running one to stop.
  ///
  /// - Returns: Where the job stands then, or nothing when it had ended or is not there.
  func cancelJob(_ id: JobID) async throws -> JobState? {
    try await value(
      """
      UPDATE tenancy.job
      SET cancel_requested = true,
        state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END,
        finished_at = CASE state WHEN 'waiting' THEN \(environment.now())::timestamptz END
      WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('waiting', 'running')
      RETURNING state
      """
    )
  }

  /// Lets a dead or cancelled job run again now, unless another one has its key.
  func retryJob(_ id: JobID) async throws -> Bool {
    try await execute(
      """
      UPDATE tenancy.job j
      SET state = 'waiting', cancel_requested = false, run_at = \(environment.now()),
        max_attempts = attempts + \(Int32(attemptsPerRetry)), finished_at = NULL
      WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('dead', 'cancelled')
        AND NOT EXISTS (
          SELECT FROM tenancy.job o
          WHERE o.tenant_id = \(tenant) AND o.kind = j.kind AND o.unique_key = j.unique_key
            AND o.unique_key IS NOT NULL AND o.state IN ('waiting', 'running'))
      """
    ) == 1
  }
}

extension TenantTransaction {
  /// Notes the success of an attempt that still holds its lease.
  func completeJob(_ run: JobRun, leasedBy worker: UUID) async throws -> Bool {
    try await execute(
      """
      UPDATE tenancy.job
      SET state = 'done', finished_at = \(environment.now()), lease_until = NULL, leased_by = NULL
      WHERE tenant_id = \(tenant) AND id = \(run.id) AND attempts = \(Int32(run.attempt))
        AND leased_by = \(worker) AND state = 'running'
      """
    ) == 1
  }
}
