import EmbeddedPostgres
import Foundation
import TenantStore

/// PgBouncer in transaction mode before the test server, with fewer connections than it is given.
///
/// It runs until the value goes, as the user whom the server trusts.
package final class TransactionPooler {
  /// Whether there is a pooler on this machine, and a server of ours for it.
  package static var isAvailable: Bool {
    program != nil && ProcessInfo.processInfo.environment["CRADLE_TEST_DATABASE"] == nil
  }

  /// Reaches a database of the test server through the pooler, without a user.
  package let connectionString: String
  private let folder: URL
  private let process = Process()
  private let input = Pipe()

  private static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Ends the pooler with its input; by force, since what a thread of ours starts may inherit that
  /// gentler signals are blocked.
  private static let watch = """
    "$0" "$@" </dev/null &
    read -r word
    kill -KILL $!
    """

  /// Starts a pooler before a test database.
  ///
  /// - Parameters:
  ///   - database: Whose connections it shares.
  ///   - serverConnections: How many it opens for each role.
  /// - Throws: What starting a process throws.
  package init(before database: TestDatabase, serverConnections: Int) async throws {
    let server = try await database.connectionString(role: DatabaseRoles.admin)
    folder = FileManager.default.temporaryDirectory
      .appending(path: "pool-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let place = server.split(separator: " ").filter {
      $0.hasPrefix("host=") || $0.hasPrefix("port=")
    }
    let users = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    try Self.write(
      users.map { "\"\($0)\" \"\"" }.joined(separator: "\n"),
      to: folder.appending(path: "users")
    )
    try Self.write(
      """
      [databases]
      \(database.name) = \(place.joined(separator: " "))
      [pgbouncer]
      listen_port = 6432
      unix_socket_dir = \(folder.path)
      pool_mode = transaction
      auth_type = trust
      auth_file = \(folder.path)/users
      default_pool_size = \(serverConnections)
      """,
      to: folder.appending(path: "pgbouncer.ini")
    )
    connectionString = "host=\(folder.path) port=6432 dbname=\(database.name)"
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", Self.watch] + Self.command("\(folder.path)/pgbouncer.ini")
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // A gateway that starts before the pooler listens is told that there is no database.
    let socket = folder.appending(path: ".s.PGSQL.6432").path
    for _ in 0..<400 where !FileManager.default.fileExists(atPath: socket) {
      try await Task.sleep(for: .milliseconds(25))
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func write(_ text: String, to file: URL) throws {
    try Data((text + "\n").utf8).write(to: file)
  }

  /// The pooler refuses to run as root, and the server knows it by the user that it runs as.
  private static func command(_ settings: String) -> [String] {
    let command = [program ?? "pgbouncer", "-q", settings]
    guard getuid() == 0 else { return command }
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] + command
  }
}
