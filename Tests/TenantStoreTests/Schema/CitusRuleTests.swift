import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// The rules under which a schema and its queries also run on Citus, each broken once.
///
/// What a schema breaks, the linter says; what a server lacks, the check at the start; what a query
/// does, the layer refuses before it is sent or the isolation suites find.
@Suite("Rules of Citus")
struct CitusRuleTests {
  static let parent = """
    CREATE TABLE tenancy.parent (
      tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id), id uuid NOT NULL,
      PRIMARY KEY (tenant_id, id));
    COMMENT ON TABLE tenancy.parent IS 'One row.';
    COMMENT ON COLUMN tenancy.parent.tenant_id IS 'none';
    COMMENT ON COLUMN tenancy.parent.id IS 'none';
    -- tenant-table: tenancy.parent
    """

  @Test(arguments: [
    (
      "1: a primary key without the tenant",
      "ALTER TABLE tenancy.parent DROP CONSTRAINT parent_pkey, ADD PRIMARY KEY (id)",
      "does not begin with tenant_id"
    ),
    (
      "1: a unique key without the tenant", "CREATE UNIQUE INDEX x ON tenancy.parent (id)",
      "does not begin with tenant_id"
    ),
    (
      "2: a foreign key whose tenant stands elsewhere",
      """
      CREATE UNIQUE INDEX x ON tenancy.parent (id, tenant_id);
      ALTER TABLE tenancy.parent ADD FOREIGN KEY (id, tenant_id) REFERENCES tenancy.parent (id, tenant_id)
      """,
      "does not carry tenant_id first on both sides"
    ),
    (
      "2: a foreign key from a table of all tenants",
      """
      CREATE TABLE tenancy.shared (tenant uuid, id uuid,
        FOREIGN KEY (tenant, id) REFERENCES tenancy.parent (tenant_id, id))
      """,
      "points from a table of all tenants into one tenant's"
    ),
    (
      "2: a foreign key that forgets its tenant on deletion",
      """
      ALTER TABLE tenancy.parent ADD FOREIGN KEY (tenant_id, id)
        REFERENCES tenancy.parent (tenant_id, id) ON DELETE SET NULL
      """,
      "sets tenant_id to null or a default"
    ),
    (
      "4: an owner who cannot log in",
      "CREATE ROLE sleeper_NAME NOLOGIN; ALTER TABLE tenancy.parent OWNER TO sleeper_NAME",
      "cannot log in"
    ),
    (
      "5: a policy with a subselect",
      "ALTER POLICY tenant_isolation ON tenancy.parent USING (tenant_id = (SELECT NULL::uuid))",
      "is not made by the tenant-table directive"
    ),
    (
      "11: a trigger",
      """
      CREATE TRIGGER x BEFORE UPDATE ON tenancy.parent
        FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
      """,
      "would not run on Citus"
    ),
    (
      "12: a number that the server counts",
      "ALTER TABLE tenancy.parent ADD number int GENERATED ALWAYS AS IDENTITY",
      "sequences tell tenants"
    ),
    (
      "13: a report over all tenants by the application's role",
      "CREATE POLICY report ON tenancy.parent FOR SELECT TO app_user USING (true)",
      "is not made by the tenant-table directive"
    ),
  ])
  func `the linter refuses`(_ rule: String, _ mutation: String, _ complaint: String) async throws {
    try await withMigrated([Self.parent]) { database, _ in
      let linter = database.database.linter
      let before = try await linter.violations()
      #expect(before.isEmpty)
      let script = mutation.replacing("NAME", with: database.name)
      try await database.asOwner { pool in
        try await pool.withConnection { try await $0.script(script) }
      }
      let messages = try await linter.violations().map(\.message)
      #expect(messages.contains { $0.contains(complaint) }, "\(rule): \(messages)")
      try await database.asOwner { pool in
        try await pool.withConnection {
          try await $0.script(
            "DROP TABLE tenancy.parent CASCADE; DROP ROLE IF EXISTS sleeper_\(database.name)"
          )
        }
      }
    }
  }

  @Test func `3: a child that is made before its parent is distributed is refused`() async throws {
    let parts = Self.parent.components(separatedBy: "-- tenant-table")
    let child = """
      CREATE TABLE tenancy.child (
        tenant_id uuid NOT NULL, id uuid NOT NULL, PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, id) REFERENCES tenancy.parent (tenant_id, id));
      -- tenant-table: tenancy.child
      """
    try await withMigrated([Self.parent, child]) { _, linter in
      let violations = try await linter.orderViolations()
      #expect(violations.isEmpty)
    }
    try await withMigrated([parts[0] + child, "-- tenant-table" + parts[1]]) { _, linter in
      let messages = try await linter.orderViolations().map(\.message)
      #expect(messages.contains { $0.contains("is older than the tenant-table directive") })
    }
  }

  @Test func `3: the data layer's own tables are in order`() async throws {
    try await withMigrated([]) { _, linter in
      let violations = try await linter.orderViolations()
      #expect(violations.isEmpty)
    }
  }

  @Test(.tenantDatabase([BulkShelf.module]))
  func `5: a database that was migrated for the other mode is refused`() async throws {
    let current = try #require(TestDatabase.current)
    let other = DatabaseMode.allCases.first { $0 != current.database.mode }
    let violations = try await current.asOwner { pool in
      try await SchemaLinter(pool: pool, mode: #require(other)).violations()
    }
    let refused = violations.filter { $0.message.contains("is not made by the tenant-table") }
    let tables = Set(refused.map(\.table))
    #expect(tables.isSuperset(of: ["shelf.box", "tenancy.media", "tenancy.job"]))
  }

  @Test(arguments: [
    (ServerTraits(hasCitus: false, handsOn: "", preparedTransactions: 0), DatabaseMode.postgres, 0),
    (ServerTraits(hasCitus: false, handsOn: "", preparedTransactions: 0), .citus, 0),
    (ServerTraits(hasCitus: true, handsOn: "local", preparedTransactions: 50), .citus, 0),
    (ServerTraits(hasCitus: true, handsOn: "local", preparedTransactions: 50), .postgres, 1),
    (ServerTraits(hasCitus: true, handsOn: "none", preparedTransactions: 50), .citus, 1),
    (ServerTraits(hasCitus: true, handsOn: "", preparedTransactions: 0), .citus, 2),
  ])
  func `6 and 14: a server that would not tell its workers the tenant is refused at the start`(
    _ server: ServerTraits,
    _ mode: DatabaseMode,
    _ count: Int
  ) {
    #expect(ModeRule.problems(of: server, in: mode).count == count)
  }

  @Test func `6: in the mode of Citus a tenant is set for the transaction, by no function`() {
    let tenant = TenantID(uuid: StoreEnvironment.live.makeID())
    let texts = TenantPrelude.statements(.citus, tenant: tenant, access: .readOnly).map(\.text)
    #expect(texts.allSatisfy { $0.hasPrefix("SET LOCAL ") })
    #expect(texts.contains("SET LOCAL app.tenant = '\(tenant.uuid.uuidString)'"))
  }

  @Test(.tenantDatabase()) func `7: a query that does not name its tenant is refused`() async throws
  {
    let pair = try await TenantPair.fresh()
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.scope.values("SELECT sha256 FROM tenancy.media", as: String.self)
    }
  }

  @Test(.tenantDatabase()) func `8: a join of tables of one tenant that names it once is found`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    let tenant = pair.mine.id
    _ = try await pair.mine.scope.batch([
      """
      SELECT s.id FROM tenancy.session s JOIN tenancy.audit_entry a ON a.subject = s.id::text
      WHERE s.tenant_id = \(tenant)
      """
    ])
    let findings = try await PredicateIsolation(database)
      .findings(owner: tenant, mirror: pair.other.id)
    #expect(findings.map(\.leak).contains { $0.hasPrefix("reads tenancy.audit_entry without") })
  }

  @Test(.tenantDatabase([BulkShelf.module])) func `9: a row cannot change its tenant`() async throws
  {
    let pair = try await TenantPair.fresh()
    let (mine, other) = (pair.mine.id, pair.other.id)
    try await pair.mine.transaction { transaction in
      try await transaction.insert(BulkShelf.boxes(3), into: BulkShelf.table) { $1.write(to: &$0) }
    }
    try await withCitusMode { database in
      // The rest of a row it may change.
      try await database.scope(mine).execute(
        "UPDATE shelf.box SET weight = weight + 1 WHERE tenant_id = \(mine)"
      )
      let error = await #expect(throws: PostgresError.self) {
        try await database.scope(mine).execute(
          "UPDATE shelf.box SET tenant_id = \(other.uuid) WHERE tenant_id = \(mine)"
        )
      }
      #expect(error?.sqlState == .insufficientPrivilege)
    }
    #expect(try await pair.mine.count() == 3)
    #expect(try await pair.other.count() == 0)
  }

  @Test(.tenantDatabase([BulkShelf.module]))
  func `10: many rows travel as values, for what is selected may not be inserted`() async throws {
    let pair = try await TenantPair.fresh()
    let recorder = QueryRecorder()
    let boxes = BulkShelf.boxes(300)

    try await withCitusMode(recorder) { database in
      let written = try await database.transaction(for: pair.mine.id) { transaction in
        try await transaction.insert(boxes, into: BulkShelf.table) { $1.write(to: &$0) }
      }
      #expect(written == 300)
    }

    let texts = recorder.entries.map(\.statement.text)
    #expect(texts.contains { $0.contains("VALUES") })
    #expect(texts.allSatisfy { !$0.contains("SELECT") })
    #expect(try await pair.mine.boxes() == boxes)
  }

  @Test(.tenantDatabase([BulkShelf.module]))
  func `15: another tenant is neither read nor written`() async throws {
    let pair = try await TenantPair.fresh()
    let (tenant, other) = (pair.mine.id, pair.other.id)
    try await pair.other.transaction { transaction in
      try await transaction.insert(BulkShelf.boxes(3), into: BulkShelf.table) { $1.write(to: &$0) }
    }

    try await withCitusMode { database in
      let seen: [UUID] = try await database.scope(tenant).values(
        "SELECT id FROM shelf.box WHERE tenant_id = \(other.uuid) OR tenant_id = \(tenant)"
      )
      let insert: TenantQuery = """
        INSERT INTO shelf.box (tenant_id, id, weight) VALUES (\(other.uuid), \(UUID()), 1)
        RETURNING \(tenant)::uuid
        """
      await #expect(throws: PostgresError.self) { try await database.scope(tenant).execute(insert) }
      #expect(seen.isEmpty)
    }
    #expect(try await pair.other.count() == 3)
  }

  /// The suite's database as it is used in the mode of Citus, whatever the mode of the test run.
  private func withCitusMode(
    _ recorder: QueryRecorder? = nil,
    _ body: (TenantDatabase) async throws -> Void
  ) async throws {
    let current = try #require(TestDatabase.current)
    var configuration = TenantDatabaseConfiguration(
      application: try await current.connectionString(role: DatabaseRoles.application),
      system: try await current.connectionString(role: DatabaseRoles.system)
    )
    configuration.mode = .citus
    let database = TenantDatabase(
      configuration,
      environment: .live,
      logger: .quiet,
      recorder: recorder
    )
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
    await database.close()
    try outcome.get()
  }

  /// A database with further migrations of the data layer, in the mode of the test run.
  private func withMigrated(
    _ texts: [String],
    _ body: (TestDatabase, SchemaLinter) async throws -> Void
  ) async throws {
    try await TestDatabase.withNew { database in
      let owner = try await database.connectionString(role: DatabaseRoles.admin)
      let pool = PostgresPool(PostgresConfiguration(connectionString: owner), logger: .quiet)
      let known = MigrationSet.tenancy.migrations
      let further = texts.enumerated().map { index, text in
        Migration(version: 9_000 + index, name: "V\(9_000 + index)_test", text: text)
      }
      let mode = database.database.mode
      let sets = [MigrationSet(module: "tenancy", migrations: known + further)]
      let migrator = Migrator(pool: pool, sets: sets, mode: mode)
      do {
        try await migrator.migrate()
        try await body(database, SchemaLinter(pool: pool, mode: mode))
        await pool.close()
      } catch {
        await pool.close()
        throw error
      }
    }
  }
}
