internal import PostgresClient

/// The statement that travels before a tenant's queries in the same transaction.
enum TenantPrelude {
  /// Sets the tenant, the deadline and the access for the current transaction only.
  static func statement(
    tenant: TenantID,
    access: TenantScope.Access,
    limit: Duration? = nil
  ) -> Statement {
    Statement(
      unsafeText: text,
      values: [
        tenant.uuid.postgresText,
        limit.map(milliseconds) ?? usualLimit,
        access == .reading ? on : off,
      ]
    )
  }

  private static let text = """
    SELECT set_config('app.tenant', $1, true), set_config('statement_timeout', $2, true), \
    set_config('transaction_read_only', $3, true)
    """
  // Made once: this statement travels with every batch.
  private static let usualLimit = milliseconds(TenantDatabase.defaultStatementLimit)
  private static let (on, off) = ("on".postgresValue, "off".postgresValue)

  private static func milliseconds(_ limit: Duration) -> PostgresValue {
    String(Int64(limit / .milliseconds(1))).postgresValue
  }
}
