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
  private let limit: Duration?
  let mode: DatabaseMode
  private var connection: ExclusiveConnection?
  private var hasBegun = false
  private(set) var hasEmitted = false
  private(set) var hasEnqueued = false
  /// Statements that travel with the next one, because nobody waits for what they give.
  private var pending: [Statement] = []
  /// Whether a caller's write is among those.
  private var hasPendingWrites = false
  /// Where among those a part begins, until it is sent.
  private var pendingPart: Int?
  /// Whether the server refused a statement, and with it all that follow in this part.
  private var isRefused = false

  init(
    tenant: TenantID,
    environment: StoreEnvironment,
    connection: ExclusiveConnection,
    limit: Duration?,
    mode: DatabaseMode,
    recorder: QueryRecorder?
  ) {
    self.tenant = tenant
    self.environment = environment
    self.connection = connection
    self.limit = limit
    self.mode = mode
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

  /// Runs a statement with the next round trip, or with the commit, because nobody waits for it.
  ///
  /// Its failure is thrown by whatever sends it, and ends the transaction.
  /// - Throws: ``TenantStoreError/queryNamesNoTenant(function:)``, or
  ///   ``TenantStoreError/transactionEnded`` after the closure has returned.
  public func executeLater(
    _ query: TenantQuery,
    function: String = #function,
    file: String = #fileID
  ) throws {
    guard connection != nil else { throw TenantStoreError.transactionEnded }
    guard query.namesTenant else {
      throw TenantStoreError.queryNamesNoTenant(function: function)
    }
    let statement = query.statement(for: tenant)
    pending.append(statement)
    hasPendingWrites = true
    recorder?.record([statement], function: function, file: file)
  }

  /// Runs a closure whose changes alone are undone when it throws.
  ///
  /// The savepoint costs no round trip of its own; writes that waited before it cost one, so that
  /// a failure of theirs is not taken for the closure's. Not for use inside of itself.
  /// - Returns: What the closure threw, or nothing.
  /// - Throws: What concerns the whole transaction: a lost race, connection or task, or an earlier
  ///   statement that was refused.
  package func attempt(_ body: () async throws -> Void) async throws -> (any Error)? {
    if hasPendingWrites { _ = try await send([]) }
    guard !isRefused else { throw TenantStoreError.refusalIgnored }
    pendingPart = pending.count
    pending.append("SAVEPOINT part")
    do {
      try await body()
      if hasPendingWrites { _ = try await send([]) }
      guard !isRefused else { throw TenantStoreError.refusalIgnored }
      endPart(undoing: false)
      return nil
    } catch {
      guard !Self.concernsWholeTransaction(error) else { throw error }
      endPart(undoing: true)
      return error
    }
  }

  private static func concernsWholeTransaction(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError: true
    case PostgresError.server, PostgresError.decoding: LostRace.mayBeTriedAgain(error)
    case is PostgresError: true
    default: false
    }
  }

  /// Ends a part; one that sent nothing never began, and what waits in it is never sent.
  private func endPart(undoing: Bool) {
    isRefused = false
    if let pendingPart {
      pending.removeSubrange(pendingPart...)
      hasPendingWrites = false
      self.pendingPart = nil
    } else {
      if undoing {
        pending = ["ROLLBACK TO SAVEPOINT part"]
        hasPendingWrites = false
      }
      pending.append("RELEASE SAVEPOINT part")
    }
  }

  /// Notes statements of the layer itself.
  func record(_ statements: [Statement], function: String, file: String) {
    recorder?.record(statements, function: function, file: file)
  }

  /// Prepares a cursor, after what has to travel before it.
  func open(_ query: Statement, rowsPerFetch: Int) async throws -> CursorRows {
    _ = try await send([])
    guard let connection else { throw TenantStoreError.transactionEnded }
    return connection.cursor(query, rowsPerFetch: rowsPerFetch, deadline: patience)
  }

  /// Notes that an event was written, so that the drain is told at the commit.
  func noteEmitted() { hasEmitted = true }

  /// Notes that a job was written, so that the workers are told at the commit.
  func noteEnqueued() { hasEnqueued = true }

  /// Commits what was written.
  ///
  /// - Throws: ``TenantStoreError/refusalIgnored`` when nothing was kept, because the database had
  ///   refused a statement and the closure returned all the same.
  func commit() async throws {
    guard hasBegun || hasPendingWrites else { return }
    if !hasBegun, mode == .postgres { return try await writeAtOnce() }
    try TransactionEnd.check(await send(["COMMIT"]))
  }

  /// Sends what waits as a transaction of its own.
  ///
  /// What one round trip carries is all or nothing without being told to begin and to commit, which
  /// cost the server as much as writing a row.
  private func writeAtOnce() async throws {
    guard let connection else { throw TenantStoreError.transactionEnded }
    let statements = pending
    pending = []
    hasPendingWrites = false
    let prelude = TenantPrelude.statements(mode, tenant: tenant, access: .readWrite, limit: limit)
    _ = try await connection.run(prelude + statements, deadline: patience)
  }

  func rollback() async throws {
    guard hasBegun else { return }
    pending = []
    hasPendingWrites = false
    pendingPart = nil
    _ = try await send(["ROLLBACK"])
  }

  func end() { connection = nil }

  private var patience: Duration { limit ?? TenantDatabase.defaultStatementLimit }

  private func send(_ statements: [Statement]) async throws -> [Rows] {
    guard let connection else { throw TenantStoreError.transactionEnded }
    var before = pending
    pending = []
    hasPendingWrites = false
    pendingPart = nil
    if !hasBegun {
      hasBegun = true
      before =
        ["BEGIN"] + TenantPrelude.statements(mode, tenant: tenant, access: .readWrite, limit: limit)
        + before
    }
    do {
      let answers = try await connection.run(before + statements, deadline: patience)
      return Array(answers.dropFirst(before.count))
    } catch {
      isRefused = true
      throw error
    }
  }
}
