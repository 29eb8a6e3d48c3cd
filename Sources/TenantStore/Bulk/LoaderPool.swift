internal import Logging
internal import PostgresClient
internal import Synchronization

/// The pool of the loader role, which is opened by the first load.
final class LoaderPool: Sendable {
  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let opened = Mutex<PostgresPool?>(nil)

  init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  @inline(never)  // Decision 7.
  private func current(opening: Bool) -> PostgresPool? {
    opened.withLock { pool in
      if opening, pool == nil { pool = PostgresPool(configuration, logger: logger) }
      return pool
    }
  }

  var pool: PostgresPool? { current(opening: true) }

  func close() async { await current(opening: false)?.close() }
}
