/// The SQL that spreads the tables over the workers, where Citus is installed; elsewhere it does
/// nothing, so that the schema of one mode is the same on both.
///
/// A table is distributed right behind its definition and its parents before it: tables that exist
/// with their foreign keys first would stay on the coordinator.
enum CitusDistribution {
  /// Spreads a tenant's table by its tenant, each tenant's rows of all tables on one node.
  static func ofTenantTable(_ table: String) -> String {
    whereInstalled(
      """
      IF EXISTS (SELECT FROM pg_dist_partition WHERE partmethod = 'h') THEN
        PERFORM create_distributed_table('\(table)', 'tenant_id', colocate_with =>
          (SELECT min(logicalrelid::text) FROM pg_dist_partition WHERE partmethod = 'h'));
      ELSE
        PERFORM create_distributed_table('\(table)', 'tenant_id');
      END IF;
      """
    )
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
    DO $citus$ BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    \(statements)
    END IF;
    END $citus$;
    """
  }
}
