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
  let pointer: OpaquePointer
  let logger: Logger
  /// What is known of the statements that the pool has seen.
  let book: StatementBook
  let reactor: Reactor
  private let configuration: PostgresConfiguration
  private let notices: NoticeSink
  /// Nobody once the connection is closed.
  private var owner: (any ConnectionOwner)?
  private weak var factory: (any ConnectionFactory)?
  private var watched: (descriptor: Int32, writes: Bool)?
  /// Whether the socket is left alone because nobody wants what it holds.
  private var isReadingPaused = false

  /// Begins to connect; nil when the client library has no memory for it.
  init?(
    tag: UInt64,
    configuration: PostgresConfiguration,
    reactor: Reactor,
    owner: any ConnectionOwner,
    factory: any ConnectionFactory,
    book: StatementBook,
    logger: Logger
  ) {
    guard let pointer = unsafe Self.begin(configuration) else { return nil }
    unsafe self.pointer = unsafe pointer
    self.tag = tag
    self.configuration = configuration
    self.reactor = reactor
    self.owner = owner
    self.factory = factory
    self.book = book
    self.logger = logger
    cache = StatementCache(capacity: configuration.statementCacheSize)
    notices = NoticeSink(logger: logger)
    unsafe notices.attach(to: pointer)
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

  /// Watches the socket for the first step of connecting.
  func start() {
    guard unsafe PQstatus(pointer) != CONNECTION_BAD else {
      lose(lastMessage)
      return
    }
    watch(reads: false, writes: true)
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

  var lastMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

  private func watch(reads: Bool, writes: Bool) {
    let descriptor = unsafe PQsocket(pointer)
    guard descriptor >= 0, !isReadingPaused else { return }
    if phase != .connecting, let watched, watched == (descriptor, writes) { return }
    watched = (descriptor, writes)
    reactor.watch(descriptor, reads: reads, writes: writes, tag: tag)
  }

  private func connectFurther() {
    switch unsafe PQconnectPoll(pointer) {
    case PGRES_POLLING_READING: watch(reads: true, writes: false)
    case PGRES_POLLING_WRITING: watch(reads: false, writes: true)
    case PGRES_POLLING_OK: settle()
    default: lose(lastMessage)
    }
  }

  private func settle() {
    guard unsafe PQsetnonblocking(pointer, 1) == 0, unsafe PQenterPipelineMode(pointer) == 1 else {
      lose(lastMessage)
      return
    }
    phase = .settling
    watched = nil
    watch(reads: true, writes: false)
    guard !configuration.sessionSettings.isEmpty else {
      open()
      return
    }
    let statements = configuration.sessionSettings.map { name, value in
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

  private func open() {
    phase = .ready
    wasOpened = true
    owner?.connectionOpened(self)
  }

  static func begin(_ configuration: PostgresConfiguration) -> OpaquePointer? {
    let keywords = ["dbname", "client_encoding", "fallback_application_name"]
    let values = [configuration.connectionString, "UTF8", configuration.applicationName]
    return unsafe withCStrings(keywords) { keywords in
      unsafe withCStrings(values) { unsafe PQconnectStartParams(keywords, $0, 1) }
    }
  }

  /// Lends strings as the NULL-terminated array of C.
  private static func withCStrings<T>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
  ) -> T {
    let bytes = strings.map { Array($0.utf8CString) }
    let whole = bytes.flatMap(\.self)
    return unsafe whole.withUnsafeBufferPointer { whole in
      var pointers: [UnsafePointer<CChar>?] = unsafe []
      var offset = 0
      for string in bytes {
        unsafe pointers.append(whole.baseAddress.map { unsafe $0 + offset })
        offset += string.count
      }
      unsafe pointers.append(nil)
      return unsafe pointers.withUnsafeBufferPointer { pointers in
        guard let base = pointers.baseAddress else { preconditionFailure("never empty") }
        return unsafe body(base)
      }
    }
  }
}
