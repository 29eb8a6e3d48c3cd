internal import PostgresClient

/// Each query gives `table, message` for what breaks one rule.
extension SchemaLinter {
  /// Tables of the toolkit's schemas that hold tenants' rows; the registry itself is not one.
  private static let tenantTables: QueryText = """
    SELECT c.oid, c.relname, n.nspname || '.' || c.relname AS name, c.relrowsecurity,
      c.relforcerowsecurity, a.attnum AS tenant_column, a.atttypid, a.attnotnull, c.relowner
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname || '.' || c.relname <> 'tenancy.tenant_host'
    """

  static let rowSecurity = tenantTables.statement(
    """
    SELECT name, problem FROM tenant_table, LATERAL (VALUES
      (NOT relrowsecurity, 'row-level security is not enabled'),
      (NOT relforcerowsecurity, 'row-level security is not forced on the owner'),
      (atttypid <> 'uuid'::regtype OR NOT attnotnull, 'tenant_id is not uuid NOT NULL')
    ) AS rule (isBroken, problem) WHERE isBroken
    """
  )

  static func policies(_ mode: DatabaseMode) -> Statement {
    tenantTables.statement(
      """
      SELECT t.name, 'has no policy tenant_isolation' FROM tenant_table t
      WHERE NOT EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'tenant_isolation')
      UNION ALL
      SELECT t.name, 'policy ' || p.polname || ' is not made by the tenant-table directive'
      FROM tenant_table t JOIN pg_policy p ON p.polrelid = t.oid
      WHERE NOT (
        p.polname = 'tenant_isolation' AND p.polpermissive AND p.polcmd = '*'
          AND p.polroles = '{0}' AND p.polwithcheck IS NULL
          AND pg_get_expr(p.polqual, p.polrelid) = $1
        OR p.polname = 'system_upkeep' AND p.polroles = ARRAY['app_system'::regrole::oid])
      """,
      [mode.storedPolicyExpression.postgresValue]
    )
  }

  static let keys = tenantTables.statement(
    """
    SELECT t.name, 'key ' || i.indexrelid::regclass::text || ' does not begin with tenant_id'
    FROM tenant_table t JOIN pg_index i ON i.indrelid = t.oid AND (i.indisunique OR i.indisprimary)
    WHERE i.indkey[0] <> t.tenant_column
    UNION ALL
    SELECT t.name, 'has no primary key' FROM tenant_table t
    WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
    """
  )

  static let foreignKeys = tenantTables.statement(
    """
    SELECT t.name, 'foreign key ' || k.conname || ' does not carry tenant_id first on both sides'
    FROM tenant_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    LEFT JOIN tenant_table r ON r.oid = k.confrelid
    WHERE k.confrelid <> 'tenancy.tenant'::regclass
      AND (r.oid IS NULL OR k.conkey[1] <> t.tenant_column OR k.confkey[1] <> r.tenant_column)
    UNION ALL
    SELECT t.name, 'foreign key ' || k.conname || ' points into another module'
    FROM tenant_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    JOIN pg_class c ON c.oid = t.oid JOIN pg_class f ON f.oid = k.confrelid
    WHERE k.confrelid <> 'tenancy.tenant'::regclass AND c.relnamespace <> f.relnamespace
    UNION ALL
    SELECT k.conrelid::regclass::text, 'foreign key ' || k.conname || ' points from a table of all tenants into one tenant''s'
    FROM tenant_table t JOIN pg_constraint k ON k.confrelid = t.oid AND k.contype = 'f'
    WHERE NOT EXISTS (SELECT FROM tenant_table f WHERE f.oid = k.conrelid)
    UNION ALL
    SELECT t.name, 'foreign key ' || k.conname || ' sets tenant_id to null or a default'
    FROM tenant_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    WHERE k.confdeltype IN ('n', 'd') OR k.confupdtype IN ('n', 'd')
    """
  )

  static let ownership = tenantTables.statement(
    """
    SELECT t.name, 'is owned by ' || t.relowner::regrole::text FROM tenant_table t
    WHERE t.relowner IN ('app_user'::regrole, 'app_system'::regrole, 'app_loader'::regrole)
    UNION ALL
    SELECT t.name, 'its owner ' || r.rolname || ' cannot log in, which workers demand of it'
    FROM tenant_table t JOIN pg_roles r ON r.oid = t.relowner WHERE NOT r.rolcanlogin
    """
  )

  static let comments = tenantTables.statement(
    """
    SELECT t.name, 'column ' || a.attname
      || ' has no comment "none" or "personal: purpose / basis / retention / sensitivity"'
    FROM tenant_table t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE coalesce(col_description(t.oid, a.attnum), '') !~ '^(none|personal: [^/]+/[^/]+/[^/]+/.+)$'
    UNION ALL
    SELECT t.name, 'has no comment that says what one row is' FROM tenant_table t
    WHERE obj_description(t.oid, 'pg_class') IS NULL
    """
  )

  static let indexes = tenantTables.statement(
    """
    SELECT t.name, 'index ' || i.indexrelid::regclass::text || ' does not begin with tenant_id'
    FROM tenant_table t JOIN pg_index i ON i.indrelid = t.oid AND NOT i.indisunique
    WHERE i.indkey[0] <> t.tenant_column
    """
  )

  static let views = tenantTables.statement(
    """
    SELECT n.nspname || '.' || c.relname, 'view does not say security_invoker = true'
    FROM own_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']
    UNION ALL
    SELECT n.nspname || '.' || c.relname, 'materialized views run with their owner''s rights'
    FROM own_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm'
    UNION ALL
    SELECT n.nspname || '.' || p.proname, 'functions with their owner''s rights are not allowed'
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT n.nspname || '.' || c.relname, 'sequences tell tenants about each other''s volume'
    FROM own_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S'
    UNION ALL
    SELECT t.name, 'trigger ' || g.tgname || ' would not run on Citus' FROM tenant_table t
    JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
    """
  )

  /// Policies are made by the directive, so their age is that of the distribution.
  static let order = tenantTables.statement(
    """
    SELECT t.name, 'foreign key ' || k.conname || ' is older than the tenant-table directive of '
      || k.confrelid::regclass::text
    FROM tenant_table t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    JOIN pg_policy p ON p.polrelid = k.confrelid AND p.polname = 'tenant_isolation'
    WHERE p.oid > k.oid
    """
  )

  static let citus: Statement =
    "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')"

  /// Only where Citus is installed: elsewhere its catalogue does not exist.
  static let distribution = tenantTables.statement(
    """
    SELECT t.name, 'is not distributed by tenant_id' FROM tenant_table t
    WHERE NOT EXISTS (
      SELECT FROM pg_dist_partition d WHERE d.logicalrelid = t.oid AND d.partmethod = 'h'
        AND column_to_column_name(d.logicalrelid, d.partkey) = 'tenant_id')
    UNION ALL
    SELECT t.name, 'does not lie beside the other tables of its tenants' FROM tenant_table t
    JOIN pg_dist_partition d ON d.logicalrelid = t.oid
    WHERE d.colocationid <> (
      SELECT min(colocationid) FROM pg_dist_partition WHERE partmethod = 'h')
    """
  )

  static let grants = tenantTables.statement(
    """
    SELECT t.name, role || ' may ' || privilege FROM tenant_table t,
      unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege,
      unnest(ARRAY['app_user', 'app_system']) role
    WHERE has_table_privilege(role, t.oid, privilege)
    UNION ALL
    SELECT t.name, 'app_loader may ' || privilege || ', and no policy would bind it'
    FROM tenant_table t,
      unnest(ARRAY['SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
    WHERE has_table_privilege('app_loader', t.oid, privilege)
    UNION ALL
    SELECT t.name, 'app_system may read it without a policy that the directive made'
    FROM tenant_table t WHERE has_table_privilege('app_system', t.oid, 'SELECT')
      AND NOT EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'system_upkeep')
    UNION ALL
    SELECT n.nspname || '.' || c.relname, 'app_user may use it, and it holds no tenant_id'
    FROM own_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT EXISTS (SELECT FROM tenant_table t WHERE t.oid = c.oid)
      AND (has_any_column_privilege('app_user', c.oid, 'SELECT, INSERT, UPDATE')
        OR has_table_privilege('app_user', c.oid, 'DELETE'))
    """
  )
}

/// The common table expressions that the linter's queries start with: tenants' tables, and all that
/// no extension brought.
private struct QueryText: ExpressibleByStringLiteral {
  let text: String

  init(stringLiteral text: String) { self.text = text }

  func statement(_ query: String, _ values: [PostgresValue] = []) -> Statement {
    Statement(
      unsafeText: """
        WITH tenant_table AS (\(text)), own_class AS (
          SELECT * FROM pg_class c WHERE NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        ) \(query)
        """,
      values: values
    )
  }
}
