/// The SQL that spreads the tables over the workers, where Citus is installed; elsewhere it does
/// nothing, so that the schema of one mode is the same on both.
///
/// A table is distributed right behind its definition and its parents before it: tables that exist
/// with their foreign keys first would stay on the coordinator.
enum CitusDistribution {
  /// Spreads a tenant's table by its tenant, each tenant's rows of all tables on one node.
  ///
  /// A table that is not distributed yet cannot point to one that is, so its foreign keys are taken
  /// off for the moment.
  static func ofTenantTable(_ table: String) -> String {
    whereInstalled(
      """
      SELECT coalesce(array_agg(format('ALTER TABLE \(table) DROP CONSTRAINT %I', conname)), '{}'),
        coalesce(array_agg(format('ALTER TABLE \(table) ADD CONSTRAINT %I %s', conname,
          pg_get_constraintdef(oid))), '{}')
      INTO drops, additions FROM pg_constraint
      WHERE conrelid = '\(table)'::regclass AND contype = 'f';
      FOREACH command IN ARRAY drops LOOP EXECUTE command; END LOOP;
      SELECT min(logicalrelid::text) INTO sibling FROM pg_dist_partition WHERE partmethod = 'h';
      PERFORM create_distributed_table('\(table)', 'tenant_id',
        colocate_with => coalesce(sibling, 'default'));
      FOREACH command IN ARRAY additions LOOP EXECUTE command; END LOOP;
      """
    )
  }

  /// A migration's script as the messages in which it is sent: one statement each, and a new table
  /// first as one that Citus does not look at.
  static func steps(of script: String) -> [String] {
    SQLScript.statements(script).flatMap { statement in
      guard statement.contains("CREATE TABLE") else { return [statement] }
      return [
        "SET LOCAL citus.enable_ddl_propagation = off", statement,
        "SET LOCAL citus.enable_ddl_propagation = on",
      ]
    }
  }

  /// What follows a migration because of its name: the registry is the same on all nodes.
  static func after(_ migration: Migration, of module: String) -> String {
    guard module == MigrationSet.tenancy.module, migration.version == 1 else { return "" }
    return whereInstalled(
      registry.map { "PERFORM create_reference_table('\($0)');" }.joined(separator: "\n")
    )
  }

  /// The tables without a tenant of their own, to which tenants' tables may point.
  static let registry = ["tenancy.tenant", "tenancy.tenant_host"]

  private static func whereInstalled(_ statements: String) -> String {
    """
    DO $citus$
    DECLARE drops text[]; additions text[]; command text; sibling text;
    BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    \(statements)
    END IF;
    END $citus$;
    """
  }
}
