internal import CPostgres
internal import Logging

/// The connection of a listener, driven by the reactor's thread and touched by no other.
///
/// At most one command is on its way. A channel counts as heard from the confirmation of its LISTEN
/// until its UNLISTEN is sent.
@safe
final class ListenerLink {
  private enum Phase {
    case connecting
    case ready
    case lost
  }

  private enum Command {
    case listen(Set<PostgresChannel>)
    case unlisten
    /// Asks for nothing but an answer.
    case ping
  }

  let tag: UInt64
  private var phase = Phase.connecting
  private var heard: Set<PostgresChannel> = []
  private var command: Command?
  /// When the server was last heard, or asked while it was not silent.
  private var lastSign = ContinuousClock.now
  private var pointer: OpaquePointer?
  private let configuration: PostgresConfiguration
  private let keepAlive: Duration
  private let notices: NoticeSink
  private unowned let engine: ListenerEngine

  init(
    tag: UInt64,
    configuration: PostgresConfiguration,
    keepAlive: Duration,
    engine: ListenerEngine,
    logger: Logger
  ) {
    self.tag = tag
    self.configuration = configuration
    self.keepAlive = keepAlive
    self.engine = engine
    notices = NoticeSink(configuration, logger: logger)
  }

  deinit {
    unsafe PQfinish(pointer)
  }

  /// Begins to connect, when the addresses of the server are known.
  func start(_ dialler: Dialler) {
    dialler.dial { [weak self] outcome in self?.connect(outcome) }
  }

  func descriptorIsReady() {
    switch phase {
    case .connecting: connectFurther()
    case .ready:
      flush()
      receive()
    case .lost: break
    }
  }

  /// Sends the next command, if none is on its way and one is needed.
  func listen(to wanted: Set<PostgresChannel>) {
    guard phase == .ready else { return }
    engine.linkHears(heard)
    guard command == nil else { return }
    let missing = wanted.subtracting(heard)
    let surplus = heard.subtracting(wanted)
    if !missing.isEmpty {
      send(.listen(missing), missing.map { "LISTEN \($0.quoted)" })
    } else if !surplus.isEmpty {
      heard.subtract(surplus)
      send(.unlisten, surplus.map { "UNLISTEN \($0.quoted)" })
    }
  }

  /// Checks what time has done to it.
  func tick(_ now: ContinuousClock.Instant) {
    switch phase {
    case .connecting:
      if now - lastSign > configuration.connectTimeout { lose("no answer in time") }
    case .ready where command != nil:
      if now - lastSign > configuration.unresponsiveGrace { lose("the server does not answer") }
    case .ready:
      if now - lastSign >= keepAlive { send(.ping, [""]) }
    case .lost: break
    }
  }

  /// How many milliseconds may pass before time has done something to it.
  func patience(_ now: ContinuousClock.Instant) -> Int32 {
    guard phase == .ready, command == nil else { return 20 }
    let left = (lastSign + keepAlive - now) / .milliseconds(1)
    return Int32(min(max(left.rounded(.up), 1), 60_000))
  }

  /// Stops without telling the engine; the last reference closes it.
  func close() {
    phase = .lost
    let descriptor = unsafe PQsocket(pointer)
    if descriptor >= 0 { engine.reactor.forget(descriptor) }
  }

  private func lose(_ reason: String? = nil) {
    guard phase != .lost else { return }
    let wasOpen = phase == .ready
    let reason =
      unsafe reason ?? ConnectionAdvice.added(to: String(cString: PQerrorMessage(pointer)))
    close()
    engine.linkLost(reason, wasOpen: wasOpen)
  }

  private func send(_ command: Command, _ statements: [String]) {
    self.command = command
    lastSign = .now
    guard unsafe PQsendQuery(pointer, statements.joined(separator: ";")) == 1 else {
      lose()
      return
    }
    flush()
  }

  private func flush() {
    watch(reads: true, writes: unsafe PQflush(pointer) == 1)
  }

  private func receive() {
    let isAlive = unsafe PQconsumeInput(pointer) == 1
    lastSign = .now
    readResults()
    readNotifications()
    if !isAlive { lose() }
  }

  private func readResults() {
    while phase == .ready, let command, unsafe PQisBusy(pointer) == 0 {
      guard let result = unsafe PQgetResult(pointer) else {
        self.command = nil
        if case .listen(let channels) = command { heard.formUnion(channels) }
        return
      }
      let owned = unsafe PostgresResult(owning: result)
      if owned.status == PGRES_FATAL_ERROR { lose(owned.message) }
    }
  }

  private func readNotifications() {
    while phase == .ready, let found = unsafe PQnotifies(pointer) {
      let notification = unsafe PostgresNotification(
        channel: String(cString: found.pointee.relname),
        payload: String(cString: found.pointee.extra),
        process: found.pointee.be_pid
      )
      unsafe PQfreemem(found)
      engine.linkHeard(notification)
    }
  }

  private func connect(_ outcome: Dialler.Outcome) {
    guard phase == .connecting else { return }
    switch outcome {
    case .failure(let why): lose(why.reason)
    case .success(let parameters):
      unsafe pointer = parameters.connect()
      unsafe notices.attach(to: pointer)
      guard unsafe PQstatus(pointer) != CONNECTION_BAD else {
        lose()
        return
      }
      watch(reads: false, writes: true)
    }
  }

  private func connectFurther() {
    switch unsafe PQconnectPoll(pointer) {
    case PGRES_POLLING_READING: watch(reads: true, writes: false)
    case PGRES_POLLING_WRITING: watch(reads: false, writes: true)
    case PGRES_POLLING_OK:
      guard unsafe PQsetnonblocking(pointer, 1) == 0 else {
        lose()
        return
      }
      phase = .ready
      lastSign = .now
      watch(reads: true, writes: false)
      engine.linkOpened()
    default: lose()
    }
  }

  private func watch(reads: Bool, writes: Bool) {
    let descriptor = unsafe PQsocket(pointer)
    guard descriptor >= 0 else { return }
    engine.reactor.watch(descriptor, reads: reads, writes: writes, tag: tag)
  }
}
