import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Schema linter")
struct SchemaLinterTests {
  @Test func `the data layer's own schema keeps every rule`() async throws {
    try await TestDatabase.withNew { database in
      let violations = try await database.database.linter.violations()
      #expect(violations.isEmpty)
    }
  }

  @Test(arguments: [
    ("a policy dropped", "DROP POLICY tenant_isolation ON tenancy.media"),
    (
      "a policy that lets all rows through",
      "ALTER POLICY tenant_isolation ON tenancy.media USING (true)"
    ),
    ("a further policy", "CREATE POLICY more ON tenancy.media USING (true)"),
    ("row security switched off", "ALTER TABLE tenancy.media DISABLE ROW LEVEL SECURITY"),
    ("FORCE removed", "ALTER TABLE tenancy.media NO FORCE ROW LEVEL SECURITY"),
    (
      "a composite key shortened",
      """
      ALTER TABLE tenancy.audit_entry DROP CONSTRAINT audit_entry_pkey;
      ALTER TABLE tenancy.audit_entry ADD PRIMARY KEY (id)
      """
    ),
    ("a unique key across tenants", "CREATE UNIQUE INDEX x ON tenancy.session (token_hash)"),
    ("an index that does not begin with the tenant", "CREATE INDEX x ON tenancy.session (seen_at)"),
    (
      "a foreign key without the tenant",
      """
      CREATE UNIQUE INDEX x ON tenancy.session (id);
      ALTER TABLE tenancy.audit_entry ADD FOREIGN KEY (id) REFERENCES tenancy.session (id)
      """
    ),
    ("a column without a comment", "ALTER TABLE tenancy.media ADD note text"),
    ("a table owned by the application", "ALTER TABLE tenancy.media OWNER TO app_user"),
    ("a grant that ignores policies", "GRANT TRUNCATE ON tenancy.media TO app_user"),
    ("the system role in a tenant's table", "GRANT SELECT ON tenancy.media TO app_system"),
    ("a view with its owner's rights", "CREATE VIEW tenancy.x AS SELECT * FROM tenancy.media"),
    (
      "a materialized view with its owner's rights",
      "CREATE MATERIALIZED VIEW tenancy.x AS SELECT * FROM tenancy.media"
    ),
    ("a grant to point at rows unseen", "GRANT REFERENCES ON tenancy.media TO app_user"),
    ("a grant to run code on others' writes", "GRANT TRIGGER ON tenancy.media TO app_user"),
    (
      "a policy that looks elsewhere for each row",
      """
      ALTER POLICY tenant_isolation ON tenancy.media
        USING (tenant_id = (SELECT id FROM tenancy.tenant LIMIT 1))
      """
    ),
    ("a sequence", "ALTER TABLE tenancy.media ADD number bigserial"),
    (
      "a function with its owner's rights",
      "CREATE FUNCTION tenancy.x() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
    ),
    (
      "a tenant that may be null",
      "ALTER TABLE tenancy.outbox_event DROP CONSTRAINT outbox_event_pkey CASCADE; ALTER TABLE tenancy.outbox_event ALTER tenant_id DROP NOT NULL"
    ),
  ])
  func `notices`(_ what: String, _ mutation: String) async throws {
    try await TestDatabase.withNew { database in
      try await database.asOwner { pool in
        try await pool.withConnection { try await $0.script(mutation) }
      }
      #expect(try await !database.database.linter.violations().isEmpty, "\(what)")
      await #expect(throws: TenantStoreError.self) {
        try await database.database.check(modules: [])
      }
    }
  }

  @Test func `a database that lets roles make temporary tables is refused at the start`()
    async throws
  {
    try await TestDatabase.withNew { database in
      try await database.asOwner { pool in
        try await pool.withConnection {
          try await $0.script("GRANT TEMPORARY ON DATABASE \(database.name) TO PUBLIC")
        }
      }
      await #expect(throws: TenantStoreError.self) {
        try await database.database.check(modules: [])
      }
    }
  }

  @Test func `a role that policies do not bind is refused at the start`() async throws {
    try await TestDatabase.withNew { database in
      let owner = try await database.connectionString(role: DatabaseRoles.admin)
      let system = try await database.connectionString(role: DatabaseRoles.system)
      let unbound = TenantDatabase(
        TenantDatabaseConfiguration(application: owner, system: system),
        logger: .quiet
      )
      await #expect(throws: TenantStoreError.self) { try await unbound.check(modules: []) }
      await unbound.close()
    }
  }
}
