public import Logging

/// Connections to one database, shared by everyone and lent to those who need one alone.
///
/// Batches of the shared lane are whole transactions that are complete before they are written, so
/// many of them follow each other on few connections. A closure that reads, thinks and writes takes
/// the exclusive lane instead.
///
/// Cancelling the task does not interrupt a batch: it ends as it would have, within its deadline,
/// and its outcome is delivered. A cancelled wait for an exclusive connection ends at once.
public final class PostgresPool: Sendable {
  private let engine: PoolEngine

  /// Makes a pool, which connects when it is first used.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    engine = PoolEngine(configuration, logger: logger)
    engine.reactor.start(engine)
  }

  deinit {
    // Whoever dropped the pool has no batch left in it: only the connections are to be closed.
    engine.reactor.post { [engine] in engine.close {} }
  }

  /// What the pool is doing now.
  public var statistics: PoolStatistics { engine.gauges.statistics }

  /// The pool's thread as an executor, for work that is little more than batches.
  package var executor: some SerialExecutor & TaskExecutor { engine.reactor }

  /// Runs statements as one transaction, in one round trip, between the batches of others.
  ///
  /// Either all of them take effect or none. A statement may not begin or end a transaction here,
  /// nor copy, listen or discard. A stale prepared statement is renewed and the batch run again.
  /// - Parameters:
  ///   - statements: The statements, in order.
  ///   - options: Whose batch it is, how long it may wait, and how it may be run.
  /// - Throws: What the server refused, or why the batch did not run.
  /// - Returns: What each statement gave back, in order.
  public func batch(
    _ statements: [Statement],
    _ options: BatchOptions = BatchOptions()
  ) async throws(PostgresError) -> [Rows] {
    guard !statements.isEmpty else { return [] }
    if let refusal = BatchRefusal.tooLarge(statements) { throw refusal }
    let allowance = options.deadline ?? engine.configuration.defaultDeadline
    let now = ContinuousClock.now
    let outcome: Result<[Rows], PostgresError> = await unsafe withUnsafeContinuation {
      continuation in
      let batch = Batch(
        .statements(statements, options.boundary),
        options: options,
        deadline: now + allowance,
        allowance: allowance,
        arrival: now,
        reply: unsafe .caller(continuation)
      )
      if engine.reactor.isCurrent {
        engine.shared.submit(batch)
      } else if !engine.reactor.post({ [engine] in engine.shared.submit(batch) }) {
        batch.finish(.failure(.closed))
      }
    }
    return try outcome.get()
  }

  /// Lends a connection to a closure for it alone.
  ///
  /// When the closure has returned or thrown, an open transaction is rolled back before the
  /// connection is lent again. What else a session keeps (settings made outside a transaction,
  /// temporary tables, advisory locks of the session) is not undone. A closure that waits for a
  /// second connection while it holds one can wait for itself.
  /// - Parameters:
  ///   - deadline: How long to wait for a connection; nil takes the pool's default.
  ///   - body: What uses the connection, on the caller's actor.
  /// - Throws: What `body` throws, ``PostgresError`` when there is no connection, or
  ///   `CancellationError` when the task is cancelled while it waits.
  /// - Returns: What `body` returns.
  public func withConnection<T>(
    deadline: Duration? = nil,
    _ body: (ExclusiveConnection) async throws -> T
  ) async throws -> T {
    let lease = try await lease(within: deadline ?? engine.configuration.defaultDeadline)
    let connection = ExclusiveConnection(lease, engine: engine)
    do {
      let value = try await body(connection)
      await connection.end()
      return value
    } catch {
      await connection.end()
      throw error
    }
  }

  /// Closes the pool when what runs has ended; what waits, and what comes later, is refused.
  public func close() async {
    await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isOpen = engine.reactor.post { [engine] in
        engine.close { unsafe continuation.resume() }
      }
      if !isOpen { unsafe continuation.resume() }
    }
  }

  private func lease(within patience: Duration) async throws -> Connection.Lease {
    let waiter = Waiter(deadline: .now + patience)
    return try await withTaskCancellationHandler {
      try await unsafe withUnsafeThrowingContinuation { continuation in
        let isOpen = engine.reactor.post { [engine] in
          if unsafe waiter.begin(continuation) { engine.exclusive.enqueue(waiter) }
        }
        if !isOpen { unsafe continuation.resume(throwing: PostgresError.closed) }
      }
    } onCancel: { [engine] in
      engine.reactor.post { engine.exclusive.cancel(waiter) }
    }
  }
}
