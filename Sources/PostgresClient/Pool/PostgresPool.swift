public import Foundation
public import Logging
internal import Synchronization

/// Connections to one database, shared by everyone and lent to those who need one alone.
///
/// Batches of the shared lane are whole transactions that are complete before they are written, so
/// many of them follow each other on few connections. A closure that reads, thinks and writes takes
/// the exclusive lane instead.
///
/// Cancelling the task does not interrupt a batch: it ends as it would have, within its deadline,
/// and its outcome is delivered. A cancelled wait for an exclusive connection ends at once.
public final class PostgresPool: Sendable {
  private let engines: [PoolEngine]
  private let configuration: PostgresConfiguration
  /// Gives batches without a key to one reactor after another.
  private let turn = Atomic(0)

  /// Makes a pool, which connects when it is first used.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    engines = configuration.parts.map { PoolEngine($0, logger: logger) }
    for engine in engines { engine.reactor.start(engine) }
  }

  deinit {
    // Whoever dropped the pool has no batch left in it: only the connections are to be closed.
    for engine in engines { engine.reactor.post { engine.close {} } }
  }

  /// What batches may do unless they say otherwise.
  public var sharedAccess: TransactionAccess { configuration.sharedAccess }

  /// What the pool is doing now, all reactors together.
  public var statistics: PoolStatistics {
    engines.dropFirst().reduce(engines[0].gauges.statistics) { $0 + $1.gauges.statistics }
  }

  /// The thread that serves a fairness key as an executor, for work that is little more than batches.
  package func executor(for key: UUID?) -> some SerialExecutor & TaskExecutor {
    engine(for: key).reactor
  }

  /// The engine of a key, always the same; without a key the one whose thread asks, or any.
  private func engine(for key: UUID?) -> PoolEngine {
    guard engines.count > 1 else { return engines[0] }
    if let key { return engines[Int(UInt(bitPattern: key.hashValue) % UInt(engines.count))] }
    if let current = engines.first(where: { $0.reactor.isCurrent }) { return current }
    let next = turn.wrappingAdd(1, ordering: .relaxed).newValue
    return engines[Int(UInt(bitPattern: next) % UInt(engines.count))]
  }

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
    let engine = engine(for: options.fairnessKey)
    let allowance = options.deadline ?? configuration.defaultDeadline
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
  ///   - fairnessKey: Who asks: keys take turns, and while others wait one key holds half of the
  ///     connections at most.
  ///   - deadline: How long to wait for a connection; nil takes the pool's default.
  ///   - body: What uses the connection, on the caller's actor.
  /// - Throws: What `body` throws, ``PostgresError`` when there is no connection, or
  ///   `CancellationError` when the task is cancelled while it waits.
  /// - Returns: What `body` returns.
  public func withConnection<T>(
    fairnessKey: UUID? = nil,
    deadline: Duration? = nil,
    _ body: (ExclusiveConnection) async throws -> T
  ) async throws -> T {
    let engine = engine(for: fairnessKey)
    let patience = deadline ?? configuration.defaultDeadline
    let lease = try await lease(of: engine, for: fairnessKey, within: patience)
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
    // All are told first, so that none of them takes new work while another ends.
    for engine in engines { engine.reactor.post { engine.close {} } }
    for engine in engines {
      await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        let isOpen = engine.reactor.post { engine.close { unsafe continuation.resume() } }
        if !isOpen { unsafe continuation.resume() }
      }
    }
  }

  private func lease(
    of engine: PoolEngine,
    for key: UUID?,
    within patience: Duration
  ) async throws -> Connection.Lease {
    let waiter = Waiter(deadline: .now + patience)
    return try await withTaskCancellationHandler {
      try await unsafe withUnsafeThrowingContinuation { continuation in
        let isOpen = engine.reactor.post {
          if unsafe waiter.begin(continuation) { engine.exclusive.enqueue(waiter, key: key) }
        }
        if !isOpen { unsafe continuation.resume(throwing: PostgresError.closed) }
      }
    } onCancel: {
      engine.reactor.post { engine.exclusive.cancel(waiter) }
    }
  }
}
