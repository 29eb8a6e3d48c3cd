internal import Logging
internal import Synchronization

/// What the listener's thread owns: the subscriptions and the connection that serves them.
///
/// 1. Each turn ends by comparing what is wanted with what the connection hears, and by sending at
///    most one command for the difference: subscriptions may come and go in any order.
/// 2. A subscription is told to resync once the server has confirmed all its channels, so nothing
///    can fall between what it then reads and what it is told.
///
/// Sendable because all but the counter is used on the reactor's thread alone.
final class ListenerEngine: ReactorClient, @unchecked Sendable {
  let reactor = Reactor()
  let lostConnections = Atomic(0)
  private let configuration: PostgresConfiguration
  private let keepAlive: Duration
  private let logger: Logger
  private let dialler: Dialler
  private var inboxes: [ObjectIdentifier: EventInbox] = [:]
  /// Those that were not told to resync since the connection was made.
  private var waiting: Set<ObjectIdentifier> = []
  private var link: ListenerLink?
  private var lastTag: UInt64 = 0
  private var backoff = Backoff()
  private var isClosed = false

  init(_ configuration: PostgresConfiguration, keepAlive: Duration, logger: Logger) {
    self.configuration = configuration
    self.keepAlive = keepAlive
    self.logger = logger
    dialler = Dialler(configuration, reactor: reactor)
  }

  func add(_ inbox: EventInbox) {
    guard configuration.statements == .prepared else {
      logger.error(
        """
        LISTEN needs a connection of its own to the server, which a transaction pooler does not \
        give: name one that goes past the pooler
        """
      )
      inbox.finish()
      return
    }
    guard !isClosed else {
      inbox.finish()
      return
    }
    inboxes[ObjectIdentifier(inbox)] = inbox
    waiting.insert(ObjectIdentifier(inbox))
  }

  func remove(_ inbox: EventInbox) {
    inboxes[ObjectIdentifier(inbox)] = nil
    waiting.remove(ObjectIdentifier(inbox))
  }

  func close() {
    isClosed = true
    for inbox in inboxes.values { inbox.finish() }
    inboxes.removeAll()
    waiting.removeAll()
  }

  func descriptorIsReady(tag: UInt64) {
    if let link, link.tag == tag { link.descriptorIsReady() }
  }

  func turnEnded() -> Int32 {
    guard !inboxes.isEmpty else {
      link?.close()
      link = nil
      if isClosed { reactor.stop() }
      return -1
    }
    let now = ContinuousClock.now
    link?.tick(now)
    if link == nil, backoff.allows(now) { connect() }
    guard let link else { return Self.resolution }
    link.listen(to: inboxes.values.reduce(into: []) { $0.formUnion($1.channels) })
    return link.patience(now)
  }

  func linkOpened() {
    backoff.succeeded()
  }

  /// Tells those to resync of whom every channel is heard now.
  func linkHears(_ channels: Set<PostgresChannel>) {
    for id in waiting {
      guard let inbox = inboxes[id], inbox.channels.isSubset(of: channels) else { continue }
      waiting.remove(id)
      inbox.resync()
    }
  }

  func linkHeard(_ notification: PostgresNotification) {
    for (id, inbox) in inboxes where !waiting.contains(id) {
      if inbox.channels.contains(where: { $0.name == notification.channel }) {
        inbox.deliver(notification)
      }
    }
  }

  func linkLost(_ reason: String, wasOpen: Bool) {
    link = nil
    waiting = Set(inboxes.keys)
    backoff.failed(.now)
    if wasOpen {
      lostConnections.add(1, ordering: .relaxed)
      logger.info("The listening connection was lost and is made anew: \(reason)")
    } else {
      logger.debug("The listener cannot reach the database: \(reason)")
    }
  }

  private func connect() {
    lastTag += 1
    link = ListenerLink(
      tag: lastTag,
      configuration: configuration,
      keepAlive: keepAlive,
      engine: self,
      logger: logger
    )
    link?.start(dialler)
  }

  /// How exactly time-outs are kept, in milliseconds.
  private static let resolution: Int32 = 20
}
