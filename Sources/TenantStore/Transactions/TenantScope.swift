internal import PostgresClient

/// A tenant's view of the database: a cheap value that holds no connection.
///
/// Each query, or declared batch, runs as one implicit transaction in one round trip on the
/// shared lane; the tenant's setting travels in the same message and ends with it.
public struct TenantScope: TenantQuerying, Sendable {
  /// Whose rows the queries see.
  public let tenant: TenantID
  /// Clock, ids and randomness.
  public let environment: StoreEnvironment
  let access: TransactionAccess
  let mode: DatabaseMode
  let pool: PostgresPool
  let recorder: QueryRecorder?

  /// Runs queries as one declared batch: all or none, in one round trip.
  ///
  /// - Throws: ``TenancyRefusal`` when the database is busy, away, or lost before it confirmed.
  public func run(_ queries: [TenantQuery], function: String, file: String) async throws
    -> [QueryResult]
  {
    var options = BatchOptions()
    options.fairnessKey = tenant.uuid
    options.isRepeatable = access == .readOnly
    if mode == .citus { options.boundary = .explicit(.readCommitted) }
    // Connections that only read need not be told so with every batch.
    let isBegunWithAccess = pool.sharedAccess == .readOnly
    if isBegunWithAccess { options.access = access }
    var statements = TenantPrelude.statements(
      mode,
      tenant: tenant,
      access: isBegunWithAccess ? nil : access
    )
    let ours = statements.count
    statements.reserveCapacity(queries.count + ours)
    for query in queries {
      guard query.namesTenant else {
        throw TenantStoreError.queryNamesNoTenant(function: function)
      }
      statements.append(query.statement(for: tenant))
    }
    let rows: [Rows]
    do {
      rows = try await pool.batch(statements, options)
    } catch {
      throw DatabaseFault.translated(error)
    }
    recorder?.record(Array(statements.dropFirst(ours)), function: function, file: file)
    return rows.dropFirst(ours).map { QueryResult(rows: $0) }
  }
}
