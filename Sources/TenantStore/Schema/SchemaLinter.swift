package import PostgresClient

/// Holds a migrated database to the rules that keep tenants apart.
///
/// It reads the catalogue, so what counts is what the database will do, not how a migration is
/// worded. The rules are those of PostgreSQL's row-level security and of Citus' distribution.
public struct SchemaLinter: Sendable {
  private let pool: PostgresPool
  private let mode: DatabaseMode

  /// A rule that a table breaks.
  public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// `schema.table`.
    public let table: String
    /// What is wrong and what to do.
    public let message: String
    /// `schema.table: message`.
    public var description: String { "\(table): \(message)" }
  }

  /// Prepares to check the database behind a pool.
  package init(pool: PostgresPool, mode: DatabaseMode) {
    self.pool = pool
    self.mode = mode
  }

  /// Everything that breaks a rule, by table; empty when all is well.
  public func violations() async throws -> [Violation] {
    var checks = Self.checks + [Self.policies(mode)]
    if mode == .citus, try await isCitusInstalled() { checks += [Self.distribution] }
    return try await violations(of: checks)
  }

  /// Foreign keys to a table whose directive came later, in a database that was just migrated.
  ///
  /// Citus would leave such a table on its coordinator. A dump is restored in another order, so this
  /// says nothing about a database that was.
  package func orderViolations() async throws -> [Violation] {
    try await violations(of: [Self.order])
  }

  private func violations(of checks: [Statement]) async throws -> [Violation] {
    try await pool.batch(checks).flatMap { try $0.decode(Finding.self) }
      .map { Violation(table: $0.table, message: $0.message) }
      .sorted { ($0.table, $0.message) < ($1.table, $1.message) }
  }

  private func isCitusInstalled() async throws -> Bool {
    try await pool.batch([Self.citus]).first?.scalar(Bool.self) ?? false
  }

  private struct Finding: PostgresRow {
    let table: String
    let message: String

    init(row: inout Row) throws(PostgresDecodingError) {
      table = try row.next()
      message = try row.next()
    }
  }

  private static let checks: [Statement] = [
    rowSecurity, keys, foreignKeys, ownership, comments, indexes, views, grants,
  ]
}
