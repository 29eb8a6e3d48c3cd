internal import EmbeddedPostgres
public import Foundation
public import TenantStore

/// Where a process finds its database: on a server that somebody runs, or on a private one.
public enum DatabaseLocation: Sendable {
  /// A server that somebody runs; libpq connection strings or URLs, one per role, how it keeps
  /// tenants apart, and whether all but the owner reach it through a transaction pooler.
  case server(
    owner: String,
    application: String,
    system: String,
    loader: String? = nil,
    mode: DatabaseMode = .postgres,
    isPooled: Bool = false
  )
  /// A private server that this process starts or adopts; of the programs of PostgreSQL in a
  /// folder, or of those that are found on the machine.
  case embedded(dataRoot: URL, binaries: URL? = nil)

  /// Reads the location from flags and, where they are silent, from the environment.
  ///
  /// `CRADLE_DATABASE` and `CRADLE_DATA_ROOT` stand for the flags. The roles of the running gateway
  /// are reached over `CRADLE_DATABASE_APP`, `CRADLE_DATABASE_SYSTEM` and `CRADLE_DATABASE_LOADER`,
  /// or else over the owner's connection with another user and without its password. With
  /// `CRADLE_DATABASE_POOLER`, a pooler in transaction mode, they are reached over that one; the owner,
  /// who migrates, and whoever listens need the server itself. Without any of them it is the
  /// machine's private server. `CRADLE_POSTGRES_BIN` names the programs of a private
  /// server, and `CRADLE_DATABASE_MODE` is `citus` for a server with that extension.
  /// - Parameters:
  ///   - database: The value of `--database`, the owner's connection.
  ///   - data: The value of `--data`, the folder of a private server.
  ///   - environment: The process's environment.
  /// - Throws: ``DatabaseLocationError`` when both kinds are named at once.
  public init(
    database: String? = nil,
    data: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(DatabaseLocationError) {
    let isFlagGiven = database != nil || data != nil
    let owner = isFlagGiven ? database : environment["CRADLE_DATABASE"]?.nonEmpty
    let root = isFlagGiven ? data : environment["CRADLE_DATA_ROOT"]?.nonEmpty
    let binaries = environment["CRADLE_POSTGRES_BIN"]?.nonEmpty.map(Self.folder)
    switch (owner, root) {
    case (.some, .some):
      throw isFlagGiven ? .twoFlags : .twoVariables
    case (let owner?, nil):
      let mode = try Self.mode(in: environment)
      let pooler = environment["CRADLE_DATABASE_POOLER"]?.nonEmpty
      self = .server(
        owner: owner,
        application: environment["CRADLE_DATABASE_APP"]?.nonEmpty
          ?? Self.connection(pooler ?? owner, as: DatabaseRoles.application),
        system: environment["CRADLE_DATABASE_SYSTEM"]?.nonEmpty
          ?? Self.connection(pooler ?? owner, as: DatabaseRoles.system),
        loader: environment["CRADLE_DATABASE_LOADER"]?.nonEmpty
          ?? Self.connection(pooler ?? owner, as: DatabaseRoles.loader),
        mode: mode,
        isPooled: pooler != nil
      )
    case (nil, let root?):
      self = .embedded(dataRoot: Self.folder(root), binaries: binaries)
    case (nil, nil):
      self = .embedded(
        dataRoot: EmbeddedPostgresConfiguration.defaultDataRoot,
        binaries: binaries
      )
    }
  }

  /// How a server keeps tenants apart, as `CRADLE_DATABASE_MODE` says; plain PostgreSQL when silent.
  ///
  /// - Throws: ``DatabaseLocationError/unknownMode(_:)``.
  /// - Returns: The mode.
  public static func mode(in environment: [String: String]) throws(DatabaseLocationError)
    -> DatabaseMode
  {
    let given = environment["CRADLE_DATABASE_MODE"]?.nonEmpty ?? DatabaseMode.postgres.rawValue
    guard let mode = DatabaseMode(rawValue: given) else { throw .unknownMode(given) }
    return mode
  }

  private static func folder(_ path: String) -> URL {
    URL(filePath: path, directoryHint: .isDirectory)
  }

  /// The connection with another user; of a setting that stands twice libpq takes the last.
  ///
  /// The password goes, because it is the owner's; libpq then looks into its password file.
  static func connection(_ connection: String, as role: String) -> String {
    guard connection.hasPrefix("postgres://") || connection.hasPrefix("postgresql://") else {
      return connection + " user='\(role)' password=''"
    }
    let joint = connection.contains("?") ? "&" : "?"
    return connection + "\(joint)user=\(role)&password="
  }
}

/// Why it is not clear where the database is.
@nonexhaustive
public enum DatabaseLocationError: Error, Equatable, Sendable {
  /// A server and a private server are asked for by flags.
  case twoFlags
  /// A server and a private server are asked for by the environment.
  case twoVariables
  /// `CRADLE_DATABASE_MODE` is no mode.
  case unknownMode(String)
}

extension DatabaseLocationError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .twoFlags: "--database and --data name two databases; give one of them"
    case .unknownMode(let given):
      "CRADLE_DATABASE_MODE is \(given); it must be "
        + DatabaseMode.allCases.map(\.rawValue).joined(separator: " or ")
    case .twoVariables: "CRADLE_DATABASE and CRADLE_DATA_ROOT name two databases; unset one of them"
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
