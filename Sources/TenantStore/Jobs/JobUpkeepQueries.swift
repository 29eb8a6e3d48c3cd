package import Foundation
package import PostgresClient

/// What time it is for leases: the server's clock, unless a test decides.
///
/// Gateways on several machines must agree on when a lease has ended, so none of their own clocks
/// is asked.
package struct JobTime: Sendable {
  let fixed: Date?

  package init(fixed: Date?) { self.fixed = fixed }
}

extension Statement.Interpolation {
  /// A time that an index can be searched by.
  fileprivate mutating func appendInterpolation(_ time: JobTime) {
    appendLiteral("coalesce(")
    appendInterpolation(time.fixed)
    appendLiteral(", now())")
  }
}

/// A job whose lease a worker holds.
package struct ClaimedJob: PostgresRow {
  package let run: JobRun
  let tenant: TenantID
  let kind: String
  let payloadText: String
  let maximumAttempts: Int
  let runAt: Date
  let priority: Int

  package init(row: inout Row) throws(PostgresDecodingError) {
    tenant = try row.next()
    run = JobRun(id: try row.next(), attempt: Int(try row.next(Int32.self)))
    kind = try row.next()
    payloadText = try row.next(PostgresJSON.self).text
    maximumAttempts = Int(try row.next(Int32.self))
    runAt = try row.next()
    priority = Int(try row.next(Int32.self))
  }
}

/// How an attempt ended, as it is written.
package struct JobOutcome: Sendable {
  package let tenant: TenantID
  let run: JobRun
  /// Done, dead, cancelled, or waiting again.
  package let state: JobState
  /// How long it rests when it waits again.
  package var rest: Duration = .zero
  /// What the attempt threw.
  package var error: String?
  /// Whether the attempt does not count, because the process gave it back.
  var isGivenBack = false
  var progress: JobProgress?

  package init(tenant: TenantID, run: JobRun, state: JobState) {
    self.tenant = tenant
    self.run = run
    self.state = state
  }

  /// A job that the process could not end, as if it had not been begun.
  static func givenBack(_ job: ClaimedJob) -> Self {
    var outcome = Self(tenant: job.tenant, run: job.run, state: .waiting)
    outcome.isGivenBack = true
    return outcome
  }
}

/// A sign of life for one attempt.
struct JobPulse: Sendable {
  let run: JobRun
  let lease: Duration
  let progress: JobProgress?
}

/// What the database says of an attempt that still holds its lease.
struct JobStanding: PostgresRow {
  let run: JobRun
  let isCancelRequested: Bool

  init(row: inout Row) throws(PostgresDecodingError) {
    run = JobRun(id: try row.next(), attempt: Int(try row.next(Int32.self)))
    isCancelRequested = try row.next()
  }
}

/// The statements of workers, each about one tenant.
package enum JobStatement {
  private static let trailLength = 10

  /// Takes due jobs of one tenant, the most pressing first, past those that others are taking.
  ///
  /// Each priority is a range of its own in the index, so that jobs of the far future are not read.
  /// What was picked is found by its keys and not by a join, which a server that has planned it for
  /// a handful of jobs would go on to make by reading all of them.
  package static func claim(
    _ limit: Int,
    of tenant: TenantID,
    kinds: [(name: String, lease: Duration)],
    worker: UUID,
    at time: JobTime
  ) -> Statement {
    let names = kinds.map(\.name)
    let leases = kinds.map { $0.lease / .seconds(1) }
    return """
      WITH picked AS (
        SELECT due.id FROM unnest(ARRAY[0, 1, 2]) AS p (priority)
        CROSS JOIN LATERAL (
          SELECT id, run_at FROM tenancy.job
          WHERE tenant_id = \(tenant) AND state = 'waiting' AND priority = p.priority
            AND run_at <= \(time) AND kind = ANY (\(names))
          ORDER BY run_at, id LIMIT \(limit) FOR UPDATE SKIP LOCKED
        ) due
        ORDER BY p.priority, due.run_at, due.id LIMIT \(limit)
      )
      UPDATE tenancy.job j
      SET state = 'running', attempts = j.attempts + 1, leased_by = \(worker), started_at = \(time),
        lease_until = \(time) + make_interval(
          secs => (\(leases)::float8[])[array_position(\(names)::text[], j.kind)])
      WHERE j.tenant_id = \(tenant) AND j.id = ANY (ARRAY(SELECT id FROM picked))
      RETURNING j.tenant_id, j.id, j.attempts, j.kind, j.payload, j.max_attempts, j.run_at, j.priority
      """
  }

  /// Writes how attempts of one tenant ended, of those that still hold their leases.
  package static func record(
    _ outcomes: [JobOutcome],
    of tenant: TenantID,
    worker: UUID,
    at time: JobTime
  ) -> Statement {
    """
    UPDATE tenancy.job j
    SET state = CASE WHEN u.state = 'waiting' AND j.cancel_requested THEN 'cancelled' ELSE u.state END,
      run_at = CASE u.state WHEN 'waiting' THEN \(time) + make_interval(secs => u.rest)
        ELSE j.run_at END,
      finished_at = CASE WHEN u.state <> 'waiting' OR j.cancel_requested THEN \(time) END,
      attempts = j.attempts - u.given_back, leased_by = NULL, lease_until = NULL,
      progress_done = coalesce(u.done, j.progress_done),
      progress_total = coalesce(u.total, j.progress_total),
      progress_text = coalesce(u.text, j.progress_text),
      errors = CASE WHEN u.error IS NULL THEN j.errors ELSE
        CASE WHEN jsonb_array_length(j.errors) >= \(Int32(trailLength)) THEN j.errors - 0
          ELSE j.errors END
        || jsonb_build_object('attempt', j.attempts, 'at', \(time), 'error', u.error) END
    FROM unnest(
      \(outcomes.map(\.run.id.uuid)), \(outcomes.map { Int32($0.run.attempt) }),
      \(outcomes.map(\.state.rawValue)), \(outcomes.map { $0.rest / .seconds(1) }),
      \(outcomes.map(\.error)), \(outcomes.map { Int32($0.isGivenBack ? 1 : 0) }),
      \(outcomes.map(\.progress?.done)), \(outcomes.map { $0.progress?.total }),
      \(outcomes.map { $0.progress?.text })
    ) AS u (id, attempt, state, rest, error, given_back, done, total, text)
    WHERE j.tenant_id = \(tenant)
      AND j.id = ANY (ARRAY(SELECT unnest(\(outcomes.map(\.run.id.uuid)))))
      AND j.id = u.id AND j.attempts = u.attempt
      AND j.leased_by = \(worker) AND j.state = 'running'
    """
  }

  /// Prolongs leases of one tenant; then says which attempts hold theirs still.
  ///
  /// A row that a transaction has locked is passed by: its lock keeps others away as well, and
  /// waiting for it would hold up the leases of all other jobs.
  static func renew(
    _ pulses: [JobPulse],
    of tenant: TenantID,
    worker: UUID,
    at time: JobTime
  ) -> [Statement] {
    let ids = pulses.map(\.run.id.uuid)
    return [
      """
      WITH mine AS (
        SELECT id FROM tenancy.job
        WHERE tenant_id = \(tenant) AND id = ANY (\(ids)) AND leased_by = \(worker)
          AND state = 'running'
        FOR UPDATE SKIP LOCKED
      )
      UPDATE tenancy.job j
      SET lease_until = \(time) + make_interval(secs => u.lease),
        progress_done = coalesce(u.done, j.progress_done),
        progress_total = coalesce(u.total, j.progress_total),
        progress_text = coalesce(u.text, j.progress_text)
      FROM mine JOIN unnest(
        \(ids), \(pulses.map { Int32($0.run.attempt) }), \(pulses.map { $0.lease / .seconds(1) }),
        \(pulses.map(\.progress?.done)), \(pulses.map { $0.progress?.total }),
        \(pulses.map { $0.progress?.text })
      ) AS u (id, attempt, lease, done, total, text) ON u.id = mine.id
      WHERE j.tenant_id = \(tenant) AND j.id = mine.id AND j.attempts = u.attempt
      """,
      """
      SELECT id, attempts, cancel_requested FROM tenancy.job
      WHERE tenant_id = \(tenant) AND id = ANY (\(ids)) AND leased_by = \(worker)
        AND state = 'running'
      """,
    ]
  }

  /// Takes jobs of one tenant away from workers that gave no sign of life.
  package static func reclaim(of tenant: TenantID, at time: JobTime) -> Statement {
    """
    WITH lost AS (
      SELECT id FROM tenancy.job
      WHERE tenant_id = \(tenant) AND state = 'running' AND lease_until < \(time)
      FOR UPDATE SKIP LOCKED
    )
    UPDATE tenancy.job j
    SET state = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempts >= max_attempts THEN 'dead'
        ELSE 'waiting' END,
      finished_at = CASE WHEN cancel_requested OR attempts >= max_attempts THEN \(time) END,
      run_at = CASE WHEN cancel_requested OR attempts >= max_attempts THEN run_at ELSE \(time) END,
      leased_by = NULL, lease_until = NULL,
      errors = CASE WHEN jsonb_array_length(errors) >= \(Int32(trailLength)) THEN errors - 0
          ELSE errors END
        || jsonb_build_object('attempt', attempts, 'at', \(time),
          'error', 'the process that ran it gave no more sign of life')
    FROM lost WHERE j.tenant_id = \(tenant) AND j.id = lost.id
    """
  }

  /// Lets jobs of one tenant wait again that a worker claimed without hearing of it, as if it had not.
  static func giveBack(
    of tenant: TenantID,
    claimedBy worker: UUID,
    except held: [JobID],
    at time: JobTime
  ) -> Statement {
    """
    UPDATE tenancy.job
    SET state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'waiting' END,
      finished_at = CASE WHEN cancel_requested THEN \(time) END,
      attempts = attempts - 1, leased_by = NULL, lease_until = NULL
    WHERE tenant_id = \(tenant) AND state = 'running' AND leased_by = \(worker)
      AND id <> ALL (\(held.map(\.uuid)))
    """
  }

  /// Forgets what has ended long ago, so many at once.
  static func forget(
    of tenant: TenantID,
    finishedBefore: Date,
    deadBefore: Date,
    limit: Int
  ) -> Statement {
    """
    DELETE FROM tenancy.job WHERE tenant_id = \(tenant) AND id = ANY (ARRAY(
      SELECT id FROM tenancy.job WHERE tenant_id = \(tenant) AND (
        finished_at < \(finishedBefore) AND state IN ('done', 'cancelled')
        OR finished_at < \(deadBefore) AND state = 'dead')
      ORDER BY finished_at LIMIT \(limit)))
    """
  }
}

extension SystemScope {
  /// The tenants that have a job that is due, found by skipping from tenant to tenant in the index.
  func tenantsWithDueJobs(at time: JobTime) async throws -> [TenantID] {
    try await run(
      [
        """
        WITH RECURSIVE t (tenant_id) AS (
          (SELECT tenant_id FROM tenancy.job WHERE state = 'waiting' ORDER BY tenant_id LIMIT 1)
          UNION ALL
          SELECT (SELECT j.tenant_id FROM tenancy.job j
            WHERE j.state = 'waiting' AND j.tenant_id > t.tenant_id ORDER BY j.tenant_id LIMIT 1)
          FROM t WHERE t.tenant_id IS NOT NULL
        )
        SELECT t.tenant_id FROM t
        WHERE t.tenant_id IS NOT NULL AND EXISTS (
          SELECT FROM unnest(ARRAY[0, 1, 2]) AS p (priority) WHERE EXISTS (
            SELECT FROM tenancy.job j WHERE j.tenant_id = t.tenant_id AND j.state = 'waiting'
              AND j.priority = p.priority AND j.run_at <= \(time)))
        """
      ],
      isRepeatable: true
    ).first?.scalars(TenantID.self) ?? []
  }

  /// The tenants that have a job whose lease has ended.
  package func tenantsWithLostJobs(at time: JobTime) async throws -> [TenantID] {
    try await run(
      [
        """
        SELECT DISTINCT tenant_id FROM tenancy.job
        WHERE state = 'running' AND lease_until < \(time)
        """
      ],
      isRepeatable: true
    ).first?.scalars(TenantID.self) ?? []
  }

  /// The tenants that have a job which a worker has claimed, other than those that it knows of.
  func tenantsWithUnseenJobs(claimedBy worker: UUID, except held: [JobID]) async throws
    -> [TenantID]
  {
    try await run(
      [
        """
        SELECT DISTINCT tenant_id FROM tenancy.job
        WHERE state = 'running' AND leased_by = \(worker) AND id <> ALL (\(held.map(\.uuid)))
        """
      ],
      isRepeatable: true
    ).first?.scalars(TenantID.self) ?? []
  }

  /// The tenants that have jobs that ended before an instant.
  func tenantsWithOldJobs(before instant: Date) async throws -> [TenantID] {
    try await run(
      [
        """
        SELECT t.id FROM tenancy.tenant t WHERE EXISTS (
          SELECT FROM tenancy.job j WHERE j.tenant_id = t.id AND j.finished_at < \(instant))
        """
      ],
      isRepeatable: true
    ).first?.scalars(TenantID.self) ?? []
  }
}
