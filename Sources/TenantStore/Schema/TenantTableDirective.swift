/// The line `-- tenant-table: schema.table [append-only] [system] [loader]` of a migration.
///
/// It stands after the table is made, and is expanded to what every tenant table needs: row-level
/// security enabled and forced, the policy, and the application role's grants.
/// - `append-only`: rows are added and read, never changed or deleted.
/// - `system`: the system role sees the rows of all tenants (sessions, outbox).
/// - `loader`: the loader role may insert, which no policy binds: the layer writes the tenant.
///
/// A table that an earlier migration made is opened to loads by `-- loader-table: schema.table`.
enum TenantTableDirective {
  /// The migration's text with every directive expanded in its place.
  static func expanded(_ text: String, for mode: DatabaseMode) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        if line.hasPrefix("-- loader-table: ") {
          return loaderGrant(on: String(line.dropFirst("-- loader-table: ".count)))
        }
        guard line.hasPrefix("-- tenant-table: ") else { return String(line) }
        let words = line.dropFirst("-- tenant-table: ".count).split(separator: " ")
        guard let table = words.first else { return String(line) }
        return statements(table: String(table), options: Set(words.dropFirst()), mode)
      }
      .joined(separator: "\n")
  }

  private static func statements(
    table: String,
    options: Set<Substring>,
    _ mode: DatabaseMode
  ) -> String {
    let verbs =
      options.contains("append-only") ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE"
    var lines = [
      "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;",
      "ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;",
      "CREATE POLICY tenant_isolation ON \(table) USING (\(mode.policyExpression));",
      "GRANT \(verbs) ON \(table) TO app_user;",
    ]
    if options.contains("system") {
      lines += [
        "CREATE POLICY system_upkeep ON \(table) TO app_system USING (true);",
        "GRANT SELECT, UPDATE, DELETE ON \(table) TO app_system;",
      ]
    }
    if options.contains("loader") { lines.append(loaderGrant(on: table)) }
    if mode == .citus { lines.insert(CitusDistribution.ofTenantTable(table), at: 0) }
    return lines.joined(separator: "\n")
  }

  private static func loaderGrant(on table: String) -> String {
    "GRANT INSERT ON \(table) TO app_loader;"
  }
}
