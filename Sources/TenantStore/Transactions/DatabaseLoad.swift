internal import PostgresClient

/// How busy the connections to the database are.
public struct DatabaseLoad: Sendable {
  /// Connections that are open now.
  public let openConnections: Int
  /// Batches that were sent and not yet answered.
  public let inFlight: Int
  /// Batches and transactions that wait for a connection.
  public let queued: Int

  init(application: PoolStatistics, system: PoolStatistics) {
    let pools = [application, system]
    openConnections = pools.reduce(0) { $0 + $1.sharedConnections + $1.exclusiveConnections }
    inFlight = pools.reduce(0) { $0 + $1.inFlight }
    queued = pools.reduce(0) { $0 + $1.queued + $1.waiting }
  }
}
