internal import PostgresClient

/// How busy the connections to the database are.
public struct DatabaseLoad: Sendable {
  /// Connections that are open now.
  public let openConnections: Int
  /// Batches that were sent and not yet answered.
  public let inFlight: Int
  /// Batches that wait for a connection.
  public let queued: Int

  init(application: PoolStatistics, system: PoolStatistics) {
    openConnections = application.openConnections + system.openConnections
    inFlight = application.inFlight + system.inFlight
    queued = application.queued + system.queued
  }
}
