import PostgresClient

/// The tables with a tenant, read from the catalogue so that a new one is never forgotten.
enum TenantTables {
  static func all(in database: TestDatabase) async throws -> [String] {
    try await database.asOwner { pool in
      try await pool.batch(
        [
          """
          SELECT n.nspname || '.' || c.relname FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            AND NOT a.attisdropped
          WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.nspname || '.' || c.relname <> 'tenancy.tenant_host'
          ORDER BY 1
          """
        ]
      ).first?.scalars(String.self) ?? []
    }
  }
}
