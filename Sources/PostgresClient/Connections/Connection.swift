internal import CPostgres
internal import Logging

/// The lane that a connection belongs to.
protocol ConnectionOwner: AnyObject {
  /// The connection can take batches.
  func connectionOpened(_ connection: Connection)
  /// A batch has all its results, for which the server had it alone for `time`; the connection has
  /// let go of it.
  func connection(_ connection: Connection, finished batch: Batch, after time: Duration)
  /// The connection is gone: it never opened, or it was lost with batches in flight.
  func connection(_ connection: Connection, lost inFlight: [Batch], reason: String)
}

/// One connection in pipeline mode, driven by the reactor's thread and touched by no other.
@safe
final class Connection {
  enum Phase {
    case connecting
    /// Connected; its session settings are on the way.
    case settling
    case ready
    case lost
  }

  let tag: UInt64
  let started = ContinuousClock.now
  private(set) var phase = Phase.connecting
  var inFlight = Fifo<Batch>()
  /// Since when the first batch in flight has had the server for itself.
  var headSince = ContinuousClock.now
  var cache: StatementCache
  /// How many batches were written.
  var writing: PreparedStatement.Writing = 0
  var parameters = unsafe ParameterBuffer()
  var isReading = false
  /// Whether it was ever ready for batches.
  private(set) var wasOpened = false
  /// Nothing before the server's addresses are known; the client library then answers for it.
  @exclusivity(unchecked)
  private(set) var pointer: OpaquePointer?
  let logger: Logger
  /// What is known of the statements that the pool has seen.
  let book: StatementBook
  let reactor: Reactor
  /// What its transactions may do unless they say otherwise.
  let access: TransactionAccess
  private let configuration: PostgresConfiguration
  private let dialler: Dialler
  private let notices: NoticeSink
  /// Nobody once the connection is closed.
  private var owner: (any ConnectionOwner)?
  private weak var factory: (any ConnectionFactory)?
  private var watched: (descriptor: Int32, writes: Bool)?
  /// Whether the socket is left alone because nobody wants what it holds.
  private var isReadingPaused = false
  private var isEncrypted = false

  init(
    tag: UInt64,
    configuration: PostgresConfiguration,
    reactor: Reactor,
    dialler: Dialler,
    owner: any ConnectionOwner,
    access: TransactionAccess,
    factory: any ConnectionFactory,
    book: StatementBook,
    logger: Logger
  ) {
    self.tag = tag
    self.configuration = configuration
    self.reactor = reactor
    self.dialler = dialler
    self.owner = owner
    self.access = access
    self.factory = factory
    self.book = book
    self.logger = logger
    let keepsStatements = configuration.statements == .prepared
    cache = StatementCache(capacity: keepsStatements ? configuration.statementCacheSize : 0)
    notices = NoticeSink(configuration, logger: logger)
  }

  deinit {
    unsafe PQfinish(pointer)
  }

  var load: Int { inFlight.count }

  var transaction: TransactionState {
    switch unsafe PQtransactionStatus(pointer) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_INTRANS: .open
    case PQTRANS_INERROR: .failed
    default: .unknown
    }
  }

  /// Begins to connect, when the addresses of the server are known.
  func start() {
    dialler.dial { [weak self] outcome in self?.connect(outcome) }
  }

  func descriptorIsReady() {
    switch phase {
    case .connecting: connectFurther()
    case .settling, .ready:
      if flush() { transfer?.written() }
      if !isReadingPaused { receive() }
    case .lost: break
    }
  }

  /// Gives the connection up; batches in flight learn that their outcome is unknown.
  func lose(_ reason: String) {
    guard phase != .lost else { return }
    let batches = phase == .ready ? inFlight.all : []
    let owner = owner
    close()
    owner?.connection(self, lost: batches, reason: reason)
  }

  /// Stops using the connection without telling its owner; the last reference closes it.
  func close() {
    phase = .lost
    inFlight = Fifo()
    let descriptor = unsafe PQsocket(pointer)
    if descriptor >= 0 { reactor.forget(descriptor) }
    owner = nil
    factory?.connectionClosed(tag: tag)
  }

  /// Checks what time has done to it.
  func tick(_ now: ContinuousClock.Instant) {
    switch phase {
    case .connecting:
      if now - started > configuration.connectTimeout { lose("no answer in time") }
    case .settling, .ready:
      // What the encryption layer has decrypted beyond the library's buffer makes no event, nor does
      // a socket that the library closed because it could not write to it.
      if isEncrypted || isClosed, !isReadingPaused, !inFlight.isEmpty { receive() }
      guard phase != .lost else { return }
      if let transfer {
        transfer.tick(now)
        if isReadingPaused || !transfer.awaitsServer { headSince = now }
      }
      guard let allowance = inFlight.first?.allowance else { return }
      if now - headSince > allowance + configuration.unresponsiveGrace {
        lose("the server does not answer")
      }
    case .lost: break
    }
  }

  /// Sends what is buffered, and waits for the socket to take the rest.
  ///
  /// - Returns: Whether nothing is left to be sent.
  @discardableResult
  func flush() -> Bool {
    let isBlocked = unsafe PQflush(pointer) == 1
    // Then the library takes whatever is written and drops it; the next tick gives it up.
    guard !isClosed else { return false }
    watch(reads: true, writes: isBlocked)
    // While it could not send, the library has read: there may be results without a new event.
    if isBlocked { readResults() }
    return !isBlocked
  }

  /// Leaves what the server sends in the socket, so that the server has to wait.
  ///
  /// The descriptor leaves the set altogether: a peer that hangs up would else ring for ever.
  func pauseReading() {
    guard !isReadingPaused else { return }
    isReadingPaused = true
    watched = nil
    let descriptor = unsafe PQsocket(pointer)
    if descriptor >= 0 { reactor.forget(descriptor) }
  }

  /// Reads on, first what the library holds already.
  func resumeReading() {
    guard isReadingPaused, phase != .lost else { return }
    isReadingPaused = false
    headSince = .now
    flush()
    readResults()
  }

  func finished(_ batch: Batch, after time: Duration) {
    owner?.connection(self, finished: batch, after: time)
  }

  /// Whether the library has closed the socket.
  private var isClosed: Bool { unsafe PQsocket(pointer) < 0 }

  var lastMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

  private func watch(reads: Bool, writes: Bool) {
    let descriptor = unsafe PQsocket(pointer)
    guard descriptor >= 0, !isReadingPaused else { return }
    if phase != .connecting, let watched, watched == (descriptor, writes) { return }
    watched = (descriptor, writes)
    reactor.watch(descriptor, reads: reads, writes: writes, tag: tag)
  }

  private func connect(_ outcome: Dialler.Outcome) {
    guard phase == .connecting else { return }
    switch outcome {
    case .failure(let why): lose(why.reason)
    case .success(let parameters):
      unsafe pointer = parameters.connect()
      unsafe notices.attach(to: pointer)
      guard unsafe PQstatus(pointer) != CONNECTION_BAD else {
        lose(ConnectionAdvice.added(to: lastMessage))
        return
      }
      watch(reads: false, writes: true)
    }
  }

  private func connectFurther() {
    switch unsafe PQconnectPoll(pointer) {
    case PGRES_POLLING_READING: watch(reads: true, writes: false)
    case PGRES_POLLING_WRITING: watch(reads: false, writes: true)
    case PGRES_POLLING_OK: settle()
    default: lose(ConnectionAdvice.added(to: lastMessage))
    }
  }

  private func settle() {
    guard unsafe PQsetnonblocking(pointer, 1) == 0, unsafe PQenterPipelineMode(pointer) == 1 else {
      lose(lastMessage)
      return
    }
    phase = .settling
    isEncrypted = unsafe PQsslInUse(pointer) == 1
    watched = nil
    watch(reads: true, writes: false)
    let settings = settings
    guard !settings.isEmpty else {
      open()
      return
    }
    guard configuration.statements == .prepared else {
      lose("behind a transaction pooler no setting of the session holds: give them to the role")
      return
    }
    let statements = settings.map { name, value in
      "SELECT set_config(\(name), \(value), false)" as Statement
    }
    let batch = Batch(
      .statements(statements, .implicit),
      allowance: configuration.connectTimeout,
      reply: .pool { [weak self] outcome in
        switch outcome {
        case .success: self?.open()
        case .failure(let error): self?.lose(error.debugDescription)
        }
      }
    )
    write(batch)
  }

  private var settings: [(String, String)] {
    guard access == .readOnly else { return configuration.sessionSettings }
    return configuration.sessionSettings + [("default_transaction_read_only", "on")]
  }

  private func open() {
    phase = .ready
    wasOpened = true
    owner?.connectionOpened(self)
  }
}
