import Foundation

/// Where a database is, in a form that libpq, pgbench and asyncpg all read.
struct DatabaseAddress: Sendable {
  /// A URL without a role.
  let base: String

  /// The address of a database on a private server.
  init(socketDirectory: String, port: Int, database: String) {
    let host = socketDirectory.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    base = "postgresql:///\(database)?host=\(host)&port=\(port)"
  }

  /// The address of a database on somebody's server, as its owner.
  init(url: String) { base = url }

  /// The same database as a role; of a setting that stands twice the last one holds.
  func url(role: String) -> String {
    base + (base.contains("?") ? "&" : "?") + "user=\(role)"
  }

  /// Runs SQL as the owner.
  func execute(_ sql: String) async throws {
    _ = try await Program.output(
      Program.postgres("psql"),
      ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url(role: "app_admin")]
    )
  }

  /// The single value of a query, as the owner.
  func value(_ sql: String) async throws -> String {
    try await Program.output(
      Program.postgres("psql"),
      ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, url(role: "app_admin")]
    ).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
