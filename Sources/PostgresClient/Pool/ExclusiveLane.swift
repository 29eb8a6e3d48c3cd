internal import Foundation
internal import Logging
internal import Synchronization

/// The connections that are lent to one closure each.
///
/// 1. A connection is idle, lent, or on its way to be one of them; only an idle one with no
///    transaction open is lent.
/// 2. The keys of waiters take turns. While another key waits, one key holds half of the connections
///    at most.
/// 3. Only what was idle before a batch began is repeated with fresh statements: inside a longer
///    transaction the statements before it cannot be repeated from here.
/// 4. A slow batch of the shared lane waits for a connection like a closure, and runs there alone.
final class ExclusiveLane: ConnectionOwner {
  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let gauges: PoolGauges
  private unowned let connections: any ConnectionFactory
  private var members: [Connection] = []
  private var idle: [Connection] = []
  private var lent: [ObjectIdentifier: Waiter.Place] = [:]
  private var waiters: TurnQueue<Waiter>
  /// Takes a slow batch that may run again, when it was lost with its connection.
  private let takeBack: (Batch) -> Void
  private var backoff = Backoff()
  private var isClosing = false

  init(
    _ configuration: PostgresConfiguration,
    connections: any ConnectionFactory,
    gauges: PoolGauges,
    logger: Logger,
    takeBack: @escaping (Batch) -> Void
  ) {
    self.configuration = configuration
    self.connections = connections
    self.gauges = gauges
    self.logger = logger
    self.takeBack = takeBack
    let count = configuration.exclusiveConnections
    waiters = TurnQueue(share: count / 2, limit: count)
  }

  var isBusy: Bool {
    !waiters.isEmpty || members.contains { $0.load > 0 || $0.phase != .ready }
  }

  var isDrained: Bool { lent.isEmpty && waiters.isEmpty }

  func enqueue(_ waiter: Waiter, key: UUID?) {
    guard !isClosing else {
      waiter.finish(.failure(PostgresError.closed))
      return
    }
    waiters.append(waiter, at: waiters.place(of: key))
    serve()
  }

  func cancel(_ waiter: Waiter) {
    _ = waiters.remove { $0 === waiter }
    waiter.cancel()
    serve()
  }

  /// Runs a batch that is too slow for the shared lane when a connection is free for it.
  func detour(_ batch: Batch) {
    let key = batch.options.fairnessKey
    let place = waiters.place(of: key)
    guard !isClosing else {
      batch.refuse(.closed)
      return
    }
    guard waiters.count < configuration.queueLimit,
      key == nil || place.waiting.count < configuration.queuedPerKey
    else {
      batch.refuse(.busy)
      return
    }
    waiters.append(Waiter(for: batch), at: place)
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
      fail(batch, on: connection, .closed)
      return
    }
    batch.beganIdle = connection.transaction == .idle
    if !connection.write(batch) {
      fail(batch, on: connection, .unavailable(.init(reason: "the connection was lost")))
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
    for waiter in waiters.remove(where: { _ in true }) {
      waiter.finish(.failure(PostgresError.closed))
    }
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
    gauges.exclusiveConnections.increase(by: 1)
    idle.append(connection)
    serve()
  }

  func connection(_ connection: Connection, finished batch: Batch, after time: Duration) {
    guard batch.beganIdle, batch.deservesFreshStatements else {
      finish(batch, on: connection, after: time)
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
          self?.fail(batch, on: connection, .outcomeUnknown)
        }
      }
    )
    if !connection.write(rollback) { fail(batch, on: connection, .outcomeUnknown) }
  }

  /// Gives a batch its outcome, and takes the connection back if it ran there for the shared lane.
  private func finish(_ batch: Batch, on connection: Connection, after time: Duration) {
    guard let pace = batch.pace else {
      batch.finish()
      return
    }
    let (limit, typical) = (configuration.slowBatchTime, connection.book.typicalTime)
    if pace.note(time, limit: limit, typical: typical) {
      logger.debug("A batch returns to the shared connections")
    }
    gauges.inFlight.increase(by: -1)
    batch.finish()
    giveBack(connection) {}
  }

  func connection(_ connection: Connection, lost inFlight: [Batch], reason: String) {
    let wasLent = lent[ObjectIdentifier(connection)] != nil
    if connection.wasOpened {
      gauges.lostConnections.increase(by: 1)
      gauges.exclusiveConnections.increase(by: -1)
      logger.debug("A \(wasLent ? "lent" : "idle") connection was lost: \(reason)")
    } else {
      gauges.failedAttempts.increase(by: 1)
      backoff.failed(.now)
      logger.debug("The database cannot be reached: \(reason)")
    }
    members.removeAll { $0 === connection }
    idle.removeAll { $0 === connection }
    for batch in inFlight { abandon(batch, on: connection) }
    if !connection.wasOpened, members.isEmpty {
      let failed = waiters.remove { $0.arrival <= connection.started }
      for waiter in failed {
        waiter.finish(.failure(PostgresError.unavailable(.init(reason: reason))))
      }
    }
    serve()
  }

  /// Tells a batch that its connection was lost, or has the shared lane run it once more.
  private func abandon(_ batch: Batch, on connection: Connection) {
    guard batch.pace != nil, batch.options.isRepeatable, batch.lostAt == nil else {
      fail(batch, on: connection, .outcomeUnknown)
      return
    }
    gauges.inFlight.increase(by: -1)
    endLease(of: connection)
    takeBack(batch)
  }

  /// Fails a batch that was to run; with one of the shared lane the lease ends too.
  private func fail(_ batch: Batch, on connection: Connection, _ error: PostgresError) {
    if batch.pace != nil {
      gauges.inFlight.increase(by: -1)
      endLease(of: connection)
    }
    batch.refuse(error)
  }

  private func serve() {
    while let connection = idle.last, let (waiter, place) = waiters.popFirst() {
      idle.removeLast()
      lent[ObjectIdentifier(connection)] = place
      if let batch = waiter.batch {
        runAlone(batch, on: connection)
      } else {
        waiter.finish(.success(Connection.Lease(connection)))
      }
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
      let connection = connections.make(owner: self, access: .readWrite)
      members.append(connection)
      coming += 1
      connection.start()
    }
  }

  private func runAlone(_ batch: Batch, on connection: Connection) {
    gauges.inFlight.increase(by: 1)
    run(batch, on: connection)
  }

  private func endLease(of connection: Connection) {
    guard let place = lent.removeValue(forKey: ObjectIdentifier(connection)) else { return }
    waiters.end(at: place)
  }

  private func shelve(_ connection: Connection) {
    endLease(of: connection)
    idle.append(connection)
    serve()
  }

  private func forget(_ connection: Connection) {
    endLease(of: connection)
    connection.lose("it was given back in the middle of a batch")
    serve()
  }
}
