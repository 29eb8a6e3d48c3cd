internal import CPostgres

/// One statement whose data moves while it runs, on an exclusive connection.
///
/// 1. It begins when nothing is in flight, and ends when the server has answered all of it and a
///    cancellation, if one was sent, has come back: a late one would hit the next statement.
/// 2. Once it is left, what still comes is thrown away, and the server is asked to stop when that
///    is much or takes long.
///
/// Sendable because only the reactor's thread touches what changes.
class Transfer: @unchecked Sendable {
  /// How far one look at the connection has come.
  enum Progress {
    case moved
    /// Nothing more before the next event.
    case waits
    /// The consumer has enough: the socket is not to be read.
    case full
    /// All is answered.
    case answered
    case broken(String)
  }

  let statement: Statement
  // Strong until it is over: objects that are held weakly are slow to count.
  private(set) var connection: Connection?
  private(set) var batch: Batch?
  private(set) var isLeft = false
  private(set) var isOver = false
  /// Whether the consumer has enough for now.
  final var isStalled = false
  private var isAnswered = false
  private var isCancelling = false
  private var leftAt: ContinuousClock.Instant?
  private var thrownAway = 0
  private var whenOver: [() -> Void] = []

  init(_ statement: Statement) {
    self.statement = statement
  }

  /// Whether the statement is a COPY of ours.
  var isCopy: Bool { true }

  /// Whether the server has to do something, so that its silence counts.
  var awaitsServer: Bool { true }

  /// Sends the statement, whose values are laid out; false when the connection is of no more use.
  func send(on connection: Connection) -> Bool { false }

  /// Takes one result, or a part of one.
  func advance(_ connection: Connection) -> Progress { .answered }

  /// Hands over what has been gathered, when somebody waits for it.
  ///
  /// - Parameter isLate: Whether it has been waited for long enough to make it a whole chunk.
  func offer(isLate: Bool) {}

  /// The socket has taken everything that was written.
  func written() {}

  /// Tells the consumer how it ended.
  func finished(_ outcome: Result<[Rows], PostgresError>) {}

  /// Nobody wants it any more.
  func left() {}

  final func begin(on connection: Connection, as batch: Batch) {
    self.connection = connection
    self.batch = batch
  }

  /// Takes what is at hand.
  ///
  /// - Returns: Whether there may be more.
  final func read(_ connection: Connection) -> Bool {
    guard !isAnswered else { return false }
    switch advance(connection) {
    case .moved:
      if isLeft { throwAway() }
      return true
    case .waits: return false
    case .full:
      connection.pauseReading()
      return false
    case .answered:
      isAnswered = true
      if !isCancelling { connection.endTransfer() }
      return true
    case .broken(let reason):
      connection.lose(reason)
      return false
    }
  }

  /// Goes on after the consumer has made room.
  final func resume() {
    guard !isOver else { return }
    isStalled = false
    connection?.resumeReading()
  }

  /// Lets go of the rest; the connection is free when the transfer is over.
  final func leave() {
    guard !isLeft, !isOver else { return }
    isLeft = true
    isStalled = false
    leftAt = .now
    left()
    connection?.resumeReading()
  }

  /// Checks what time has done to it.
  final func tick(_ now: ContinuousClock.Instant) {
    offer(isLate: true)
    if let leftAt, now - leftAt > Self.patienceWhenLeft { cancel() }
  }

  final func over(_ outcome: Result<[Rows], PostgresError>) {
    isOver = true
    (connection, batch) = (nil, nil)
    finished(outcome)
    for body in whenOver { body() }
    whenOver.removeAll()
  }

  final func whenOver(_ body: @escaping () -> Void) {
    if isOver { body() } else { whenOver.append(body) }
  }

  private static let patienceWhenLeft = Duration.milliseconds(20)
  private static let throwAwayLimit = 2_000

  private func throwAway() {
    thrownAway += 1
    if thrownAway > Self.throwAwayLimit { cancel() }
  }

  private func cancel() {
    guard !isCancelling, !isAnswered, !isOver, let connection,
      let request = connection.cancelRequest()
    else { return }
    isCancelling = true
    // From here on the server has to come to an end, or the connection is given up.
    batch?.allowance = .zero
    connection.headSince = .now
    request.send { [weak self, reactor = connection.reactor] in
      reactor.post { self?.cancelReturned() }
    }
  }

  private func cancelReturned() {
    guard !isOver, let connection else { return }
    isCancelling = false
    leftAt = nil
    thrownAway = .min
    if isAnswered { connection.endTransfer() }
  }
}
