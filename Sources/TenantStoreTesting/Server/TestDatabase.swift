package import PostgresClient
public import TenantStore
public import Testing

/// A suite's own migrated database.
public struct TestDatabase: Sendable {
  /// The database under the roles of the running gateway.
  public let database: TenantDatabase
  /// The modules whose schema it has.
  public let modules: [TenantModule]
  /// What ran on it through scopes and transactions.
  package let recorder: QueryRecorder
  /// The database's name on the test server.
  public let name: String

  /// The database of the suite that is running; only inside `.tenantDatabase(…)`.
  @TaskLocal public static var current: TestDatabase?

  /// Connects as a role: the owner `app_admin`, `app_user`, `app_system` or `app_loader`.
  public func connectionString(role: String) async throws -> String {
    try await TestServer.shared.connectionString(role: role, database: name)
  }

  /// Runs a closure with a pool of the owner, whom no policy binds.
  package func asOwner<Value: Sendable>(
    _ body: (PostgresPool) async throws -> Value
  ) async throws -> Value {
    let owner = try await connectionString(role: DatabaseRoles.admin)
    let pool = PostgresPool(PostgresConfiguration(connectionString: owner), logger: .quiet)
    do {
      let value = try await body(pool)
      await pool.close()
      return value
    } catch {
      await pool.close()
      throw error
    }
  }

  /// Makes a database, lends it to a closure and drops it.
  public static func withNew(
    modules: [TenantModule] = [],
    _ body: (TestDatabase) async throws -> Void
  ) async throws {
    let server = TestServer.shared
    let name = try await server.makeDatabase(modules: modules)
    let recorder = QueryRecorder()
    var configuration = TenantDatabaseConfiguration(
      application: try await server.connectionString(
        role: DatabaseRoles.application,
        database: name
      ),
      system: try await server.connectionString(role: DatabaseRoles.system, database: name),
      loader: try await server.connectionString(role: DatabaseRoles.loader, database: name)
    )
    configuration.mode = TestServer.mode
    let database = TenantDatabase(
      configuration,
      environment: .live,
      logger: .quiet,
      recorder: recorder
    )
    let lent = TestDatabase(database: database, modules: modules, recorder: recorder, name: name)
    do {
      try await body(lent)
    } catch {
      await database.close()
      try await server.dropDatabase(name)
      throw error
    }
    await database.close()
    try await server.dropDatabase(name)
  }
}

/// Gives a suite a database of its own.
public struct TenantDatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  let modules: [TenantModule]

  /// Lends the database while the suite, or the single test, runs.
  public func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await Turnstile.databases.pass {
      try await TestDatabase.withNew(modules: modules) { database in
        // Hundreds of passwords in a debug build would take minutes.
        try await PasswordCost.$current.withValue(.none) {
          try await TestDatabase.$current.withValue(database) { try await function() }
        }
      }
    }
  }
}

/// Lets so many suites have a database at once.
///
/// All of them would open hundreds of connections in the same second, which a busy machine does not
/// answer in time.
private actor Turnstile {
  static let databases = Turnstile(places: 12)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  nonisolated func pass(_ body: () async throws -> Void) async throws {
    await enter()
    do {
      try await body()
    } catch {
      await leave()
      throw error
    }
    await leave()
  }

  private func enter() async {
    guard places == 0 else {
      places -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}

extension Trait where Self == TenantDatabaseTrait {
  /// A migrated PostgreSQL database for this suite alone.
  public static func tenantDatabase(_ modules: [TenantModule] = []) -> Self {
    TenantDatabaseTrait(modules: modules)
  }
}
