internal import Foundation

/// The installed programs of one PostgreSQL version.
struct ServerBinaries: Sendable {
  let folder: String
  let majorVersion: Int

  var postgres: String { folder + "/postgres" }
  var initdb: String { folder + "/initdb" }

  /// Finds the programs that fit a cluster.
  ///
  /// - Parameters:
  ///   - configured: The only folder to look in, if given.
  ///   - data: The cluster; one that does not stand yet takes the first version found.
  /// - Returns: The first programs of the cluster's version.
  /// - Throws: ``EmbeddedPostgresError/binariesMissing(searched:)`` or
  ///   ``EmbeddedPostgresError/otherMajorVersion(found:expected:dataDirectory:)``.
  static func find(
    configured: URL?,
    for data: String
  ) async throws(EmbeddedPostgresError) -> ServerBinaries {
    let folders = try await candidates(configured: configured)
    let complete = folders.filter { folder in
      ["postgres", "initdb"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
    let wanted = PrivateFile.read(data + "/PG_VERSION")
      .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    var first: ServerBinaries?
    for folder in complete {
      guard let version = try await majorVersion(in: folder) else { continue }
      let binaries = ServerBinaries(folder: folder, majorVersion: version)
      guard let wanted, wanted != version else { return binaries }
      first = first ?? binaries
    }
    guard let first, let wanted else { throw .binariesMissing(searched: folders) }
    throw .otherMajorVersion(found: wanted, expected: first.majorVersion, dataDirectory: data)
  }

  private static func candidates(
    configured: URL?
  ) async throws(EmbeddedPostgresError) -> [String] {
    if let configured { return [configured.path(percentEncoded: false)] }
    var folders: [String] = []
    if let tool = SystemPrograms.find("pg_config") {
      let exit = await (try ChildProcess([tool, "--bindir"])).waitForExit()
      if exit.code == 0 {
        folders.append(exit.output.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    let debian = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
    let newestFirst = versions.compactMap { Int($0) }.sorted(by: >)
    folders += newestFirst.map { "\(debian)/\($0)/bin" }
    folders += SystemPrograms.path.split(separator: ":").map(String.init)
    var seen: Set<String> = []
    return folders.filter { seen.insert($0).inserted }
  }

  /// Asks the program itself: `postgres (PostgreSQL) 15.6 (Debian …)`.
  private static func majorVersion(in folder: String) async throws(EmbeddedPostgresError) -> Int? {
    let exit = await (try ChildProcess([folder + "/postgres", "--version"])).waitForExit()
    return exit.output.split(separator: " ").lazy
      .compactMap { word in Int(word.prefix { $0.isNumber }) }
      .first
  }
}
