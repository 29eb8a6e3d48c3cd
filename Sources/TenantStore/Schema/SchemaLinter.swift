package import PostgresClient

/// Holds a migrated database to the rules that keep tenants apart.
///
/// It reads the catalogue, so what counts is what the database will do, not how a migration is
/// worded. The rules are those of PostgreSQL's row-level security and of Citus' distribution.
public struct SchemaLinter: Sendable {
  private let pool: PostgresPool

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
  package init(pool: PostgresPool) { self.pool = pool }

  /// Everything that breaks a rule, by table; empty when all is well.
  public func violations() async throws -> [Violation] {
    let results = try await pool.batch(Self.checks)
    return try results.flatMap { try $0.decode(Finding.self) }
      .map { Violation(table: $0.table, message: $0.message) }
      .sorted { ($0.table, $0.message) < ($1.table, $1.message) }
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
    rowSecurity, policies, keys, foreignKeys, ownership, comments, indexes, views, grants,
  ]
}
