internal import Synchronization

/// What a pool is doing at the moment it was asked.
public struct PoolStatistics: Hashable, Sendable {
  /// Open connections of the shared lane.
  public let sharedConnections: Int
  /// Open connections of the exclusive lane, lent or idle.
  public let exclusiveConnections: Int
  /// Batches of the shared lane that were written and not yet answered.
  public let inFlight: Int
  /// Batches that wait for the shared lane.
  public let queued: Int
  /// Closures, and slow batches, that wait for a connection of their own.
  public let waiting: Int
  /// Connections that were lost after they had been open, since the pool was made.
  public let lostConnections: Int
  /// Attempts to connect that failed, since the pool was made.
  public let failedAttempts: Int
}

extension PoolStatistics {
  /// The numbers of several reactors together.
  static func + (left: Self, right: Self) -> Self {
    Self(
      sharedConnections: left.sharedConnections + right.sharedConnections,
      exclusiveConnections: left.exclusiveConnections + right.exclusiveConnections,
      inFlight: left.inFlight + right.inFlight,
      queued: left.queued + right.queued,
      waiting: left.waiting + right.waiting,
      lostConnections: left.lostConnections + right.lostConnections,
      failedAttempts: left.failedAttempts + right.failedAttempts
    )
  }
}

extension Atomic where Value == Int {
  /// Counts without a locked instruction; only one thread may write.
  func increase(by number: Int) {
    store(load(ordering: .relaxed) + number, ordering: .relaxed)
  }
}

/// The numbers behind the statistics: written by the reactor's thread, read by anyone.
final class PoolGauges: Sendable {
  let sharedConnections = Atomic(0)
  let exclusiveConnections = Atomic(0)
  let inFlight = Atomic(0)
  let queued = Atomic(0)
  let waiting = Atomic(0)
  let lostConnections = Atomic(0)
  let failedAttempts = Atomic(0)

  /// Read one after another, so they need not fit each other to the last batch.
  var statistics: PoolStatistics {
    PoolStatistics(
      sharedConnections: sharedConnections.load(ordering: .relaxed),
      exclusiveConnections: exclusiveConnections.load(ordering: .relaxed),
      inFlight: inFlight.load(ordering: .relaxed),
      queued: queued.load(ordering: .relaxed),
      waiting: waiting.load(ordering: .relaxed),
      lostConnections: lostConnections.load(ordering: .relaxed),
      failedAttempts: failedAttempts.load(ordering: .relaxed)
    )
  }
}
