internal import Foundation
internal import Glibc

/// Runs a client program of PostgreSQL on this terminal.
///
/// It is a child and not a successor of this process, because the share in the private server must
/// be given up after it.
enum ServerProgram: String {
  case psql
  case dump = "pg_dump"
  case restore = "pg_restore"

  /// Runs it to its end and gives its exit code.
  ///
  /// When the task is cancelled, a dump or restore is ended; `psql` has a Ctrl-C of its own.
  /// - Throws: ``AdminError`` when it is not installed.
  func run(connection: String, arguments: [String], environment: [String: String])
    async throws -> Int32
  {
    let (connection, password) = Self.withoutPassword(connection)
    var environment = environment
    if let password { environment["PGPASSWORD"] = password }
    let pid = try spawn([rawValue, "--dbname", connection] + arguments, environment: environment)
    return await withTaskCancellationHandler {
      await Task.detached { Self.waitedFor(pid) }.value
    } onCancel: {
      if self != .psql { kill(pid, SIGTERM) }
    }
  }

  /// The URL without its password, which the list of processes would show to everybody.
  static func withoutPassword(_ connection: String) -> (connection: String, password: String?) {
    guard
      connection.hasPrefix("postgres"), var parts = URLComponents(string: connection),
      let password = parts.password
    else { return (connection, nil) }
    parts.password = nil
    return (parts.string ?? connection, password)
  }

  private func spawn(_ arguments: [String], environment: [String: String]) throws -> pid_t {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process does about signals, and which of them this thread holds back, is not for
    // psql, which has a Ctrl-C of its own.
    var none = sigset_t()
    sigemptyset(&none)
    var handled = none
    sigaddset(&handled, SIGINT)
    sigaddset(&handled, SIGTERM)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &handled)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let fault = posix_spawnp(&pid, rawValue, nil, &attributes, &words, &variables)
    guard fault == 0 else {
      throw AdminError(
        .unavailable,
        "\(rawValue) cannot be run; install it with: apt-get install -y postgresql-client"
      )
    }
    return pid
  }

  private static func waitedFor(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
