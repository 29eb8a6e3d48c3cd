internal import Foundation
internal import PostgresClient

/// A job's row, whose documents are read outside of the client's typed throw.
struct JobRow: PostgresRow {
  private let fields: @Sendable () throws -> Job

  func get() throws -> Job { try fields() }

  init(row: inout Row) throws(PostgresDecodingError) {
    let tenant: TenantID = try row.next()
    let id: JobID = try row.next()
    let kind: String = try row.next()
    let payload: PostgresJSON = try row.next()
    let key: String? = try row.next()
    let state: JobState = try row.next()
    let runAt: Date = try row.next()
    let (attempts, maximum): (Int32, Int32) = (try row.next(), try row.next())
    let (done, total): (Int?, Int?) = (try row.next(), try row.next())
    let text: String? = try row.next()
    let isCancelRequested: Bool = try row.next()
    let errors: PostgresJSON = try row.next()
    let createdAt: Date = try row.next()
    let (startedAt, finishedAt): (Date?, Date?) = (try row.next(), try row.next())
    fields = {
      Job(
        id: id,
        tenant: tenant,
        kind: kind,
        payload: try JSONValue(json: payload.text),
        key: key,
        state: state,
        runAt: runAt,
        attempts: Int(attempts),
        maximumAttempts: Int(maximum),
        progress: done.map { JobProgress(done: $0, total: total, text: text) },
        isCancelRequested: isCancelRequested,
        errors: try JSONDecoder().decode([JobError].self, from: Data(errors.text.utf8)),
        createdAt: createdAt,
        startedAt: startedAt,
        finishedAt: finishedAt
      )
    }
  }
}

extension SystemScope {
  /// Jobs of all tenants or one, newest first, each tenant's by its own index.
  func jobs(_ query: JobListQuery) async throws -> [JobRow] {
    try await rows(
      """
      SELECT j.tenant_id, j.id, j.kind, j.payload, j.unique_key, j.state, j.run_at, j.attempts,
        j.max_attempts, j.progress_done, j.progress_total, j.progress_text, j.cancel_requested,
        j.errors, j.created_at, j.started_at, j.finished_at
      FROM tenancy.tenant t CROSS JOIN LATERAL (
        SELECT * FROM tenancy.job
        WHERE tenant_id = t.id AND (\(query.after)::uuid IS NULL OR id < \(query.after))
          AND (\(query.state)::text IS NULL OR state = \(query.state))
          AND (\(query.kind)::text IS NULL OR kind = \(query.kind))
        ORDER BY id DESC LIMIT \(query.limit)
      ) j
      WHERE \(query.tenant)::uuid IS NULL OR t.id = \(query.tenant)
      ORDER BY j.id DESC LIMIT \(query.limit)
      """
    )
  }

  /// One job, looked for among each tenant's.
  func job(_ id: JobID) async throws -> JobRow? {
    try await rows(
      """
      SELECT j.tenant_id, j.id, j.kind, j.payload, j.unique_key, j.state, j.run_at, j.attempts,
        j.max_attempts, j.progress_done, j.progress_total, j.progress_text, j.cancel_requested,
        j.errors, j.created_at, j.started_at, j.finished_at
      FROM tenancy.tenant t JOIN tenancy.job j ON j.tenant_id = t.id AND j.id = \(id)
      """,
      as: JobRow.self
    ).first
  }
}
