internal import PostgresClient

extension TenantDatabase {
  /// Makes sure that the database is fit to be served, before the first request.
  ///
  /// - Throws: ``TenantStoreError/unfit(_:)`` with every reason: a role that row-level security does
  ///   not bind, tables without it, migrations that are missing.
  public func check(modules: [TenantModule]) async throws {
    let missing = try await system("start-up check").missingMigrations(MigrationSet.all(modules))
    guard missing.isEmpty else { throw TenantStoreError.unfit(missing) }
    let reasons =
      try await system("start-up check").roleProblems() + applicationRoleProblems()
    guard reasons.isEmpty else { throw TenantStoreError.unfit(reasons) }
    let obstacles = ModeRule.problems(of: try await serverTraits(), in: mode)
    guard obstacles.isEmpty else { throw TenantStoreError.unfit(obstacles) }
    let violations = try await linter.violations()
    guard violations.isEmpty else { throw TenantStoreError.unfit(violations.map(\.description)) }
  }
}

extension SystemScope {
  func roleProblems() async throws -> [String] {
    try await RoleCheck.problems { try await run([$0]) }
  }

  func missingMigrations(_ sets: [MigrationSet]) async throws -> [String] {
    let remedy = "run: tenant-admin db migrate"
    let exists = try await run(["SELECT to_regclass('tenancy.schema_migration') IS NOT NULL"])
    guard try exists.first?.scalar(Bool.self) == true else {
      return ["the database is empty; \(remedy)"]
    }
    let rows = try await run(["SELECT module || '/' || name FROM tenancy.schema_migration"])
    let applied = Set(try rows.first?.scalars(String.self) ?? [])
    return sets.flatMap { set in set.migrations.map { "\(set.module)/\($0.name)" } }
      .filter { !applied.contains($0) }
      .map { "migration \($0) is missing; \(remedy)" }
  }
}

/// The properties that a role bound by row-level security must have.
enum RoleCheck {
  static func problems(run: (Statement) async throws -> [Rows]) async throws -> [String] {
    let rows = try await run(
      """
      SELECT format('the role %s %s', r.rolname, problem) FROM pg_roles r, LATERAL (VALUES
        (r.rolsuper, 'is a superuser, whom row-level security does not bind'),
        (r.rolbypassrls, 'has BYPASSRLS'),
        (EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid), 'owns tables'),
        (has_database_privilege(current_database(), 'TEMPORARY'), 'may make temporary tables'),
        (pg_has_role(r.oid, 'app_admin', 'MEMBER'), 'is a member of app_admin')
      ) AS rule (is_broken, problem)
      WHERE r.rolname = current_user AND is_broken
      """
    )
    return try rows.first?.scalars(String.self).map {
      $0 + "; run tenant-admin db migrate and connect as the role that it names"
    } ?? []
  }
}
