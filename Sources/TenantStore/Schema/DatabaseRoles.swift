/// The four roles of a database, and the SQL that makes them.
///
/// - `app_admin` owns everything and migrates; the gateway's queries never run under it.
/// - `app_user` is bound by row-level security and runs every tenant's queries.
/// - `app_system` sees registry, sessions and outbox, and no other table.
/// - `app_loader` is for bulk loading, where the layer itself writes the tenant.
public enum DatabaseRoles {
  /// The owner of all schemas.
  public static let admin = "app_admin"
  /// The role of every tenant's queries.
  public static let application = "app_user"
  /// The role of the queries that belong to no tenant.
  public static let system = "app_system"
  /// The role of bulk loads.
  public static let loader = "app_loader"

  /// The setting of Citus that decides whether a worker learns what a transaction has set.
  static let handingOn = "citus.propagate_set_commands"

  /// Makes the three roles beside the owner, one statement each, for a new cluster.
  ///
  /// - Parameter mode: With that of Citus the application's `SET LOCAL` is handed on to workers.
  /// - Returns: The statements, in order.
  public static func creation(_ mode: DatabaseMode = .postgres) -> [String] {
    let limits = [
      "statement_timeout = '15s'", "lock_timeout = '10s'",
      "idle_in_transaction_session_timeout = '60s'",
    ]
    let roles = [application: "NOBYPASSRLS", system: "NOBYPASSRLS", loader: "BYPASSRLS"]
    return roles.sorted { $0.key < $1.key }.flatMap { role, rowSecurity in
      ["CREATE ROLE \(role) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE \(rowSecurity)"]
        + limits.map { "ALTER ROLE \(role) SET \($0)" }
    } + (mode == .citus ? ["ALTER ROLE \(application) SET \(handingOn) = 'local'"] : [])
  }
}
