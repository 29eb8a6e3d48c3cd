public import Logging
package import PostgresClient

/// Brings a database to the schema that the linked modules expect.
///
/// Runs as the owner under one advisory lock, each file in one transaction. A file that was
/// applied before and has changed since is refused.
public struct Migrator: Sendable {
  private let pool: PostgresPool
  private let sets: [MigrationSet]
  private let mode: DatabaseMode

  /// One migration and whether the database has it.
  public struct Step: Hashable, Sendable {
    /// The module.
    public let module: String
    /// The file's name without its ending.
    public let name: String
    /// Whether the database has it.
    public let isApplied: Bool
  }

  /// Prepares to migrate; `pool` connects as the owner.
  package init(pool: PostgresPool, sets: [MigrationSet], mode: DatabaseMode = .postgres) {
    self.pool = pool
    self.sets = sets
    self.mode = mode
  }

  /// Prepares to migrate over a connection of the owner.
  public init(
    ownerConnection: String,
    modules: [TenantModule],
    mode: DatabaseMode = .postgres,
    logger: Logger
  ) {
    var configuration = PostgresConfiguration(connectionString: ownerConnection)
    configuration.sharedConnections = 1
    configuration.exclusiveConnections = 1
    self.init(
      pool: PostgresPool(configuration, logger: logger),
      sets: MigrationSet.all(modules),
      mode: mode
    )
  }

  /// What the database has and lacks, without changing it.
  ///
  /// - Throws: ``MigrationError`` when an applied file of one of the modules has changed or is not
  ///   known here. Modules that are not linked are not looked at.
  public func status() async throws -> [Step] {
    try await withConnection { connection in
      try await steps(applied: appliedMigrations(connection))
    }
  }

  /// Applies what is missing; a second run changes nothing.
  ///
  /// - Returns: The steps that were applied now.
  /// - Throws: ``MigrationError`` when an applied file has changed or a file fails.
  @discardableResult
  public func migrate() async throws -> [Step] {
    try await withConnection { connection in
      _ = try await connection.run(["SELECT pg_advisory_lock(\(Self.lockKey))"])
      let outcome: Result<[Step], any Error>
      do {
        outcome = .success(try await applyMissing(connection))
      } catch {
        outcome = .failure(error)
      }
      // The lock ends with its connection: when that is lost, the outcome is what counts.
      _ = try? await connection.run(["SELECT pg_advisory_unlock(\(Self.lockKey))"])
      return try outcome.get()
    }
  }

  private func withConnection(
    _ body: (ExclusiveConnection) async throws -> [Step]
  ) async throws -> [Step] {
    do {
      return try await pool.withConnection(body)
    } catch {
      throw DatabaseUnreachable.translated(error)
    }
  }

  private func applyMissing(_ connection: ExclusiveConnection) async throws -> [Step] {
    try await connection.script(Self.bookkeeping)
    let applied = try await appliedMigrations(connection)
    let missing = try steps(applied: applied).filter { !$0.isApplied }
    for set in sets {
      for migration in set.migrations where applied[set.module]?[migration.version] == nil {
        try await apply(migration, of: set.module, on: connection)
      }
    }
    return missing
  }

  /// Counts the tables anew for the server's planner, as the server itself does within minutes.
  ///
  /// Until then a shop that was just filled is served by plans for empty tables, several times
  /// slower. Reads a sample of each table, and waits for nobody who reads or writes. An empty table
  /// is left out: counted as empty it would be read from end to end while it grows, where the
  /// server looks up by key in what it has never counted.
  public func renewStatistics() async throws {
    _ = try await withConnection { connection in
      try await connection.script(
        """
        DO $$ DECLARE filled regclass; BEGIN
          FOR filled IN SELECT c.oid FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'
              AND pg_relation_size(c.oid) > 0
          LOOP
            EXECUTE format('ANALYZE %s', filled);
          END LOOP;
        END $$
        """
      )
      return []
    }
  }

  /// Closes the connection.
  public func close() async { await pool.close() }

  private static let lockKey: Int64 = 0x6372_6164_6C65

  /// Temporary tables would outlive a batch on a shared connection, so nobody may make them.
  private static let bookkeeping = """
    CREATE SCHEMA IF NOT EXISTS tenancy;
    CREATE TABLE IF NOT EXISTS tenancy.schema_migration (
      module text NOT NULL,
      version integer NOT NULL,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (module, version)
    );
    DO $$ BEGIN
      EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    END $$;
    """

  private struct Applied: PostgresRow {
    let module: String
    let version: Int
    let name: String
    let checksum: String

    init(row: inout Row) throws(PostgresDecodingError) {
      module = try row.next()
      version = try row.next()
      name = try row.next()
      checksum = try row.next()
    }
  }

  private func appliedMigrations(_ connection: ExclusiveConnection) async throws
    -> [String: [Int: Applied]]
  {
    let exists = try await connection.run([
      "SELECT to_regclass('tenancy.schema_migration') IS NOT NULL"
    ])
    guard try exists.first?.scalar(Bool.self) == true else { return [:] }
    let rows = try await connection.run(
      ["SELECT module, version, name, checksum FROM tenancy.schema_migration"]
    )
    return try Dictionary(grouping: rows.first?.decode(Applied.self) ?? [], by: \.module)
      .mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.version, $0) }) }
  }

  private func steps(applied: [String: [Int: Applied]]) throws(MigrationError) -> [Step] {
    var steps: [Step] = []
    for set in sets {
      for migration in set.migrations {
        let known = applied[set.module]?[migration.version]
        guard known == nil || known?.checksum == migration.checksum else {
          throw .changed(module: set.module, name: migration.name)
        }
        steps.append(Step(module: set.module, name: migration.name, isApplied: known != nil))
      }
      let versions = Set(set.migrations.map(\.version))
      let unknown = applied[set.module]?.values.filter { !versions.contains($0.version) } ?? []
      if let first = unknown.min(by: { $0.version < $1.version }) {
        throw .databaseIsNewer(module: set.module, name: first.name)
      }
    }
    return steps
  }

  private func apply(
    _ migration: Migration,
    of module: String,
    on connection: ExclusiveConnection
  ) async throws {
    do {
      let script = """
        BEGIN;
        CREATE SCHEMA IF NOT EXISTS \(module);
        GRANT USAGE ON SCHEMA \(module) TO app_user, app_system, app_loader;
        \(TenantTableDirective.expanded(migration.text, for: mode))
        \(mode == .citus ? CitusDistribution.after(migration, of: module) : "")
        """
      for part in mode == .citus ? CitusDistribution.steps(of: script) : [script] {
        try await connection.script(part)
      }
      _ = try await connection.run([
        """
        INSERT INTO tenancy.schema_migration (module, version, name, checksum)
        VALUES (\(module), \(Int32(migration.version)), \(migration.name), \(migration.checksum))
        """,
        "COMMIT",
      ])
    } catch {
      // A connection that was lost has nothing to roll back, and must not hide the cause.
      _ = try? await connection.run(["ROLLBACK"])
      throw MigrationError.failed(
        module: module,
        name: migration.name,
        reason: error.debugDescription
      )
    }
  }
}

/// Why a database was not migrated.
@nonexhaustive
public enum MigrationError: Error, Equatable, Sendable {
  /// A file that was applied before has been edited since.
  case changed(module: String, name: String)
  /// The database has a migration that this build does not know.
  case databaseIsNewer(module: String, name: String)
  /// The database refused a file; nothing of that file was kept.
  case failed(module: String, name: String, reason: String)
}

extension MigrationError: CustomStringConvertible {
  /// What happened and what to do, for an operator.
  public var description: String {
    switch self {
    case .changed(let module, let name):
      "migration \(module)/\(name) was applied before and has changed since; restore the file and"
        + " write a new migration instead"
    case .databaseIsNewer(let module, let name):
      "the database has migration \(module)/\(name), which this build does not know; run a newer"
        + " build"
    case .failed(let module, let name, let reason):
      "migration \(module)/\(name) failed and was rolled back: \(reason)"
    }
  }
}
