/// Statements on their way to the server and back, with the one who waits for them.
///
/// Sendable because the caller makes it and lets go of it; from then on only the reactor's thread
/// touches it, until the reply is resumed.
final class Batch: @unchecked Sendable {
  enum Work {
    case statements([Statement], TransactionBoundary)
    /// Any number of statements without values, by the simple protocol.
    case script(String)
    /// One statement whose data moves while it runs.
    case transfer(Transfer)
  }

  @safe
  enum Reply {
    case caller(UnsafeContinuation<Result<[Rows], PostgresError>, Never>)
    case pool((Result<[Rows], PostgresError>) -> Void)
  }

  /// What the server's next results belong to.
  enum Step {
    case parse(PreparedStatement)
    /// A statement of the caller, and what was prepared for it.
    case statement(PreparedStatement?)
    /// BEGIN or COMMIT of ours.
    case boundary
    /// The closing of a discarded statement: its failure is nobody's.
    case housekeeping
    case sync
  }

  let work: Work
  var options: BatchOptions
  let deadline: ContinuousClock.Instant?
  /// How long the server may take for the batch alone before its connection counts as dead.
  var allowance: Duration?
  let arrival: ContinuousClock.Instant
  private let reply: Reply
  /// What is known of its statements, one for each, once the pool's thread has looked them up.
  var shapes: [StatementShape] = []
  /// How long batches like it take, where that matters.
  var pace: BatchPace?
  /// Its key's place in the shared lane, while it is counted there.
  var place: SharedLane.Place?

  // How far the batch has come on its connection.
  var steps: [Step] = []
  var position = 0
  var hasResult = false
  var rows: [Rows] = []
  var failure: PostgresError?

  /// Whether the server may have acted on it.
  var isWritten = false
  /// When a connection was lost on which it was in flight.
  var lostAt: ContinuousClock.Instant?
  /// Whether statements prepared by others are distrusted, since one of them was stale.
  var parsesAfresh = false
  var attempts = 0
  /// Whether no transaction was open before it, on an exclusive connection.
  var beganIdle = false
  /// The transaction of its connection when it had ended.
  var transaction = TransactionState.idle

  init(
    _ work: Work,
    options: BatchOptions = BatchOptions(),
    deadline: ContinuousClock.Instant? = nil,
    allowance: Duration? = nil,
    arrival: ContinuousClock.Instant = .now,
    reply: Reply
  ) {
    self.work = work
    self.options = options
    self.deadline = deadline
    self.allowance = allowance
    self.arrival = arrival
    self.reply = reply
  }

  /// Looks its statements up, and says why one of them cannot run here.
  func identify(in book: StatementBook, isShared: Bool) -> PostgresError? {
    if case .transfer(let transfer) = work, !transfer.isCopy {
      return book.shape(of: transfer.statement).exclusiveRefusal
    }
    guard case .statements(let statements, _) = work else { return nil }
    shapes.reserveCapacity(statements.count)
    for statement in statements {
      let shape = book.shape(of: statement)
      if let refusal = isShared ? shape.sharedRefusal : shape.exclusiveRefusal { return refusal }
      shapes.append(shape)
    }
    return nil
  }

  /// What begins its transaction on a connection, where the batch alone does not.
  func begin(_ boundary: TransactionBoundary, on access: TransactionAccess) -> Statement? {
    switch boundary {
    case .explicit(let level): level.begin(options.access)
    case .implicit where (options.access ?? access) != access:
      IsolationLevel.readCommitted.begin(options.access)
    case .implicit: nil
    }
  }

  /// Whether all commands before the next Sync are answered.
  var awaitsSync: Bool {
    guard position < steps.count, case .sync = steps[position] else { return false }
    return true
  }

  /// Forgets what an earlier attempt brought.
  func restart() {
    attempts += 1
    steps.removeAll(keepingCapacity: true)
    position = 0
    hasResult = false
    rows.removeAll()
    failure = nil
    isWritten = false
  }

  /// Whether running the batch again with fresh statements may help and cannot do harm.
  ///
  /// A stale statement fails before it does anything and its transaction is rolled back, unless
  /// the batch itself had committed before.
  var deservesFreshStatements: Bool {
    guard !parsesAfresh, usesPreparedStatement, let state = failure?.sqlState,
      state == .featureNotSupported || state == .invalidStatementName
    else { return false }
    return !rows.contains { $0.result.commandTag == "COMMIT" }
  }

  private var usesPreparedStatement: Bool {
    steps.contains { step in
      if case .statement(.some) = step { true } else { false }
    }
  }

  func finish() {
    finish(failure.map { .failure($0) } ?? .success(rows))
  }

  /// Fails a batch that is not in flight; an earlier attempt may have had an effect nobody saw.
  func refuse(_ error: PostgresError) {
    finish(.failure(lostAt == nil ? error : .outcomeUnknown))
  }

  func finish(_ outcome: Result<[Rows], PostgresError>) {
    switch reply {
    case .caller(let continuation): unsafe continuation.resume(returning: outcome)
    case .pool(let body): body(outcome)
    }
  }
}

/// Whether a transaction is open on a connection.
enum TransactionState {
  case idle
  case open
  case failed
  case unknown
}
