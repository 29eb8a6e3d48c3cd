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
  /// Closures that wait for a connection of their own.
  public let waiting: Int
  /// Connections that were lost after they had been open, since the pool was made.
  public let lostConnections: Int
  /// Attempts to connect that failed, since the pool was made.
  public let failedAttempts: Int
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
