public import Logging
internal import PostgresClient

/// What must be known of a database before it is dumped or restored.
public struct DatabaseCondition: Sendable {
  /// The roles that the cluster lacks.
  public let missingRoles: [String]
  /// Whether the database holds no table, sequence or view of anybody.
  public let isEmpty: Bool
  /// Whether row-level security hides nothing from the owner's connection.
  public let seesEverything: Bool

  /// Looks at a database.
  ///
  /// - Parameters:
  ///   - owner: The owner's connection, as libpq takes it.
  ///   - logger: Hears of the connection.
  /// - Throws: ``DatabaseUnreachable`` when there is no connection.
  public init(owner: String, logger: Logger) async throws {
    let pool = PostgresPool(PostgresConfiguration(connectionString: owner), logger: logger)
    do {
      let rows = try await pool.withConnection { try await $0.run(Self.questions) }
      missingRoles = try rows[0].scalars(String.self)
      isEmpty = try rows[1].scalar(Bool.self) ?? false
      seesEverything = try rows[2].scalar(Bool.self) ?? false
      await pool.close()
    } catch {
      await pool.close()
      throw DatabaseUnreachable.translated(error)
    }
  }

  private static var questions: [Statement] {
    let roles = [
      DatabaseRoles.admin, DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader,
    ]
    return [
      """
      SELECT role FROM unnest(\(roles)) AS role
      WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) ORDER BY role
      """,
      """
      SELECT NOT EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')
      """,
      "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
    ]
  }
}
