/// One who waits for a connection of their own: a closure of the caller, or a batch of the pool.
///
/// Sendable because after it was made only the reactor's thread touches it.
@safe
final class Waiter: @unchecked Sendable {
  typealias Place = TurnQueue<Waiter>.Place

  let deadline: ContinuousClock.Instant
  let arrival = ContinuousClock.now
  /// The batch for which the pool itself waits.
  let batch: Batch?
  private var continuation: UnsafeContinuation<Connection.Lease, any Error>?
  private var wasCancelled = false

  init(deadline: ContinuousClock.Instant) {
    self.deadline = deadline
    batch = nil
  }

  init(for batch: Batch) {
    deadline = batch.deadline ?? batch.arrival
    self.batch = batch
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

  /// Answers a closure; a batch is told only why it cannot run.
  func finish(_ result: Result<Connection.Lease, any Error>) {
    if let batch, case .failure(let error) = result {
      batch.refuse(error as? PostgresError ?? .closed)
    }
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
