internal import Foundation
internal import PostgresClient

/// The statement that travels before a tenant's queries in the same transaction.
enum TenantPrelude {
  /// Sets the tenant, the deadline and the access for the current transaction only.
  static func statement(
    tenant: TenantID,
    access: TenantScope.Access,
    limit: Duration = TenantDatabase.defaultStatementLimit
  ) -> Statement {
    let readOnly = access == .reading ? "on" : "off"
    let milliseconds = Int64(limit / .milliseconds(1))
    return """
      SELECT set_config('app.tenant', \(tenant.uuid.uuidString), true), \
      set_config('statement_timeout', \(String(milliseconds)), true), \
      set_config('transaction_read_only', \(readOnly), true)
      """
  }
}
