public import Logging
internal import Synchronization

/// A PostgreSQL server of one's own, on a socket that only this OS user and root can reach.
///
/// Several processes may use the same data root: the first starts the server, the others adopt it,
/// and the last one out stops it, also when some of them were killed. The server listens on no port
/// and knows no password: the OS says who connects. One that dies while in use is started again;
/// its clients connect anew. Linux only.
///
/// ```swift
/// let server = try await EmbeddedPostgres.start(logger: logger)
/// let conninfo = server.connectionString(role: "app_admin", database: "postgres")
/// // …
/// await server.stop()
/// ```
public final class EmbeddedPostgres: Sendable {
  /// What the start of a server is busy with.
  public enum Progress: Equatable, Sendable {
    /// A new cluster is being made, which takes some seconds.
    case initialising
    /// The server starts, or recovers from a crash.
    case starting
    /// The server answers; this process started it.
    case ready
    /// The server answers; another process started it.
    case adopted
  }

  private let use: ServerUse
  private let watch: Task<Void, Never>
  private let watchdog: TemporaryServerWatchdog?
  private let stopping = Mutex<Task<Void, Never>?>(nil)

  private init(use: ServerUse, watchdog: TemporaryServerWatchdog?) {
    self.use = use
    self.watchdog = watchdog
    let watch = ServerWatch(use: use, logger: use.server.logger)
    self.watch = Task.detached { await watch.run() }
  }

  deinit { watch.cancel() }

  /// Starts the server of a data root, or adopts the one that runs, and returns when it answers.
  ///
  /// The first start makes the cluster and takes seconds, a later one tenths. Starts at the same
  /// time, also of several processes, wait for each other.
  /// - Parameters:
  ///   - configuration: Where and how; the machine's own cluster by default.
  ///   - logger: Hears of restarts at `warning`, of the rest at `debug`.
  ///   - progress: Called as the start goes on.
  /// - Returns: A share in the server, to be given up with ``stop()``.
  /// - Throws: ``EmbeddedPostgresError``, whose description says what to do.
  public static func start(
    _ configuration: EmbeddedPostgresConfiguration = .init(),
    logger: Logger,
    progress: (@Sendable (Progress) -> Void)? = nil
  ) async throws(EmbeddedPostgresError) -> EmbeddedPostgres {
    let account = try ServerAccount(serverUser: configuration.serverUser)
    let root = try DataRoot(preparing: configuration.dataRoot, for: account)
    let watchdog = configuration.isTemporary ? try await TemporaryServerWatchdog(of: root) : nil
    let server = PrivateServer(
      root: root,
      account: account,
      configuration: configuration,
      logger: logger,
      progress: progress ?? { _ in }
    )
    do {
      return EmbeddedPostgres(use: try await ServerUse(of: server), watchdog: watchdog)
    } catch {
      watchdog?.dismiss()
      throw error
    }
  }

  /// The folder of the server's socket, as libpq's `host` takes it.
  public var socketDirectory: String { use.server.root.run }

  /// The libpq connection string of a role and a database.
  ///
  /// - Parameters:
  ///   - role: ``EmbeddedPostgresConfiguration/superuser`` or one of
  ///     ``EmbeddedPostgresConfiguration/roles``.
  ///   - database: An existing database; `postgres` is always there.
  /// - Returns: Keywords and values; it holds no secret.
  public func connectionString(role: String, database: String) -> String {
    let values = [
      ("host", socketDirectory), ("port", "\(DataRoot.port)"), ("user", role), ("dbname", database),
    ]
    return values.map { "\($0.0)='\(Self.escaped($0.1))'" }.joined(separator: " ")
  }

  /// Gives this share in the server up and, as the last one out, stops the server.
  ///
  /// Returns when the server has stopped, 40 seconds at most; a cancelled task waits too. The
  /// folder of a temporary server goes with it. A second call waits for the first.
  public func stop() async {
    let task = stopping.withLock { stopping in
      if let stopping { return stopping }
      let task = Task { [use, watch, watchdog] in
        watch.cancel()
        await watch.value
        if await use.end() { watchdog?.dismiss() }
      }
      stopping = task
      return task
    }
    await task.value
  }

  /// The server's process, while it answers.
  package var processID: Int32? {
    if case .ready(let pid) = use.server.state { pid } else { nil }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
