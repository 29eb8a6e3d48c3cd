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

  /// Makes the three roles beside the owner, one statement each, for a new cluster.
  public static var creation: [String] {
    [
      """
      CREATE ROLE app_user LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
      """,
      """
      CREATE ROLE app_system LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
      """,
      """
      CREATE ROLE app_loader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
      """,
    ]
      + [application, system].map { role in
        """
        ALTER ROLE \(role) SET statement_timeout = '30s';
        ALTER ROLE \(role) SET lock_timeout = '10s';
        ALTER ROLE \(role) SET idle_in_transaction_session_timeout = '60s';
        """
      }
  }
}
