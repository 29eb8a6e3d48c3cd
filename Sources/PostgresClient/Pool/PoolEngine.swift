internal import Logging

/// What the pool's thread owns: the lanes and, through them, every connection.
///
/// Sendable because all of it is used on the reactor's thread alone; others only post to it.
final class PoolEngine: ReactorClient, ConnectionFactory, @unchecked Sendable {
  let reactor = Reactor()
  let gauges = PoolGauges()
  let configuration: PostgresConfiguration
  let book: StatementBook
  private let logger: Logger
  private let dialler: Dialler
  private(set) lazy var shared: SharedLane = SharedLane(
    configuration,
    connections: self,
    book: book,
    gauges: gauges,
    logger: logger,
    detour: { [unowned self] in exclusive.detour($0) }
  )
  private(set) lazy var exclusive: ExclusiveLane = ExclusiveLane(
    configuration,
    connections: self,
    gauges: gauges,
    logger: logger,
    takeBack: { [unowned self] in shared.takeBack($0) }
  )
  /// Connections by the tag under which the reactor watches them.
  private var watched: [UInt64: Connection] = [:]
  private var lastTag: UInt64 = 0
  private var lastTick = ContinuousClock.now
  /// Who waits for the end, from the moment it was asked for.
  private var closers: [() -> Void]?
  private var isOver = false

  init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    book = StatementBook(keepsSessions: configuration.statements == .prepared)
    dialler = Dialler(configuration, reactor: reactor)
  }

  func make(owner: any ConnectionOwner, access: TransactionAccess) -> Connection {
    lastTag += 1
    let connection = Connection(
      tag: lastTag,
      configuration: configuration,
      reactor: reactor,
      dialler: dialler,
      owner: owner,
      access: access,
      factory: self,
      book: book,
      logger: logger
    )
    watched[lastTag] = connection
    return connection
  }

  func connectionClosed(tag: UInt64) {
    watched[tag] = nil
  }

  func descriptorIsReady(tag: UInt64) {
    watched[tag]?.descriptorIsReady()
  }

  func turnEnded() -> Int32 {
    if let closers, shared.isDrained, exclusive.isDrained {
      shared.disconnect()
      exclusive.disconnect()
      reactor.stop()
      isOver = true
      for closer in closers { closer() }
      self.closers = nil
      return 0
    }
    guard shared.isBusy || exclusive.isBusy else { return -1 }
    let now = ContinuousClock.now
    if now - lastTick >= Self.resolution {
      lastTick = now
      shared.tick(now)
      exclusive.tick(now)
    }
    return Self.resolutionMilliseconds
  }

  /// Refuses what comes from now on, and answers when what runs has ended.
  func close(_ done: @escaping () -> Void) {
    guard !isOver else {
      done()
      return
    }
    shared.close()
    exclusive.close()
    closers = (closers ?? []) + [done]
  }

  /// How exactly deadlines are kept; the thread sleeps without end when nothing can expire.
  private static let resolution = Duration.milliseconds(20)
  private static let resolutionMilliseconds: Int32 = 20
}
