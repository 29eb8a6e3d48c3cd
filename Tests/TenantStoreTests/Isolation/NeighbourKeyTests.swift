import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// A module whose one table points at the other.
private enum LabelledCrate {
  static let module = TenantModule(
    name: "crate",
    settings: ProbeSettings.self,
    migrations: Migration.all(in: [
      "Migrations/V0001_label.sql": """
      CREATE TABLE crate.box (
        tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id), id uuid NOT NULL,
        name text NOT NULL, pieces bigint NOT NULL DEFAULT 0, price numeric NOT NULL DEFAULT 0,
        packed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name));
      CREATE INDEX box_by_pieces ON crate.box (tenant_id, pieces);
      CREATE INDEX box_by_price ON crate.box (tenant_id, price);
      CREATE INDEX box_by_time ON crate.box (tenant_id, packed_at);
      COMMENT ON TABLE crate.box IS 'One row is one box.';
      COMMENT ON COLUMN crate.box.tenant_id IS 'none';
      COMMENT ON COLUMN crate.box.id IS 'none';
      COMMENT ON COLUMN crate.box.name IS 'none';
      COMMENT ON COLUMN crate.box.pieces IS 'none';
      COMMENT ON COLUMN crate.box.price IS 'none';
      COMMENT ON COLUMN crate.box.packed_at IS 'none';
      -- tenant-table: crate.box
      CREATE TABLE crate.label (
        tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id), id uuid NOT NULL,
        box_id uuid NOT NULL, PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, box_id) REFERENCES crate.box (tenant_id, id));
      COMMENT ON TABLE crate.label IS 'One row is one label on a box.';
      COMMENT ON COLUMN crate.label.tenant_id IS 'none';
      COMMENT ON COLUMN crate.label.id IS 'none';
      COMMENT ON COLUMN crate.label.box_id IS 'none';
      -- tenant-table: crate.label
      """
    ])
  )
}

/// What a tenant could learn of a neighbour by keys, and by which conditions its rows are found.
@Suite("Keys and indexes of neighbours", .tenantDatabase([LabelledCrate.module]))
struct NeighbourKeyTests {
  private func box(_ id: UUID, _ name: String, as tenant: TestTenant) async throws -> Int {
    try await tenant.scope.execute(
      """
      INSERT INTO crate.box (tenant_id, id, name) VALUES (\(tenant.id), \(id), \(name))
      ON CONFLICT DO NOTHING
      """
    )
  }

  private func refusal(_ query: TenantQuery, as tenant: TestTenant) async throws -> SQLState? {
    do {
      try await tenant.scope.execute(query)
      return nil
    } catch PostgresError.server(let fault) {
      return fault.sqlState
    }
  }

  @Test func `a key that the neighbour has is free, and no conflict tells of it`() async throws {
    let pair = try await TenantPair.fresh()
    let id = UUID()
    let counts = [
      try await box(id, "snow", as: pair.other), try await box(id, "snow", as: pair.mine),
      try await box(id, "snow", as: pair.mine),
    ]
    #expect(counts == [1, 1, 0])
  }

  @Test func `a row of the neighbour is as unknown to a foreign key as one that is nowhere`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let theirs = UUID()
    _ = try await box(theirs, "theirs", as: pair.other)
    func pointing(at id: UUID) async throws -> SQLState? {
      try await refusal(
        "INSERT INTO crate.label (tenant_id, id, box_id) VALUES (\(pair.mine.id), \(UUID()), \(id))",
        as: pair.mine
      )
    }
    let (neighbours, nobodys) = (try await pointing(at: theirs), try await pointing(at: UUID()))
    #expect(neighbours == .foreignKeyViolation)
    #expect(nobodys == .foreignKeyViolation)
  }

  @Test func `a row cannot be written for the neighbour`() async throws {
    let pair = try await TenantPair.fresh()
    let refused = try await refusal(
      """
      INSERT INTO crate.box (tenant_id, id, name)
      SELECT \(pair.other.id.uuid), \(UUID()), 'x' WHERE \(pair.mine.id)::uuid IS NOT NULL
      """,
      as: pair.mine
    )
    #expect(refused == .insufficientPrivilege)
  }

  /// Some comparisons are leakproof, others are not: those may only look at rows that a policy let
  /// pass, and so are never the condition of an index beside the tenant's.
  @Test(arguments: [
    ("name = 'snow'", true), ("name ~~ 'snow'", false), ("name ~~* 'snow'", false),
    ("pieces = 7", true), ("pieces > 7", true),
    ("id = '00000000-0000-0000-0000-000000000000'", true),
    ("packed_at > '2026-01-01'", true), ("price = 7", false), ("price < 7", false),
  ])
  func `only what cannot leak decides beside the policy which rows are looked at`(
    _ comparison: String,
    _ isIndexed: Bool
  ) async throws {
    let tenant = try await TenantPair.fresh().mine.id.uuid
    let column = try #require(comparison.split(separator: " ").first)
    let plan = try await asApplication { connection in
      _ = try await connection.run([
        "BEGIN", "SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off",
        "SELECT set_config('app.tenant', \(tenant.uuidString), true)",
      ])
      let rows = try await connection.run([
        Statement(
          unsafeText:
            "EXPLAIN SELECT id FROM crate.box WHERE tenant_id = '\(tenant)' AND \(comparison)",
          values: []
        )
      ])
      _ = try await connection.run(["ROLLBACK"])
      return try rows[0].scalars(String.self)
    }
    let condition = try #require(plan.first { $0.contains("Index Cond") })
    #expect(condition.contains("tenant_id"))
    #expect(condition.contains("(\(column) ") == isIndexed, "\(plan)")
  }

  /// What an index of words, documents or lists would be asked for can leak, so a search looks up
  /// by equality of text instead.
  @Test func `the operators of inverted indexes can leak`() async throws {
    let leaks = try await asApplication { connection in
      try await connection.run([
        """
        SELECT o.oprname || '(' || o.oprleft::regtype || ')' FROM pg_operator o
        JOIN pg_proc p ON p.oid = o.oprcode
        WHERE NOT p.proleakproof AND o.oprname IN ('@@', '@>') AND o.oprleft::regtype::text
          IN ('tsvector', 'jsonb', 'anyarray') ORDER BY 1
        """
      ])[0].scalars(String.self)
    }
    #expect(Set(leaks) == ["@>(anyarray)", "@>(jsonb)", "@@(tsvector)", "@@(jsonb)"])
  }

  private func asApplication<Value: Sendable>(
    _ body: (ExclusiveConnection) async throws -> Value
  ) async throws -> Value {
    let database = try #require(TestDatabase.current)
    let application = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: application), logger: .quiet)
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await pool.withConnection(body)) } catch {
      outcome = .failure(error)
    }
    await pool.close()
    return try outcome.get()
  }
}
