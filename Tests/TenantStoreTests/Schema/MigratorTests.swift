import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Migrations", .tenantDatabase())
struct MigratorTests {
  private func migrate(_ migrations: [String: String]) async throws -> [Migrator.Step] {
    try await withMigrator(migrations) { try await $0.migrate() }
  }

  private func withMigrator<Value: Sendable>(
    _ migrations: [String: String],
    _ body: (Migrator) async throws -> Value
  ) async throws -> Value {
    let files = Dictionary(
      uniqueKeysWithValues: migrations.map { ("Migrations/\($0.key).sql", $0.value) }
    )
    let probe = MigrationSet(module: "probe", migrations: Migration.all(in: files))
    return try await #require(TestDatabase.current).asOwner { pool in
      try await body(Migrator(pool: pool, sets: [.tenancy, probe]))
    }
  }

  @Test func `files are applied in order, once, and a changed one is refused`() async throws {
    let first = "CREATE TABLE probe.one (a integer);"
    let steps = try await migrate([
      "V0002_two": "ALTER TABLE probe.one ADD b integer;", "V0001_one": first,
    ])
    #expect(steps.map(\.name) == ["V0001_one", "V0002_two"])
    let again = try await migrate([
      "V0002_two": "ALTER TABLE probe.one ADD b integer;", "V0001_one": first,
    ])
    #expect(again.isEmpty)
    await #expect(throws: MigrationError.changed(module: "probe", name: "V0001_one")) {
      _ = try await migrate(["V0001_one": first + "\n"])
    }
    await #expect(throws: MigrationError.databaseIsNewer(module: "probe", name: "V0002_two")) {
      _ = try await migrate(["V0001_one": first])
    }
    // One in the middle that this build does not know is found as well.
    await #expect(throws: MigrationError.databaseIsNewer(module: "probe", name: "V0002_two")) {
      _ = try await withMigrator(["V0001_one": first, "V0003_three": "SELECT 3;"]) {
        try await $0.status()
      }
    }
  }
}

@Suite("A failing migration", .tenantDatabase())
struct FailingMigrationTests {
  @Test func `leaves nothing of itself behind and names its file`() async throws {
    let database = try #require(TestDatabase.current)
    let files = ["Migrations/V0001_half.sql": "CREATE TABLE half.done (a integer); SELECT 1 / 0;"]
    let set = MigrationSet(module: "half", migrations: Migration.all(in: files))
    try await database.asOwner { pool in
      let error = await #expect(throws: MigrationError.self) {
        try await Migrator(pool: pool, sets: [set]).migrate()
      }
      #expect(error?.description.contains("half/V0001_half") == true)
      let table = try await pool.batch(["SELECT to_regclass('half.done')::text"])
      #expect(try table.first?.scalar(String?.self) == .some(nil))
    }
  }

  @Test func `names its file also when it takes the connection with it`() async throws {
    let database = try #require(TestDatabase.current)
    let files = ["Migrations/V0001_end.sql": "SELECT pg_terminate_backend(pg_backend_pid());"]
    let set = MigrationSet(module: "ends", migrations: Migration.all(in: files))
    try await database.asOwner { pool in
      let error = await #expect(throws: MigrationError.self) {
        try await Migrator(pool: pool, sets: [set]).migrate()
      }
      #expect(error?.description.contains("ends/V0001_end") == true)
    }
  }

  @Test func `a database without its migrations is not served`() async throws {
    let database = try #require(TestDatabase.current)
    let files = ["Migrations/V0001_more.sql": "SELECT 1;"]
    let module = TenantModule(
      name: "more",
      settings: ProbeSettings.self,
      migrations: Migration.all(in: files)
    )
    await #expect(throws: TenantStoreError.self) {
      try await database.database.check(modules: [module])
    }
    try await database.database.check(modules: [])
  }
}

struct ProbeSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}
