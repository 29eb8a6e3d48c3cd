public import Logging
package import PostgresClient

/// Where the database is, once per role.
///
/// Each string is a libpq connection string or URL, over a Unix socket or TCP.
public struct TenantDatabaseConfiguration: Sendable {
  /// Connects as the application role, which every tenant's queries run under.
  public var application: String
  /// Connects as the system role, which sees the registry, sessions and the outbox.
  public var system: String
  /// Connects as the loader role, for bulk loads; nil when there are none.
  public var loader: String?
  /// Connections that many tenants' batches share.
  ///
  /// Defaults to 4.
  public var sharedConnections = 4
  /// Connections for interactive transactions.
  ///
  /// Defaults to 8.
  public var exclusiveConnections = 8
  /// Batches of one tenant that may wait before the tenant is told that the database is busy.
  ///
  /// Defaults to 256.
  public var queuedPerTenant = 256
  /// Whether a pooler that gives every transaction another connection of the server stands before
  /// it, such as PgBouncer in transaction mode.
  ///
  /// Statements are then parsed anew each time, and nothing is kept in a session. Defaults to no.
  public var isPooled = false
  /// Connects as the system role to the server itself, to hear of changes; nil where `system` does.
  ///
  /// A pooler hands no news on: without this connection they are found by asking, within a second.
  public var listening: String?
  /// How the server keeps tenants apart; the mode in which the database was migrated.
  ///
  /// Defaults to plain PostgreSQL.
  public var mode = DatabaseMode.postgres

  /// Names the connections.
  public init(application: String, system: String, loader: String? = nil) {
    self.application = application
    self.system = system
    self.loader = loader
  }

  fileprivate var statements: PostgresConfiguration.Statements { isPooled ? .unnamed : .prepared }
}

/// The database of all tenants: the entry to scopes and transactions.
///
/// SQL runs only through a tenant's scope or transaction. Nothing here hands out a connection.
public final class TenantDatabase: Sendable {
  /// How long one statement may run unless the caller says otherwise: 15 seconds.
  public static let defaultStatementLimit: Duration = .seconds(15)

  /// Clock, ids and randomness of everything that runs here.
  public let environment: StoreEnvironment
  package let recorder: QueryRecorder?
  let signal: OutboxSignal
  let jobBell: JobBell
  let logger: Logger
  /// How the server keeps tenants apart.
  public let mode: DatabaseMode
  private let application: PostgresPool
  private let system: PostgresPool
  private let listener: PostgresListener
  let loader: LoaderPool?

  /// Opens the database; connections are made when they are first needed.
  public convenience init(
    _ configuration: TenantDatabaseConfiguration,
    environment: StoreEnvironment = .live,
    logger: Logger
  ) {
    self.init(configuration, environment: environment, logger: logger, recorder: nil)
  }

  package init(
    _ configuration: TenantDatabaseConfiguration,
    environment: StoreEnvironment,
    logger: Logger,
    recorder: QueryRecorder?
  ) {
    self.environment = environment
    self.logger = logger
    self.recorder = recorder
    signal = OutboxSignal()
    mode = configuration.mode
    jobBell = JobBell()
    var application = PostgresConfiguration(connectionString: configuration.application)
    application.sharedConnections = configuration.sharedConnections
    application.exclusiveConnections = configuration.exclusiveConnections
    application.queuedPerKey = configuration.queuedPerTenant
    application.statements = configuration.statements
    // A pooler keeps no session: behind it the role's own limit holds, which is the same.
    if configuration.statements == .prepared {
      application.sessionSettings = [("statement_timeout", Self.usualLimitSetting)]
      if mode == .postgres { application.sharedAccess = .readOnly }
    }
    self.application = PostgresPool(application, logger: logger)
    var system = PostgresConfiguration(connectionString: configuration.system)
    system.sharedConnections = 1
    system.exclusiveConnections = 1
    system.statements = configuration.statements
    self.system = PostgresPool(system, logger: logger)
    let listening = configuration.listening.map(PostgresConfiguration.init(connectionString:))
    listener = PostgresListener(listening ?? system, logger: logger)
    loader = configuration.loader.map { connection in
      var loading = PostgresConfiguration(connectionString: connection)
      loading.exclusiveConnections = 2
      loading.statements = configuration.statements
      return LoaderPool(loading, logger: logger)
    }
  }

  private static let usualLimitSetting = "\(Int64(defaultStatementLimit / .milliseconds(1)))ms"

  private init(sharing other: TenantDatabase, environment: StoreEnvironment) {
    self.environment = environment
    logger = other.logger
    recorder = other.recorder
    signal = other.signal
    mode = other.mode
    jobBell = other.jobBell
    application = other.application
    system = other.system
    listener = other.listener
    loader = other.loader
  }

  /// The same connections with another clock or other ids.
  package func with(_ environment: StoreEnvironment) -> TenantDatabase {
    TenantDatabase(sharing: self, environment: environment)
  }

  /// A tenant's view for single statements and batches that may write.
  public func scope(_ tenant: TenantID) -> TenantScope { scope(tenant, access: .readWrite) }

  /// A tenant's view that can only read; what it runs may be sent again after a lost connection.
  public func reading(_ tenant: TenantID) -> TenantScope { scope(tenant, access: .readOnly) }

  private func scope(_ tenant: TenantID, access: TransactionAccess) -> TenantScope {
    TenantScope(
      tenant: tenant,
      environment: environment,
      access: access,
      mode: mode,
      pool: application,
      recorder: recorder
    )
  }

  /// Runs a closure in one transaction of one tenant, and again when it lost a race.
  ///
  /// Commits when the closure returns, rolls back when it throws. A serialization failure, a deadlock
  /// or a statement that a migration made stale is tried again from the start, at most three times:
  /// the closure must have no effect outside the transaction.
  /// - Parameters:
  ///   - tenant: Whose transaction it is.
  ///   - limit: How long one statement may run on the server, ``defaultStatementLimit`` when nil. A
  ///     server that then stays silent for another five seconds loses the connection, so that no
  ///     caller waits for ever.
  ///   - body: What the transaction does, perhaps several times.
  /// - Throws: What the closure throws; ``TenancyRefusal`` when the database is busy, away, or lost
  ///   before it confirmed the commit; ``TenantStoreError/refusalIgnored`` when the closure returned
  ///   although the database had refused a statement.
  /// - Returns: What the closure returns.
  @discardableResult
  public func transaction<Value>(
    for tenant: TenantID,
    statementLimit limit: Duration? = nil,
    _ body: (TenantTransaction) async throws -> Value
  ) async throws -> Value {
    var attempt = 1
    while true {
      do {
        return try await attemptTransaction(for: tenant, limit: limit, body)
      } catch {
        guard attempt < 3, LostRace.mayBeTriedAgain(error) else {
          throw DatabaseFault.translated(error)
        }
        attempt += 1
      }
    }
  }

  private func attemptTransaction<Value>(
    for tenant: TenantID,
    limit: Duration?,
    _ body: (TenantTransaction) async throws -> Value
  ) async throws -> Value {
    let (environment, recorder, signal, mode) = (environment, recorder, signal, mode)
    let bell = jobBell
    return try await application.withConnection(fairnessKey: tenant.uuid) { connection in
      let transaction = TenantTransaction(
        tenant: tenant,
        environment: environment,
        connection: connection,
        limit: limit,
        mode: mode,
        recorder: recorder
      )
      defer { transaction.end() }
      do {
        let value = try await body(transaction)
        try await transaction.commit()
        if transaction.hasEmitted { signal.raise(tenant) }
        if transaction.hasEnqueued { bell.ring() }
        return value
      } catch {
        try? await transaction.rollback()
        throw error
      }
    }
  }

  package func system(_ reason: StaticString) -> SystemScope {
    SystemScope(reason: reason, pool: system, environment: environment, logger: logger)
  }

  /// Listens to channels on the one connection that the process has for that.
  ///
  /// Whoever listens also asks now and then: the connection may be away.
  package func events(of channels: Set<PostgresChannel>) -> PostgresSubscription {
    listener.subscribe(to: channels)
  }

  package var linter: SchemaLinter { SchemaLinter(pool: application, mode: mode) }

  /// The thread that drives the connections of a tenant's queries.
  func executor(for tenant: TenantID) -> any TaskExecutor {
    application.executor(for: tenant.uuid)
  }

  func applicationRoleProblems() async throws -> [String] {
    try await RoleCheck.problems { try await inApplicationRole($0) }
  }

  /// Runs a statement about the server itself, without a tenant.
  func inApplicationRole(_ statement: Statement) async throws -> [Rows] {
    try await application.batch([statement])
  }

  /// Numbers about the two pools, for metrics.
  public var load: DatabaseLoad {
    DatabaseLoad(application: application.statistics, system: system.statistics)
  }

  /// Lets running queries finish, refuses new ones and closes all connections.
  public func close() async {
    listener.close()
    await application.close()
    await system.close()
    await loader?.close()
  }
}

/// Which failures of a transaction mean only that another transaction, or a migration, was first.
enum LostRace {
  static func mayBeTriedAgain(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError, case .server(let fault) = error else { return false }
    return fault.sqlState == .serializationFailure || fault.sqlState == .deadlockDetected
      || fault.isStaleStatement
  }
}
