internal import Logging
internal import Synchronization

/// The connections on which whole batches of everyone follow each other.
///
/// 1. A batch is in exactly one place: in the queue, in flight on one connection, among those to be
///    repeated, or with the exclusive lane, which takes what is slow.
/// 2. The keys of the queue take turns, and each has a limit of batches in flight, so that one key
///    can neither fill the connections nor make others wait for all that it asked.
/// 3. A batch leaves the queue only to be written at once.
/// 4. A batch that was in flight on a lost connection is written once more if it is repeatable and
///    never else, and only on a connection made after that: the others may be dying as well.
final class SharedLane: ConnectionOwner {
  typealias Place = TurnQueue<Batch>.Place

  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let gauges: PoolGauges
  private unowned let connections: any ConnectionFactory
  private let book: StatementBook
  /// Runs a slow batch on a connection of its own.
  private let detour: (Batch) -> Void
  private var members: [Connection] = []
  private var queue: TurnQueue<Batch>
  private var repeats: [Batch] = []
  private var load = 0
  private var neighbours = NeighbourWatch()
  private var backoff = Backoff()
  private var isClosing = false

  init(
    _ configuration: PostgresConfiguration,
    connections: any ConnectionFactory,
    book: StatementBook,
    gauges: PoolGauges,
    logger: Logger,
    detour: @escaping (Batch) -> Void
  ) {
    self.configuration = configuration
    self.connections = connections
    self.book = book
    self.gauges = gauges
    self.logger = logger
    self.detour = detour
    queue = TurnQueue(share: configuration.inFlightPerKey, limit: configuration.inFlightPerKey)
  }

  /// Whether a batch is written or waits to be.
  var isBusy: Bool {
    load > 0 || !queue.isEmpty || !repeats.isEmpty || members.contains { $0.phase != .ready }
  }

  var isDrained: Bool { queue.isEmpty && repeats.isEmpty && load == 0 }

  func submit(_ batch: Batch) {
    guard !isClosing else {
      batch.refuse(.closed)
      return
    }
    if let refusal = batch.identify(in: book, isShared: true) {
      batch.refuse(refusal)
      return
    }
    guard batch.deadline.map({ $0 > batch.arrival }) ?? true else {
      batch.refuse(.deadlineExceeded)
      return
    }
    batch.pace = batch.paceOfItsKind
    guard batch.pace?.isSlow != true else {
      detour(batch)
      return
    }
    admit(batch)
  }

  /// Takes a batch back that the exclusive lane lost with a connection, to run it once more.
  func takeBack(_ batch: Batch) {
    guard !isClosing else {
      batch.refuse(.closed)
      return
    }
    batch.lostAt = .now
    repeats.append(batch)
    batch.place = nil
    gauges.queued.increase(by: 1)
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
    gauges.sharedConnections.increase(by: 1)
    dispatch()
  }

  func connection(_ connection: Connection, finished batch: Batch, after time: Duration) {
    gauges.inFlight.increase(by: -1)
    load -= 1
    if batch.deservesFreshStatements, !isClosing {
      batch.parsesAfresh = true
      requeue(batch)
    } else {
      release(batch)
      book.typicalTime.note(time)
      let limit = configuration.slowBatchTime
      if batch.pace?.note(time, limit: limit, typical: book.typicalTime) == true {
        logger.debug("A batch that takes \(time) leaves the shared connections")
      }
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
      gauges.lostConnections.increase(by: 1)
      gauges.sharedConnections.increase(by: -1)
      logger.debug("A shared connection to the database was lost: \(reason)")
    } else {
      gauges.failedAttempts.increase(by: 1)
      backoff.failed(.now)
      logger.debug("The database cannot be reached: \(reason)")
      failEarlier(than: connection.started, reason)
    }
    gauges.inFlight.increase(by: -inFlight.count)
    load -= inFlight.count
    for batch in inFlight {
      if batch.options.isRepeatable, batch.lostAt == nil, !isClosing {
        batch.lostAt = .now
        repeats.append(batch)
        gauges.queued.increase(by: 1)
      } else {
        release(batch)
        batch.finish(.failure(.outcomeUnknown))
      }
    }
    dispatch()
  }

  /// Writes a batch at once, lets it wait, or refuses it.
  private func admit(_ batch: Batch) {
    let key = batch.options.fairnessKey
    let place = queue.place(of: key)
    batch.place = place
    if queue.isFree(place), repeats.isEmpty, let emptiest = emptiest(),
      emptiest.load == 0 || members.count == configuration.sharedConnections && !expectsAnother
    {
      queue.begin(at: place)
      gauges.queued.increase(by: 1)
      write(batch, on: preferred(to: emptiest, for: batch, at: place))
      dispatch()
      return
    }
    guard queue.count < configuration.queueLimit,
      key == nil || place.waiting.count < configuration.queuedPerKey
    else {
      batch.refuse(.busy)
      return
    }
    gauges.queued.increase(by: 1)
    queue.append(batch, at: place)
    dispatch()
  }

  /// The connection on which a batch should run: the one with the fewest, as a rule.
  ///
  /// A key that has several in flight while others are about stays on the connection it is on, so
  /// that its own batches are what it waits for, and the other connections stay free of them.
  private func preferred(
    to emptiest: Connection,
    for batch: Batch,
    at place: Place
  ) -> Connection {
    guard place.running > Self.spread, !neighbours.isAlone(place, at: batch.arrival),
      let home = members.first(where: { $0.tag == place.home }),
      home.phase == .ready, home.load < configuration.sharedDepth
    else { return emptiest }
    return home
  }

  private static let spread = 1

  /// The connection with the fewest batches, if one has room, made after a time if that matters.
  private func emptiest(since earliest: ContinuousClock.Instant? = nil) -> Connection? {
    var best: Connection?
    var least = configuration.sharedDepth
    for connection in members where connection.phase == .ready && connection.load < least {
      if let earliest, connection.started <= earliest { continue }
      best = connection
      least = connection.load
      if least == 0 { break }
    }
    return best
  }

  private func dispatch() {
    guard !queue.isEmpty || !repeats.isEmpty else { return }
    openMore()
    while let batch = repeats.first, let connection = emptiest(since: batch.lostAt) {
      repeats.removeFirst()
      write(batch, on: connection)
    }
    while let connection = emptiest(), connection.load == 0 || !expectsAnother,
      let (batch, place) = queue.popFirst()
    {
      guard let deadline = batch.deadline, deadline <= .now else {
        write(batch, on: preferred(to: connection, for: batch, at: place))
        continue
      }
      gauges.queued.increase(by: -1)
      release(batch)
      batch.refuse(.deadlineExceeded)
    }
  }

  /// Whether a connection will open in a moment, which is better than to stand behind a batch.
  private var expectsAnother: Bool {
    guard members.contains(where: { !$0.wasOpened }) else { return false }
    return members.contains { !$0.wasOpened && .now - $0.started < .milliseconds(50) }
  }

  private func write(_ batch: Batch, on connection: Connection) {
    gauges.queued.increase(by: -1)
    gauges.inFlight.increase(by: 1)
    load += 1
    if let place = batch.place {
      place.home = connection.tag
      neighbours.note(place, at: batch.arrival)
    }
    guard !connection.write(batch) else { return }
    gauges.inFlight.increase(by: -1)
    load -= 1
    abandonOrRequeue(batch)
  }

  /// A batch that broke a connection while it was composed gets few more chances.
  private func abandonOrRequeue(_ batch: Batch) {
    guard isClosing || batch.attempts >= 3 else {
      requeue(batch)
      return
    }
    release(batch)
    batch.refuse(isClosing ? .closed : .unavailable(.init(reason: "not writable")))
  }

  /// Opens as many connections as there are batches, and a new one for what must be repeated.
  private func openMore() {
    let limit = configuration.sharedConnections
    guard !isClosing, members.count < limit else { return }
    var wanted = min(queue.count + repeats.count + load, limit)
    if let lostAt = repeats.first?.lostAt, !members.contains(where: { $0.started > lostAt }) {
      wanted = min(members.count + 1, limit)
    }
    while members.count < wanted, backoff.allows(.now) {
      let connection = connections.make(owner: self, access: configuration.sharedAccess)
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

  private func requeue(_ batch: Batch) {
    gauges.queued.increase(by: 1)
    let place = batch.place ?? queue.place(of: batch.options.fairnessKey)
    release(batch)
    batch.place = place
    queue.prepend(batch, at: place)
  }

  /// Counts a batch out of its key.
  private func release(_ batch: Batch) {
    guard let place = batch.place else { return }
    batch.place = nil
    queue.end(at: place)
  }

  private func removeWaiting(where condition: (Batch) -> Bool) -> [Batch] {
    let queued = queue.remove(where: condition)
    for batch in queued { batch.place = nil }
    guard !repeats.isEmpty || !queued.isEmpty else { return [] }
    let repeated = repeats.filter(condition)
    repeats.removeAll(where: condition)
    for batch in repeated { release(batch) }
    gauges.queued.increase(by: -queued.count - repeated.count)
    return queued + repeated
  }
}

/// Remembers which two keys were served last, to tell whether a key has the pool for itself.
struct NeighbourWatch {
  private var last: (place: ObjectIdentifier, time: ContinuousClock.Instant)?
  private var before: (place: ObjectIdentifier, time: ContinuousClock.Instant)?

  /// Notes that a key is served.
  mutating func note(_ place: SharedLane.Place, at time: ContinuousClock.Instant) {
    if let last, last.place != ObjectIdentifier(place) { before = last }
    last = (ObjectIdentifier(place), time)
  }

  /// Whether nobody else was served for a tenth of a second.
  func isAlone(_ place: SharedLane.Place, at time: ContinuousClock.Instant) -> Bool {
    let other = last?.place == ObjectIdentifier(place) ? before : last
    return other.map { time - $0.time > .milliseconds(100) } ?? true
  }
}

/// Makes connections that the pool's thread drives.
protocol ConnectionFactory: AnyObject {
  /// A connection that has not begun yet.
  func make(owner: any ConnectionOwner, access: TransactionAccess) -> Connection
  /// A connection was closed and needs no more driving.
  func connectionClosed(tag: UInt64)
}
