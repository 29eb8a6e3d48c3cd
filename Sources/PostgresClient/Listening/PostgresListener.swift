public import Logging
internal import Synchronization

/// One connection that listens for the whole process, shared by all who subscribe.
///
/// It has no thread and no connection before the first subscription is made. It connects again whenever the connection is lost,
/// waiting longer between attempts up to a second. While it cannot connect its subscriptions are
/// silent, so whoever needs the news within a time asks for it now and then as well.
public final class PostgresListener: Sendable {
  private enum Phase {
    case idle
    case started
    case closed
  }

  private let engine: ListenerEngine
  private let phase = Mutex(Phase.idle)

  /// Makes a listener.
  ///
  /// - Parameters:
  ///   - configuration: Where the server is; of the rest only the time-outs and the name count.
  ///     Behind a transaction pooler (``PostgresConfiguration/Statements/unnamed``) nothing can be
  ///     heard: that is logged as an error, and subscriptions end at once.
  ///   - keepAlive: After how long a silence the server is asked whether it is there. When it does
  ///     not answer within ``PostgresConfiguration/unresponsiveGrace``, the connection is given up.
  ///   - logger: Hears of lost connections.
  public init(
    _ configuration: PostgresConfiguration,
    keepAlive: Duration = .seconds(15),
    logger: Logger
  ) {
    engine = ListenerEngine(configuration, keepAlive: keepAlive, logger: logger)
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
    if !isOpen() || !engine.reactor.post({ [engine] in engine.add(inbox) }) { inbox.finish() }
    return PostgresSubscription(inbox, engine: engine)
  }

  /// Ends every subscription and the connection.
  @inline(never)  // Decision 7.
  public func close() {
    phase.withLock { phase in
      if phase == .started { engine.reactor.post { [engine] in engine.close() } }
      phase = .closed
    }
  }

  /// Starts the thread when it is first needed.
  @inline(never)  // Decision 7.
  private func isOpen() -> Bool {
    phase.withLock { phase in
      if phase == .idle {
        engine.reactor.start(engine)
        phase = .started
      }
      return phase == .started
    }
  }
}
