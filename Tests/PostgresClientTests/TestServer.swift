import Foundation
import Logging
import PostgresClient
import Synchronization
import Testing

/// A server of the test process: one for all suites, or a further one that a test may stop.
final class TestServer: Sendable {
  /// The server that tests share unless they harm it: `CRADLE_TEST_DATABASE`, or one of our own.
  static let shared = TestServer(adopting: ProcessInfo.processInfo.environment)

  let socketConnection: String
  let tcpConnection: String?
  /// Where the server's socket is, of a server of ours.
  let socketPath: String?
  private let folder: String
  private let postmaster = Mutex<Process?>(nil)

  private init(adopting environment: [String: String]) {
    if let given = environment["CRADLE_TEST_DATABASE"] {
      socketConnection = given
      tcpConnection = nil
      socketPath = nil
      folder = ""
      return
    }
    (folder, socketConnection, tcpConnection, socketPath) = Self.makeCluster()
    start()
  }

  /// Makes a server that belongs to one test.
  init() {
    (folder, socketConnection, tcpConnection, socketPath) = Self.makeCluster()
    start()
  }

  /// Makes a server that belongs to one test and is not like the others.
  ///
  /// - Parameter prepare: Adds what the test needs to the cluster in the folder `data` of a folder.
  /// - Throws: What `prepare` throws.
  init(prepare: (String) throws -> Void) throws {
    (folder, socketConnection, tcpConnection, socketPath) = Self.makeCluster()
    try prepare(folder)
    start()
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts the server under a watchdog that stops it when this process is gone.
  func start() {
    let watchdog = Process()
    watchdog.executableURL = URL(filePath: "/bin/sh")
    watchdog.arguments = ["-c", Self.watch, folder]
    watchdog.arguments? += Self.asServerUser([
      Self.program("postgres"), "-D", "\(folder)/data", "-k", folder,
    ])
    watchdog.standardInput = Pipe()
    watchdog.standardOutput = FileHandle.nullDevice
    watchdog.standardError = FileHandle.nullDevice
    try? watchdog.run()
    postmaster.withLock { $0 = watchdog }
    let deadline = ContinuousClock.now + .seconds(20)
    while !isReady, ContinuousClock.now < deadline { usleep(10_000) }
  }

  /// Stops the server and returns when it is gone.
  func stop() {
    let watchdog = postmaster.withLock { process in
      defer { process = nil }
      return process
    }
    guard let watchdog, let pipe = watchdog.standardInput as? Pipe else { return }
    try? pipe.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
    watchdog.waitUntilExit()
    try? pipe.fileHandleForWriting.close()
  }

  /// Stops the server at a word, or at the end of input: then the test process has gone, and nobody
  /// else can take the folder away.
  private static let watch = """
    "$@" >"$0/log" 2>&1 </dev/null &
    read -r word
    kill -INT $!
    while test -e "$0/data/postmaster.pid"; do sleep 0.02; done
    test -n "$word" || rm -rf "$0"
    """

  private var isReady: Bool {
    Self.run([Self.program("pg_isready"), "-q", "-d", socketConnection]) == 0
  }

  private static func makeCluster()
    -> (folder: String, socket: String, tcp: String, socketPath: String)
  {
    let folder = "/tmp/pgc-\(UUID().uuidString.prefix(8))"
    let port = Int.random(in: 20_000..<30_000)
    mkdir(folder, 0o777)
    chmod(folder, 0o777)
    let settings = """
      listen_addresses = '127.0.0.1'
      port = \(port)
      fsync = off
      max_connections = 300
      shared_buffers = 32MB
      """
    _ = run(
      asServerUser([
        program("initdb"), "--no-sync", "-A", "trust", "-U", "cradle", "--no-locale", "-E", "UTF8",
        "-D", "\(folder)/data",
      ])
    )
    let file = FileHandle(forWritingAtPath: "\(folder)/data/postgresql.conf")
    _ = try? file?.seekToEnd()
    try? file?.write(contentsOf: Data(settings.utf8))
    let common = "port=\(port) user=cradle dbname=postgres"
    return (
      folder, "host=\(folder) \(common)", "host=127.0.0.1 \(common)", "\(folder)/.s.PGSQL.\(port)"
    )
  }

  /// PostgreSQL refuses to run as root, so its programs then run as the user `postgres`.
  static func asServerUser(_ command: [String]) -> [String] {
    guard getuid() == 0 else { return command }
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] + command
  }

  private static func program(_ name: String) -> String {
    let folder = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let newest = versions.compactMap { Int($0) }.max()
    return newest.map { "\(folder)/\($0)/bin/\(name)" } ?? name
  }

  static func run(_ command: [String]) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}

extension PostgresConfiguration {
  /// The shared server, with what a test wants to be different.
  static func test(
    connectionString: String = TestServer.shared.socketConnection,
    _ change: (inout Self) -> Void = { _ in }
  ) -> Self {
    var configuration = Self(connectionString: connectionString)
    // A busy machine must not decide on which connection a test's batch runs.
    configuration.slowBatchTime = .seconds(60)
    change(&configuration)
    return configuration
  }
}

/// Lends a pool to a test and closes it after, whatever happened.
func withPool<T>(
  _ configuration: PostgresConfiguration = .test(),
  _ body: (PostgresPool) async throws -> T
) async throws -> T {
  let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  let pool = PostgresPool(configuration, logger: quiet)
  do {
    let value = try await body(pool)
    await pool.close()
    return value
  } catch {
    await pool.close()
    throw error
  }
}

extension PostgresPool {
  /// Runs one statement as a batch.
  func run(_ statement: Statement, _ options: BatchOptions = BatchOptions()) async throws -> Rows {
    try #require(try await batch([statement], options).first)
  }
}

/// Waits until a condition holds, asking again and again; false when it never does.
func eventually(
  within patience: Duration = .seconds(120),
  _ condition: () async throws -> Bool
) async rethrows -> Bool {
  let deadline = ContinuousClock.now + patience
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    // A spin would take the processor from what is waited for.
    try? await Task.sleep(for: .milliseconds(2))
  }
  return false
}
