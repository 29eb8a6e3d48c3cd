import Foundation
import PostgresClient
public import TenantStore

/// Proves that the policies alone keep tenants apart: raw statements without any predicate of ours,
/// under the application role.
public struct PolicyIsolation {
  private let database: TestDatabase

  /// Prepares to check a suite's database.
  public init(_ database: TestDatabase) { self.database = database }

  /// Everything that `intruder`, or nobody, could do to the rows of `owner` in any tenant table.
  ///
  /// - Parameters:
  ///   - owner: A tenant with at least one row in every table; an empty table is a finding, because
  ///     nothing would be proved of it.
  ///   - intruder: Another tenant.
  /// - Returns: What was possible and must not be.
  /// - Throws: When the database cannot be asked.
  public func findings(owner: TenantID, intruder: TenantID) async throws -> [IsolationFinding] {
    let tables = try await TenantTables.all(in: database)
    let application = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: application), logger: .quiet)
    var findings: [IsolationFinding] = []
    for table in tables {
      let row = try await sample(of: table, owner: owner)
      guard let row else {
        findings.append(IsolationFinding(subject: table, leak: "has no row, so nothing is proved"))
        continue
      }
      for attempt in Attempt.all(table: table, owner: owner, row: row) {
        for tenant in [intruder, nil] {
          let leak = try await outcome(of: attempt, as: tenant, on: pool)
          if let leak { findings.append(IsolationFinding(subject: table, leak: leak)) }
        }
      }
    }
    await pool.close()
    return findings
  }

  private func sample(of table: String, owner: TenantID) async throws -> String? {
    try await database.asOwner { pool in
      let query = Statement(
        unsafeText: "SELECT to_jsonb(t)::text FROM \(table) t WHERE tenant_id = $1 LIMIT 1",
        values: [owner.postgresValue]
      )
      return try await pool.batch([query]).first?.scalar(String.self)
    }
  }

  private func outcome(
    of attempt: Attempt,
    as intruder: TenantID?,
    on pool: PostgresPool
  ) async throws -> String? {
    let tenant = intruder?.uuid.uuidString ?? ""
    do {
      let rows = try await pool.batch(
        ["SELECT set_config('app.tenant', \(tenant), true)", attempt.statement]
      )
      guard let answer = rows.last else { return "\(attempt.name) gave no answer" }
      let reached = attempt.countsRows ? try answer.scalar(Int.self) ?? 0 : answer.affected
      return reached == 0 ? nil : "\(attempt.name) reached \(reached) rows"
    } catch PostgresError.server(let fault) {
      let isRefused = fault.sqlState == .insufficientPrivilege
      return isRefused ? nil : "\(attempt.name) failed with \(fault.sqlState.rawValue)"
    }
  }
}

/// Something that another tenant may try.
private struct Attempt {
  let name: String
  let statement: Statement
  var countsRows = false

  static func all(table: String, owner: TenantID, row: String) -> [Attempt] {
    let tenant = owner.postgresValue
    func statement(_ text: String, _ values: [PostgresValue] = []) -> Statement {
      Statement(unsafeText: text, values: values)
    }
    return [
      Attempt(
        name: "counting",
        statement: statement("SELECT count(*) FROM \(table) WHERE tenant_id = $1", [tenant]),
        countsRows: true
      ),
      Attempt(
        name: "updating",
        statement: statement(
          "UPDATE \(table) SET tenant_id = tenant_id WHERE tenant_id = $1",
          [tenant]
        )
      ),
      Attempt(
        name: "deleting",
        statement: statement("DELETE FROM \(table) WHERE tenant_id = $1", [tenant])
      ),
      Attempt(
        name: "inserting a row that exists",
        statement: statement(
          "INSERT INTO \(table) SELECT (jsonb_populate_record(NULL::\(table), $1::text::jsonb)).*",
          [row.postgresValue]
        )
      ),
    ]
  }
}
