internal import Foundation
package import PostgresClient

/// What travels before a tenant's queries in the same transaction.
package enum TenantPrelude {
  /// Sets the tenant, the deadline and the access for the current transaction only.
  ///
  /// What is as every connection has it already is left out: a setting costs the server about as
  /// much as the look-up of a row. Without a limit the statements have the connection's own,
  /// ``TenantDatabase/defaultStatementLimit``; without an access the transaction was begun with it.
  package static func statements(
    _ mode: DatabaseMode,
    tenant: TenantID,
    access: TransactionAccess?,
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
    access: TransactionAccess?,
    limit: Duration?
  ) -> [Statement] {
    let milliseconds = Int64((limit ?? TenantDatabase.defaultStatementLimit) / .milliseconds(1))
    return [
      "SET LOCAL app.tenant = '\(tenant.uuid.uuidString)'",
      "SET LOCAL statement_timeout = \(milliseconds)",
      "SET LOCAL transaction_read_only = \(access == .readOnly ? "on" : "off")",
    ].map { Statement(oneOff: $0) }
  }

  private static func statement(
    tenant: TenantID,
    access: TransactionAccess?,
    limit: Duration?
  ) -> Statement {
    let setting = tenant.uuid.postgresText
    guard let limit else {
      return Statement(unsafeText: access == .readOnly ? reading : writing, values: [setting])
    }
    return Statement(
      unsafeText: access == .readOnly ? limitedReading : limitedWriting,
      values: [setting, String(Int64(limit / .milliseconds(1))).postgresValue]
    )
  }

  private static let writing = "SELECT set_config('app.tenant', $1, true)"
  private static let reading = "\(writing), set_config('transaction_read_only', 'on', true)"
  private static let limitedWriting = "\(writing), set_config('statement_timeout', $2, true)"
  private static let limitedReading = "\(reading), set_config('statement_timeout', $2, true)"
}
