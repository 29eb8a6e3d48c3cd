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
  let access: Access
  let mode: DatabaseMode
  let pool: PostgresPool
  let recorder: QueryRecorder?

  /// What the queries of a scope may do.
  package enum Access: Sendable {
    case reading
    case writing
  }

  /// Runs queries as one declared batch: all or none, in one round trip.
  ///
  /// - Throws: ``TenancyRefusal`` when the database is busy, away, or lost before it confirmed.
  public func run(_ queries: [TenantQuery], function: String, file: String) async throws
    -> [QueryResult]
  {
    var statements = TenantPrelude.statements(mode, tenant: tenant, access: access)
    let ours = statements.count
    statements.reserveCapacity(queries.count + ours)
    for query in queries {
      guard query.namesTenant else {
        throw TenantStoreError.queryNamesNoTenant(function: function)
      }
      statements.append(query.statement(for: tenant))
    }
    var options = BatchOptions()
    options.fairnessKey = tenant.uuid
    options.isRepeatable = access == .reading
    if mode == .citus { options.boundary = .explicit(.readCommitted) }
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
