internal import Foundation
package import PostgresClient

/// What travels before a tenant's queries in the same transaction.
package enum TenantPrelude {
  /// Sets the tenant, the deadline and the access for the current transaction only.
  package static func statements(
    _ mode: DatabaseMode,
    tenant: TenantID,
    access: TenantScope.Access,
    limit: Duration? = nil
  ) -> [Statement] {
    switch mode {
    case .postgres: [statement(tenant: tenant, access: access, limit: limit)]
    case .citus: settings(tenant: tenant, access: access, limit: limit)
    }
  }

  /// Citus hands `SET LOCAL` on to its workers and `set_config` not; neither takes a parameter.
  ///
  /// Nothing but a UUID, a number and a word of ours is ever pasted here.
  private static func settings(
    tenant: TenantID,
    access: TenantScope.Access,
    limit: Duration?
  ) -> [Statement] {
    let milliseconds = Int64((limit ?? TenantDatabase.defaultStatementLimit) / .milliseconds(1))
    return [
      "SET LOCAL app.tenant = '\(tenant.uuid.uuidString)'",
      "SET LOCAL statement_timeout = \(milliseconds)",
      "SET LOCAL transaction_read_only = \(access == .reading ? "on" : "off")",
    ].map { Statement(oneOff: $0) }
  }

  private static func statement(
    tenant: TenantID,
    access: TenantScope.Access,
    limit: Duration?
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
