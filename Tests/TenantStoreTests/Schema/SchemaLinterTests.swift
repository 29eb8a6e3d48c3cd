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
    (
      "a policy dropped", "DROP POLICY tenant_isolation ON tenancy.media",
      "has no policy tenant_isolation"
    ),
    (
      "a policy that lets all rows through",
      "ALTER POLICY tenant_isolation ON tenancy.media USING (true)",
      "is not made by the tenant-table directive"
    ),
    (
      "a further policy", "CREATE POLICY more ON tenancy.media USING (true)",
      "policy more is not made by"
    ),
    (
      "row security switched off", "ALTER TABLE tenancy.media DISABLE ROW LEVEL SECURITY",
      "row-level security is not enabled"
    ),
    (
      "FORCE removed", "ALTER TABLE tenancy.media NO FORCE ROW LEVEL SECURITY",
      "row-level security is not forced"
    ),
    (
      "a composite key shortened",
      """
      ALTER TABLE tenancy.audit_entry DROP CONSTRAINT audit_entry_pkey;
      ALTER TABLE tenancy.audit_entry ADD PRIMARY KEY (id)
      """, "audit_entry_pkey does not begin with tenant_id"
    ),
    (
      "a unique key across tenants", "CREATE UNIQUE INDEX x ON tenancy.session (token_hash)",
      "key tenancy.x does not begin with tenant_id"
    ),
    (
      "an index that does not begin with the tenant", "CREATE INDEX x ON tenancy.session (seen_at)",
      "index tenancy.x does not begin with tenant_id"
    ),
    (
      "a foreign key without the tenant",
      """
      CREATE UNIQUE INDEX x ON tenancy.session (id);
      ALTER TABLE tenancy.audit_entry ADD FOREIGN KEY (id) REFERENCES tenancy.session (id)
      """, "does not carry tenant_id first on both sides"
    ),
    (
      "a column without a comment", "ALTER TABLE tenancy.media ADD note text",
      "column note has no comment"
    ),
    (
      "a table owned by the application", "ALTER TABLE tenancy.media OWNER TO app_user",
      "is owned by app_user"
    ),
    (
      "a grant that ignores policies", "GRANT TRUNCATE ON tenancy.media TO app_user",
      "app_user may TRUNCATE"
    ),
    (
      "the system role in a tenant's table", "GRANT SELECT ON tenancy.media TO app_system",
      "app_system may read it without a policy"
    ),
    (
      "a view with its owner's rights", "CREATE VIEW tenancy.x AS SELECT * FROM tenancy.media",
      "view does not say security_invoker"
    ),
    (
      "a materialized view with its owner's rights",
      "CREATE MATERIALIZED VIEW tenancy.x AS SELECT * FROM tenancy.media",
      "materialized views run with their owner's rights"
    ),
    (
      "a grant to point at rows unseen", "GRANT REFERENCES ON tenancy.media TO app_user",
      "app_user may REFERENCES"
    ),
    (
      "a grant to run code on others' writes", "GRANT TRIGGER ON tenancy.media TO app_user",
      "app_user may TRIGGER"
    ),
    (
      "a policy that looks elsewhere for each row",
      """
      ALTER POLICY tenant_isolation ON tenancy.media
        USING (tenant_id = (SELECT id FROM tenancy.tenant LIMIT 1))
      """, "is not made by the tenant-table directive"
    ),
    ("a sequence", "ALTER TABLE tenancy.media ADD number bigserial", "sequences tell tenants"),
    (
      "a function with its owner's rights",
      "CREATE FUNCTION tenancy.x() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
      "functions with their owner's rights are not allowed"
    ),
    (
      "a tenant that may be null",
      "ALTER TABLE tenancy.outbox_event DROP CONSTRAINT outbox_event_pkey CASCADE; ALTER TABLE tenancy.outbox_event ALTER tenant_id DROP NOT NULL",
      "tenant_id is not uuid NOT NULL"
    ),
    (
      "a policy under which anything may be written",
      "ALTER POLICY tenant_isolation ON tenancy.media WITH CHECK (true)",
      "is not made by the tenant-table directive"
    ),
    (
      "a table of all tenants in the application's reach",
      """
      CREATE TABLE tenancy.loose (id uuid PRIMARY KEY);
      GRANT UPDATE (id) ON tenancy.loose TO app_user
      """, "app_user may use it, and it holds no tenant_id"
    ),
  ])
  func `notices`(_ what: String, _ mutation: String, _ complaint: String) async throws {
    try await TestDatabase.withNew { database in
      try await database.asOwner { pool in
        try await pool.withConnection { try await $0.script(mutation) }
      }
      let messages = try await database.database.linter.violations().map(\.message)
      #expect(messages.contains { $0.contains(complaint) }, "\(what): \(messages)")
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

  @Test(arguments: [
    (DatabaseRoles.admin, "owns tables"), (DatabaseRoles.loader, "has BYPASSRLS"),
  ])
  func `a role that policies do not bind is refused at the start`(
    _ role: String,
    _ complaint: String
  ) async throws {
    try await TestDatabase.withNew { database in
      let unbound = TenantDatabase(
        TenantDatabaseConfiguration(
          application: try await database.connectionString(role: role),
          system: try await database.connectionString(role: DatabaseRoles.system)
        ),
        logger: .quiet
      )
      let error = await #expect(throws: TenantStoreError.self) {
        try await unbound.check(modules: [])
      }
      await unbound.close()
      #expect(try #require(error).description.contains(complaint))
    }
  }
}
