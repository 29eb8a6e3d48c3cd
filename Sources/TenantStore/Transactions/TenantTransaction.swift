internal import PostgresClient

/// One interactive transaction of one tenant, on a connection of its own.
///
/// It is not `Sendable` and throws when it is used after its closure. The tenant's setting travels
/// with the first statement, so n queries take n + 1 round trips. Nothing slow happens inside.
public final class TenantTransaction: TenantQuerying {
  /// Whose rows the queries see.
  public let tenant: TenantID
  /// Clock, ids and randomness.
  public let environment: StoreEnvironment
  private let recorder: QueryRecorder?
  private let limit: Duration
  private var connection: ExclusiveConnection?
  private var hasBegun = false
  private(set) var hasEmitted = false
  private(set) var hasEnqueued = false

  init(
    tenant: TenantID,
    environment: StoreEnvironment,
    connection: ExclusiveConnection,
    limit: Duration,
    recorder: QueryRecorder?
  ) {
    self.tenant = tenant
    self.environment = environment
    self.connection = connection
    self.limit = limit
    self.recorder = recorder
  }

  /// Runs queries in one round trip.
  ///
  /// - Throws: ``TenantStoreError/transactionEnded`` after the closure has returned.
  public func run(_ queries: [TenantQuery], function: String, file: String) async throws
    -> [QueryResult]
  {
    guard queries.allSatisfy(\.namesTenant) else {
      throw TenantStoreError.queryNamesNoTenant(function: function)
    }
    let statements = queries.map { $0.statement(for: tenant) }
    let rows = try await send(statements)
    recorder?.record(statements, function: function, file: file)
    return rows.map { QueryResult(rows: $0) }
  }

  /// Notes that an event was written, so that the drain is told at the commit.
  func noteEmitted() { hasEmitted = true }

  /// Notes that a job was written, so that the workers are told at the commit.
  func noteEnqueued() { hasEnqueued = true }

  func commit() async throws {
    guard hasBegun else { return }
    _ = try await send(["COMMIT"])
  }

  func rollback() async throws {
    guard hasBegun else { return }
    _ = try await send(["ROLLBACK"])
  }

  func end() { connection = nil }

  private func send(_ statements: [Statement]) async throws -> [Rows] {
    guard let connection else { throw TenantStoreError.transactionEnded }
    guard !hasBegun else { return try await connection.run(statements, deadline: limit) }
    hasBegun = true
    let prelude = TenantPrelude.statement(tenant: tenant, access: .writing, limit: limit)
    let answers = try await connection.run(["BEGIN", prelude] + statements, deadline: limit)
    return Array(answers.dropFirst(2))
  }
}
