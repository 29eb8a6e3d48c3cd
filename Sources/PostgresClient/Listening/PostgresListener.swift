public import Logging
internal import Synchronization

/// One connection that listens for the whole process, shared by all who subscribe.
///
/// It connects when the first subscription is made, and again whenever the connection is lost,
/// waiting longer between attempts up to a second. While it cannot connect its subscriptions are
/// silent, so whoever needs the news within a time asks for it now and then as well.
public final class PostgresListener: Sendable {
  private let engine: ListenerEngine

  /// Makes a listener.
  ///
  /// - Parameters:
  ///   - configuration: Where the server is; of the rest only the time-outs and the name count.
  ///   - keepAlive: After how long a silence the server is asked whether it is there. When it does
  ///     not answer within ``PostgresConfiguration/unresponsiveGrace``, the connection is given up.
  ///   - logger: Hears of lost connections.
  public init(
    _ configuration: PostgresConfiguration,
    keepAlive: Duration = .seconds(15),
    logger: Logger
  ) {
    engine = ListenerEngine(configuration, keepAlive: keepAlive, logger: logger)
    engine.reactor.start(engine)
  }

  deinit {
    close()
  }

  /// Connections that were lost after they had been open, since the listener was made.
  public var lostConnections: Int { engine.lostConnections.load(ordering: .relaxed) }

  /// Listens to channels until the subscription is let go.
  ///
  /// - Parameters:
  ///   - channels: What to hear of.
  ///   - limit: How many notifications wait for the consumer, from 1; more become one resync.
  /// - Returns: The events, of which the first is a resync.
  public func subscribe(
    to channels: Set<PostgresChannel>,
    limit: Int = 256
  ) -> PostgresSubscription {
    precondition(limit > 0 && !channels.isEmpty, "A subscription hears of something.")
    let inbox = EventInbox(channels: channels, limit: limit)
    if !engine.reactor.post({ [engine] in engine.add(inbox) }) { inbox.finish() }
    return PostgresSubscription(inbox, engine: engine)
  }

  /// Ends every subscription and the connection.
  public func close() {
    engine.reactor.post { [engine] in engine.close() }
  }
}
