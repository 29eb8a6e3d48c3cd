internal import PostgresClient

enum BulkLoadQueries {
  /// Sets how long a statement of the transaction may take.
  static func limit(_ limit: Duration) -> Statement {
    "SELECT set_config('statement_timeout', \(String(Int64(limit / .milliseconds(1)))), true)"
  }
}
