/// A connection that belongs to one closure while it runs.
///
/// Not Sendable: one statement follows another. After the closure has returned, and after the
/// connection was lost, it throws ``PostgresError/closed``.
public final class ExclusiveConnection {
  private let engine: PoolEngine
  private var lease: Connection.Lease?
  /// A stream or copy that may still run.
  private var transfer: Transfer?
  /// Whether a stream or copy was left before its end, which may have failed a transaction.
  package private(set) var hasLeftTransfer = false
  private var cursors = 0

  init(_ lease: Connection.Lease, engine: PoolEngine) {
    self.lease = lease
    self.engine = engine
  }

  var reactor: Reactor { engine.reactor }

  /// Runs statements in one round trip.
  ///
  /// Outside a transaction they are one by themselves, unless they begin and commit one. When a
  /// prepared statement is stale, the run is repeated if no transaction was open before; inside one
  /// the error is thrown, and the transaction can be repeated.
  /// - Parameters:
  ///   - statements: The statements, in order.
  ///   - deadline: How long the server may take before the connection is given up; nil waits as
  ///     long as it works.
  /// - Throws: What the server refused, or that the connection was lost or is over.
  /// - Returns: What each statement gave back, in order.
  public func run(
    _ statements: [Statement],
    deadline: Duration? = nil
  ) async throws(PostgresError) -> [Rows] {
    guard lease != nil else { throw .closed }
    guard !statements.isEmpty else { return [] }
    if let refusal = BatchRefusal.tooLarge(statements) { throw refusal }
    return try await run(.statements(statements, .implicit), deadline: deadline)
  }

  /// Runs several statements without values, such as a migration file.
  ///
  /// Outside a transaction they are one by themselves, unless they begin and commit one.
  /// - Parameter sql: The statements, divided by semicolons.
  /// - Throws: What the server refused, or that the connection was lost or is over.
  package func script(_ sql: String) async throws(PostgresError) {
    precondition(!sql.utf8.contains(0), "A script ends at its first NUL.")
    _ = try await run(.script(sql), deadline: nil)
  }

  /// Gives the connection back, and returns when no transaction is open on it.
  func end() async {
    await settle()
    guard let lease else { return }
    self.lease = nil
    await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isOpen = engine.reactor.post { [engine] in
        engine.exclusive.giveBack(lease.connection) { unsafe continuation.resume() }
      }
      if !isOpen { unsafe continuation.resume() }
    }
  }

  /// Begins a stream or copy, after the one before it has ended.
  func begin(_ transfer: Transfer, patience: Duration?) async throws(PostgresError) {
    await settle()
    guard let lease else { throw .closed }
    self.transfer = transfer
    let batch = Batch(
      .transfer(transfer),
      allowance: patience,
      reply: .pool { transfer.over($0) }
    )
    let isOpen = engine.reactor.post { [engine] in
      engine.exclusive.submit(batch, on: lease.connection)
    }
    if !isOpen { throw .closed }
  }

  /// Leaves the stream or copy that runs, and returns when the connection is free or lost.
  func settle() async {
    guard let transfer else { return }
    self.transfer = nil
    let isLeft = await unsafe withUnsafeContinuation {
      (continuation: UnsafeContinuation<Bool, Never>) in
      let isOpen = engine.reactor.post {
        transfer.leave()
        transfer.whenOver { unsafe continuation.resume(returning: transfer.isLeft) }
      }
      if !isOpen { unsafe continuation.resume(returning: true) }
    }
    if isLeft { hasLeftTransfer = true }
  }

  /// A name that no open cursor of the connection has.
  func nextCursorName() -> String {
    cursors += 1
    return "cradle_\(cursors)"
  }

  private func run(
    _ work: Batch.Work,
    deadline: Duration?
  ) async throws(PostgresError) -> [Rows] {
    await settle()
    guard let lease else { throw .closed }
    let outcome: Result<[Rows], PostgresError> = await unsafe withUnsafeContinuation {
      continuation in
      let batch = Batch(work, allowance: deadline, reply: unsafe .caller(continuation))
      if engine.reactor.isCurrent {
        engine.exclusive.submit(batch, on: lease.connection)
        return
      }
      let isOpen = engine.reactor.post { [engine] in
        engine.exclusive.submit(batch, on: lease.connection)
      }
      if !isOpen { batch.finish(.failure(.closed)) }
    }
    return try outcome.get()
  }
}
