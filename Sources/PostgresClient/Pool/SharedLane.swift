internal import Foundation
internal import Logging
internal import Synchronization

/// The connections on which whole batches of everyone follow each other.
///
/// 1. A batch is in exactly one place: in the queue, parked behind its fairness key, in flight on one
///    connection, or among those to be repeated.
/// 2. `admitted` of a key counts its batches in the queue and in flight; the others are parked, so
///    that one key cannot fill the queue.
/// 3. A batch leaves the queue only to be written at once.
/// 4. A batch that was in flight on a lost connection is written once more if it is repeatable and
///    never else, and only on a connection made after that: the others may be dying as well.
final class SharedLane: ConnectionOwner {
  private struct KeyLoad {
    var admitted = 0
    var parked = Fifo<Batch>()
  }

  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let gauges: PoolGauges
  private unowned let connections: any ConnectionFactory
  private let book: StatementBook
  private var members: [Connection] = []
  private var queue = Fifo<Batch>()
  private var repeats: [Batch] = []
  private var keys: [UUID: KeyLoad] = [:]
  private var parkedCount = 0
  private var backoff = Backoff()
  private var isClosing = false

  init(
    _ configuration: PostgresConfiguration,
    connections: any ConnectionFactory,
    book: StatementBook,
    gauges: PoolGauges,
    logger: Logger
  ) {
    self.configuration = configuration
    self.connections = connections
    self.book = book
    self.gauges = gauges
    self.logger = logger
  }

  /// Whether a batch is written or waits to be.
  var isBusy: Bool {
    !queue.isEmpty || !repeats.isEmpty || parkedCount > 0
      || members.contains { $0.load > 0 || $0.phase != .ready }
  }

  var isDrained: Bool { queue.isEmpty && repeats.isEmpty && !members.contains { $0.load > 0 } }

  func submit(_ batch: Batch) {
    guard !isClosing else {
      batch.refuse(.closed)
      return
    }
    if let refusal = batch.identify(in: book, isShared: true) {
      batch.refuse(refusal)
      return
    }
    guard queue.isEmpty && emptiest() != nil || queue.count + parkedCount < configuration.queueLimit
    else {
      batch.refuse(.busy)
      return
    }
    guard admit(batch) else { return }
    queue.append(batch)
    dispatch()
  }

  /// Fails what waits; what is in flight goes on.
  func close() {
    isClosing = true
    for batch in removeWaiting(where: { _ in true }) { batch.refuse(.closed) }
    members.removeAll { connection in
      guard connection.phase != .ready else { return false }
      connection.close()
      return true
    }
  }

  /// Closes the connections, which must be idle.
  func disconnect() {
    for connection in members { connection.close() }
    members.removeAll()
    gauges.sharedConnections.store(0, ordering: .relaxed)
  }

  func tick(_ now: ContinuousClock.Instant) {
    for batch in removeWaiting(where: { $0.deadline.map { $0 <= now } ?? false }) {
      batch.refuse(.deadlineExceeded)
    }
    for connection in members { connection.tick(now) }
    dispatch()
  }

  func connectionOpened(_ connection: Connection) {
    backoff.succeeded()
    gauges.sharedConnections.add(1, ordering: .relaxed)
    dispatch()
  }

  func connection(_ connection: Connection, finished batch: Batch) {
    gauges.inFlight.subtract(1, ordering: .relaxed)
    if batch.deservesFreshStatements, !isClosing {
      batch.parsesAfresh = true
      requeue([batch])
    } else {
      release(batch)
      batch.finish()
    }
    if batch.transaction == .open || batch.transaction == .failed {
      logger.error("A batch left a transaction open on a shared connection, which is closed")
      connection.lose("a batch left a transaction open")
    }
    dispatch()
  }

  func connection(_ connection: Connection, lost inFlight: [Batch], reason: String) {
    members.removeAll { $0 === connection }
    if connection.wasOpened {
      gauges.lostConnections.add(1, ordering: .relaxed)
      gauges.sharedConnections.subtract(1, ordering: .relaxed)
      logger.debug("A shared connection to the database was lost: \(reason)")
    } else {
      gauges.failedAttempts.add(1, ordering: .relaxed)
      backoff.failed(.now)
      logger.debug("The database cannot be reached: \(reason)")
      failEarlier(than: connection.started, reason)
    }
    gauges.inFlight.subtract(inFlight.count, ordering: .relaxed)
    let repeated = inFlight.filter { $0.options.isRepeatable && $0.lostAt == nil && !isClosing }
    for batch in inFlight where !repeated.contains(where: { $0 === batch }) {
      release(batch)
      batch.finish(.failure(.outcomeUnknown))
    }
    for batch in repeated { batch.lostAt = .now }
    repeats += repeated
    gauges.queued.add(repeated.count, ordering: .relaxed)
    dispatch()
  }

  /// The connection with the fewest batches, if one has room, made after a time if that matters.
  private func emptiest(since earliest: ContinuousClock.Instant? = nil) -> Connection? {
    var best: Connection?
    var least = configuration.sharedDepth
    for connection in members where connection.phase == .ready && connection.load < least {
      if let earliest, connection.started <= earliest { continue }
      best = connection
      least = connection.load
    }
    return best
  }

  private func dispatch() {
    openMore()
    while let batch = repeats.first, let connection = emptiest(since: batch.lostAt) {
      repeats.removeFirst()
      write(batch, on: connection)
    }
    while let connection = emptiest(), connection.load == 0 || !expectsAnother,
      let batch = queue.popFirst()
    {
      write(batch, on: connection)
    }
  }

  /// Whether a connection will open in a moment, which is better than to stand behind a batch.
  private var expectsAnother: Bool {
    members.contains { !$0.wasOpened && .now - $0.started < .milliseconds(50) }
  }

  private func write(_ batch: Batch, on connection: Connection) {
    gauges.queued.subtract(1, ordering: .relaxed)
    if let deadline = batch.deadline, deadline <= .now {
      release(batch)
      batch.refuse(.deadlineExceeded)
      return
    }
    gauges.inFlight.add(1, ordering: .relaxed)
    guard !connection.write(batch) else { return }
    gauges.inFlight.subtract(1, ordering: .relaxed)
    abandonOrRequeue(batch)
  }

  /// A batch that broke a connection while it was composed gets few more chances.
  private func abandonOrRequeue(_ batch: Batch) {
    guard isClosing || batch.attempts >= 3 else {
      requeue([batch])
      return
    }
    release(batch)
    batch.refuse(isClosing ? .closed : .unavailable(.init(reason: "not writable")))
  }

  /// Opens as many connections as there are batches, and a new one for what must be repeated.
  private func openMore() {
    guard !isClosing else { return }
    let load = members.reduce(0) { $0 + $1.load }
    var wanted = min(queue.count + repeats.count + load, configuration.sharedConnections)
    if let lostAt = repeats.first?.lostAt, !members.contains(where: { $0.started > lostAt }) {
      wanted = min(members.count + 1, configuration.sharedConnections)
    }
    while members.count < wanted, backoff.allows(.now) {
      guard let connection = connections.make(owner: self) else { return }
      members.append(connection)
      connection.start()
    }
  }

  /// When nothing else can serve them, fails the batches that have seen a whole attempt fail.
  private func failEarlier(than attempt: ContinuousClock.Instant, _ reason: String) {
    guard members.isEmpty else { return }
    for batch in removeWaiting(where: { $0.arrival <= attempt }) {
      batch.refuse(.unavailable(.init(reason: reason)))
    }
  }

  private func requeue(_ batches: [Batch]) {
    queue.prepend(contentsOf: batches)
    gauges.queued.add(batches.count, ordering: .relaxed)
  }

  /// Lets a batch into the queue, parks it behind its key, or refuses it.
  private func admit(_ batch: Batch) -> Bool {
    if let key = batch.options.fairnessKey {
      var load = keys[key] ?? KeyLoad()
      guard load.admitted < configuration.inFlightPerKey else {
        guard load.parked.count < configuration.queuedPerKey else {
          batch.refuse(.busy)
          return false
        }
        load.parked.append(batch)
        keys[key] = load
        parkedCount += 1
        gauges.queued.add(1, ordering: .relaxed)
        return false
      }
      load.admitted += 1
      keys[key] = load
    }
    gauges.queued.add(1, ordering: .relaxed)
    return true
  }

  /// Counts a batch out of its key, and lets the next one of the key into the queue.
  private func release(_ batch: Batch) {
    guard let key = batch.options.fairnessKey, var load = keys[key] else { return }
    if let next = load.parked.popFirst() {
      parkedCount -= 1
      queue.append(next)
      keys[key] = load
    } else {
      load.admitted -= 1
      keys[key] = load.admitted == 0 ? nil : load
    }
  }

  private func removeWaiting(where condition: (Batch) -> Bool) -> [Batch] {
    var removed: [Batch] = []
    if parkedCount > 0 {
      for key in Array(keys.keys) {
        let parked = keys[key]?.parked.remove(where: condition) ?? []
        parkedCount -= parked.count
        removed += parked
      }
    }
    let queued = queue.remove(where: condition) + repeats.filter(condition)
    repeats.removeAll(where: condition)
    removed += queued
    gauges.queued.subtract(removed.count, ordering: .relaxed)
    for batch in queued { release(batch) }
    return removed
  }
}

/// Makes connections that the pool's thread drives.
protocol ConnectionFactory: AnyObject {
  /// A connection that has not begun yet; nil when there is no memory for one.
  func make(owner: any ConnectionOwner) -> Connection?
  /// A connection was closed and needs no more driving.
  func connectionClosed(tag: UInt64)
}
