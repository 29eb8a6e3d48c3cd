import Foundation
import Testing

/// PgBouncer in transaction mode before the shared server, with fewer connections than it is given.
final class TransactionPooler {
  static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static var isAvailable: Bool { program != nil && TestServer.shared.socketPath != nil }

  let connectionString: String
  private let folder = "/tmp/pgc-pool-\(UUID().uuidString.prefix(8))"
  private let process = Process()
  private let input = Pipe()

  /// Ends the pooler with its input; by force, since what a thread of ours starts may inherit that
  /// gentler signals are blocked.
  private static let watch = """
    "$0" "$@" </dev/null &
    read -r word
    kill -KILL $!
    """

  /// Starts a pooler that logs everyone in as one role.
  init(role: String, serverConnections: Int) throws {
    let program = try #require(Self.program)
    let socket = URL(filePath: try #require(TestServer.shared.socketPath))
    let port = try #require(socket.lastPathComponent.split(separator: ".").last)
    mkdir(folder, 0o777)
    chmod(folder, 0o777)
    let settings = """
      [databases]
      postgres = host=\(socket.deletingLastPathComponent().path) port=\(port) user=\(role)
      [pgbouncer]
      listen_port = 6432
      unix_socket_dir = \(folder)
      pool_mode = transaction
      auth_type = any
      default_pool_size = \(serverConnections)
      """
    let file = "\(folder)/pgbouncer.ini"
    try Data(settings.utf8).write(to: URL(filePath: file))
    connectionString = "host=\(folder) port=6432 user=anyone dbname=postgres"
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", Self.watch] + TestServer.asServerUser([program, "-q", file])
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
