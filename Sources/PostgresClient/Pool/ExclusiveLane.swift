internal import Logging
internal import Synchronization

/// One who waits for a connection of their own.
///
/// Sendable because after it was made only the reactor's thread touches it.
@safe
final class Waiter: @unchecked Sendable {
  let deadline: ContinuousClock.Instant
  let arrival = ContinuousClock.now
  private var continuation: UnsafeContinuation<Connection.Lease, any Error>?
  private var wasCancelled = false

  init(deadline: ContinuousClock.Instant) {
    self.deadline = deadline
  }

  /// Puts the continuation in place; false when the waiter had been cancelled before.
  func begin(_ continuation: UnsafeContinuation<Connection.Lease, any Error>) -> Bool {
    guard !wasCancelled else {
      unsafe continuation.resume(throwing: CancellationError())
      return false
    }
    unsafe self.continuation = continuation
    return true
  }

  func cancel() {
    wasCancelled = true
    finish(.failure(CancellationError()))
  }

  func finish(_ result: Result<Connection.Lease, any Error>) {
    unsafe continuation?.resume(with: result)
    unsafe continuation = nil
  }
}

extension Connection {
  /// Names a lent connection outside the reactor's thread, which alone may look inside.
  final class Lease: @unchecked Sendable {
    let connection: Connection

    init(_ connection: Connection) {
      self.connection = connection
    }
  }
}

/// The connections that are lent to one closure each.
///
/// 1. A connection is idle, lent, or on its way to be one of them; only an idle one with no
///    transaction open is lent.
/// 2. Waiters are served in the order of their arrival.
/// 3. Only what was idle before a batch began is repeated with fresh statements: inside a longer
///    transaction the statements before it cannot be repeated from here.
final class ExclusiveLane: ConnectionOwner {
  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let gauges: PoolGauges
  private unowned let connections: any ConnectionFactory
  private var members: [Connection] = []
  private var idle: [Connection] = []
  private var lent: Set<ObjectIdentifier> = []
  private var waiters = Fifo<Waiter>()
  private var backoff = Backoff()
  private var isClosing = false

  init(
    _ configuration: PostgresConfiguration,
    connections: any ConnectionFactory,
    gauges: PoolGauges,
    logger: Logger
  ) {
    self.configuration = configuration
    self.connections = connections
    self.gauges = gauges
    self.logger = logger
  }

  var isBusy: Bool {
    !waiters.isEmpty || members.contains { $0.load > 0 || $0.phase != .ready }
  }

  var isDrained: Bool { lent.isEmpty && waiters.isEmpty }

  func enqueue(_ waiter: Waiter) {
    guard !isClosing else {
      waiter.finish(.failure(PostgresError.closed))
      return
    }
    waiters.append(waiter)
    serve()
  }

  func cancel(_ waiter: Waiter) {
    _ = waiters.remove { $0 === waiter }
    waiter.cancel()
    serve()
  }

  /// Runs what the holder of a connection asks for, unless it cannot run at all.
  func submit(_ batch: Batch, on connection: Connection) {
    if let refusal = batch.identify(in: connection.book, isShared: false) {
      batch.finish(.failure(refusal))
    } else {
      run(batch, on: connection)
    }
  }

  private func run(_ batch: Batch, on connection: Connection) {
    guard connection.phase == .ready, connection.inFlight.isEmpty else {
      batch.finish(.failure(.closed))
      return
    }
    batch.beganIdle = connection.transaction == .idle
    if !connection.write(batch) {
      batch.finish(.failure(.unavailable(.init(reason: "the connection was lost"))))
    }
  }

  /// Takes a connection back, and answers when no transaction is open on it any more.
  func giveBack(_ connection: Connection, whenIdle done: @escaping () -> Void) {
    guard connection.phase == .ready, connection.inFlight.isEmpty else {
      forget(connection)
      done()
      return
    }
    guard connection.transaction != .idle else {
      shelve(connection)
      done()
      return
    }
    let rollback = Batch(
      .statements(["ROLLBACK"], .implicit),
      allowance: configuration.connectTimeout,
      reply: .pool { [weak self] _ in
        if connection.phase == .ready, connection.transaction == .idle {
          self?.shelve(connection)
        } else {
          self?.forget(connection)
        }
        done()
      }
    )
    if !connection.write(rollback) {
      forget(connection)
      done()
    }
  }

  func close() {
    isClosing = true
    while let waiter = waiters.popFirst() { waiter.finish(.failure(PostgresError.closed)) }
    gauges.waiting.store(0, ordering: .relaxed)
  }

  func disconnect() {
    for connection in members { connection.close() }
    members.removeAll()
    idle.removeAll()
    gauges.exclusiveConnections.store(0, ordering: .relaxed)
  }

  func tick(_ now: ContinuousClock.Instant) {
    for waiter in waiters.remove(where: { $0.deadline <= now }) {
      waiter.finish(.failure(PostgresError.deadlineExceeded))
    }
    for connection in members { connection.tick(now) }
    serve()
  }

  func connectionOpened(_ connection: Connection) {
    backoff.succeeded()
    gauges.exclusiveConnections.add(1, ordering: .relaxed)
    idle.append(connection)
    serve()
  }

  func connection(_ connection: Connection, finished batch: Batch) {
    guard batch.beganIdle, batch.deservesFreshStatements else {
      batch.finish()
      return
    }
    batch.parsesAfresh = true
    guard batch.transaction != .idle else {
      run(batch, on: connection)
      return
    }
    let rollback = Batch(
      .statements(["ROLLBACK"], .implicit),
      allowance: configuration.connectTimeout,
      reply: .pool { [weak self] outcome in
        if case .success = outcome, let self {
          run(batch, on: connection)
        } else {
          batch.finish(.failure(.outcomeUnknown))
        }
      }
    )
    if !connection.write(rollback) { batch.finish() }
  }

  func connection(_ connection: Connection, lost inFlight: [Batch], reason: String) {
    let wasLent = lent.contains(ObjectIdentifier(connection))
    if connection.wasOpened {
      gauges.lostConnections.add(1, ordering: .relaxed)
      gauges.exclusiveConnections.subtract(1, ordering: .relaxed)
      logger.debug("A \(wasLent ? "lent" : "idle") connection was lost: \(reason)")
    } else {
      gauges.failedAttempts.add(1, ordering: .relaxed)
      backoff.failed(.now)
      logger.debug("The database cannot be reached: \(reason)")
    }
    members.removeAll { $0 === connection }
    idle.removeAll { $0 === connection }
    for batch in inFlight { batch.finish(.failure(.outcomeUnknown)) }
    if !connection.wasOpened, members.isEmpty {
      let failed = waiters.remove { $0.arrival <= connection.started }
      for waiter in failed {
        waiter.finish(.failure(PostgresError.unavailable(.init(reason: reason))))
      }
    }
    serve()
  }

  private func serve() {
    while !waiters.isEmpty, let connection = idle.popLast(), let waiter = waiters.popFirst() {
      lent.insert(ObjectIdentifier(connection))
      waiter.finish(.success(Connection.Lease(connection)))
    }
    gauges.waiting.store(waiters.count, ordering: .relaxed)
    openMore()
  }

  /// Opens a connection for each waiter that none is on its way for, up to the limit.
  private func openMore() {
    guard !isClosing else { return }
    var coming = members.count { !$0.wasOpened }
    while coming < waiters.count, members.count < configuration.exclusiveConnections,
      backoff.allows(.now)
    {
      guard let connection = connections.make(owner: self) else { return }
      members.append(connection)
      coming += 1
      connection.start()
    }
  }

  private func shelve(_ connection: Connection) {
    lent.remove(ObjectIdentifier(connection))
    idle.append(connection)
    serve()
  }

  private func forget(_ connection: Connection) {
    lent.remove(ObjectIdentifier(connection))
    connection.lose("it was given back in the middle of a batch")
    serve()
  }
}
