package import PostgresClient

extension TenantDatabase {
  /// What the server says of itself that matters for the mode.
  func serverTraits() async throws -> ServerTraits {
    let rows = try await inApplicationRole(
      """
      SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus'),
        coalesce(current_setting(\(DatabaseRoles.handingOn), true), ''),
        current_setting('max_prepared_transactions')::bigint
      """
    )
    guard let traits = try rows.first?.first(ServerTraits.self) else {
      throw TenantStoreError.emptyAnswer
    }
    return traits
  }
}

extension ServerTraits: PostgresRow {
  package init(row: inout Row) throws(PostgresDecodingError) {
    hasCitus = try row.next()
    handsOn = try row.next()
    preparedTransactions = try row.next()
  }
}
