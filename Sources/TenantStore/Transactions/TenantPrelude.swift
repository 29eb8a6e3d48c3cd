internal import Foundation
internal import PostgresClient

/// The statement that travels before a tenant's queries in the same transaction.
enum TenantPrelude {
  /// How long one statement may run, in milliseconds.
  static let statementMilliseconds = 15_000

  /// Sets the tenant, the deadline and the access for the current transaction only.
  static func statement(tenant: TenantID, access: TenantScope.Access) -> Statement {
    let readOnly = access == .reading ? "on" : "off"
    return """
      SELECT set_config('app.tenant', \(tenant.uuid.uuidString), true), \
      set_config('statement_timeout', \(String(statementMilliseconds)), true), \
      set_config('transaction_read_only', \(readOnly), true)
      """
  }
}
