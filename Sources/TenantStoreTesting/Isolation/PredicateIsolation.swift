import Foundation
import PostgresClient
public import TenantStore

/// Proves that the predicates alone keep tenants apart: every statement that a suite ran, explained
/// and replayed under a role that no policy binds.
public struct PredicateIsolation {
  private let database: TestDatabase

  /// Prepares to check what ran on a suite's database.
  public init(_ database: TestDatabase) { self.database = database }

  /// The query functions that ran, `file function`, for a test that none was left out.
  public var functions: Set<String> {
    Set(database.recorder.entries.map { "\($0.file) \($0.function)" })
  }

  /// Everything that a statement could reach of another tenant.
  ///
  /// - Parameters:
  ///   - owner: The tenant whose statements ran and whose rows must stay as they are.
  ///   - mirror: A tenant that gets a copy of all of the owner's rows under the same ids, so that a
  ///     join without a tenant finds both. It must have no rows of its own.
  /// - Returns: What was possible and must not be.
  /// - Throws: When the database cannot be asked.
  public func findings(owner: TenantID, mirror: TenantID) async throws -> [IsolationFinding] {
    let tables = try await TenantTables.all(in: database)
    var seen: Set<String> = []
    let entries = database.recorder.entries.filter { entry in
      entry.statement.values.first == owner.postgresValue
        && seen.insert(entry.statement.text).inserted
    }
    return try await database.asOwner { pool in
      try await copy(tables, from: owner, to: mirror, on: pool)
      var findings: [IsolationFinding] = []
      for entry in entries {
        let subject = "\(entry.file) \(entry.function)"
        let explained = try await plan(of: entry.statement, on: pool)
        let leaks =
          unscopedScans(in: explained, tables: Set(tables))
          + (try await replay(
            entry.statement,
            inserting: explained.inserted,
            as: mirror,
            sparing: owner,
            tables: tables,
            on: pool
          ))
        findings += leaks.map { IsolationFinding(subject: subject, leak: $0) }
      }
      return findings
    }
  }

  private func copy(
    _ tables: [String],
    from owner: TenantID,
    to mirror: TenantID,
    on pool: PostgresPool
  ) async throws {
    let inserts = tables.map { table in
      Statement(
        unsafeText: """
          INSERT INTO \(table) SELECT (jsonb_populate_record(t, jsonb_build_object(
            'tenant_id', $2::uuid))).* FROM \(table) t WHERE tenant_id = $1
          """,
        values: [owner.postgresValue, mirror.postgresValue]
      )
    }
    _ = try await pool.batch(["SET LOCAL session_replication_role = replica"] + inserts)
  }

  private func plan(of statement: Statement, on pool: PostgresPool) async throws -> ExplainedPlan {
    let explain = Statement(
      unsafeText: "EXPLAIN (VERBOSE, FORMAT JSON) \(statement.text)",
      values: statement.values
    )
    let plan = try await pool.batch([explain]).first?.scalar(PostgresJSON.self)
    return ExplainedPlan(try JSONValue(json: plan?.text ?? "[]"))
  }

  /// Scans of a tenant table whose conditions do not say `tenant_id`.
  private func unscopedScans(in plan: ExplainedPlan, tables: Set<String>) -> [String] {
    plan.scans
      .filter { tables.contains($0.table) && !$0.conditions.contains("tenant_id") }
      .map { "reads \($0.table) without naming the tenant: \($0.conditions)" }
  }

  /// Runs the statement as the mirror, once without and once with the policies, and compares.
  ///
  /// What inserts a row that the mirror's copy has already is run beside a mirror without rows in
  /// that table. A statement that cannot be run at all shows nothing, which is a finding.
  private func replay(
    _ statement: Statement,
    inserting inserted: [String],
    as mirror: TenantID,
    sparing owner: TenantID,
    tables: [String],
    on pool: PostgresPool
  ) async throws -> [String] {
    let replayed = Statement(
      unsafeText: statement.text,
      values: [mirror.postgresValue] + statement.values.dropFirst()
    )
    let digest = tables.map {
      "SELECT count(*), min(t::text), max(t::text), sum(hashtextextended(t::text, 0)) FROM \($0) t WHERE tenant_id = $1"
    }
    .joined(separator: " UNION ALL ")
    let fingerprint = Statement(
      unsafeText: "SELECT md5(string_agg(d::text, ',')) FROM (\(digest)) d",
      values: [owner.postgresValue]
    )
    return try await pool.withConnection { connection in
      let tenant: Statement = "SELECT set_config('app.tenant', \(mirror.uuid.uuidString), true)"
      var opening: [Statement] = ["BEGIN", tenant]
      func outcomes() async throws -> (free: Outcome, bound: Outcome) {
        let free = try await Outcome.of(
          replayed,
          before: opening + [fingerprint],
          after: [fingerprint],
          on: connection
        )
        let bound = try await Outcome.of(
          replayed,
          before: opening + ["SET LOCAL ROLE app_user"],
          after: [],
          on: connection
        )
        return (free, bound)
      }
      var (free, bound) = try await outcomes()
      if free.failure == .uniqueViolation {
        opening.append("SET LOCAL session_replication_role = replica")
        opening += inserted.map { table in
          Statement(
            unsafeText: "DELETE FROM \(table) WHERE tenant_id = $1",
            values: [mirror.postgresValue]
          )
        }
        (free, bound) = try await outcomes()
      }
      if let failure = free.failure {
        return ["could not be run as the mirror: \(failure.rawValue)"]
      }
      var leaks: [String] = []
      if let failure = bound.failure {
        leaks.append("is refused by the policies and not by itself: \(failure.rawValue)")
      } else if free.rows != bound.rows {
        leaks.append("gives other rows without the policies than with them")
      }
      if free.checks.first != free.checks.last { leaks.append("changes another tenant's rows") }
      return leaks
    }
  }
}

/// What a statement did inside a transaction that was rolled back.
private struct Outcome {
  var rows: [[String?]] = []
  var checks: [String?] = []
  var failure: SQLState?

  static func of(
    _ statement: Statement,
    before: [Statement],
    after: [Statement],
    on connection: ExclusiveConnection
  ) async throws -> Outcome {
    var outcome = Outcome()
    let prepared = try await connection.run(before)
    outcome.checks.append(try check(prepared.last))
    do {
      let rows = try await connection.run([statement])
      outcome.rows = rows.first.map(text) ?? []
      outcome.checks.append(try check(try await connection.run(after).last))
    } catch PostgresError.server(let fault) {
      outcome.failure = fault.sqlState
    }
    _ = try await connection.run(["ROLLBACK"])
    return outcome
  }

  private static func check(_ rows: Rows?) throws -> String? {
    try rows?.scalar(String?.self) ?? nil
  }

  private static func text(_ rows: Rows) -> [[String?]] {
    let cells = (0..<rows.count).map { row in
      rows.columns.indices.map { rows.text(row: row, column: $0) }
    }
    return cells.isEmpty ? [["\(rows.affected)"]] : cells
  }
}
