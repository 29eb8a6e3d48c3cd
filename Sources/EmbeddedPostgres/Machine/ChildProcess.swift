internal import Foundation
internal import Glibc
internal import Synchronization

/// A program that this process started, and that is reaped when it ends.
struct ChildProcess: Sendable {
  /// Where the program's two outputs go.
  enum Output {
    /// Into memory, for programs that say little.
    case collected
    /// To the end of a file.
    case appended(to: String)
  }

  /// How the program ended.
  struct Exit: Sendable {
    /// The exit code, or 128 and the signal that ended it.
    let code: Int32
    /// What it said, when its output is collected.
    let output: String
  }

  let pid: pid_t
  private let ending = Ending()

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: The full path of the program and its arguments.
  ///   - input: The file it reads; nothing when nil.
  ///   - output: Where it writes.
  /// - Throws: ``EmbeddedPostgresError/cannotRun(program:reason:)``.
  init(
    _ command: [String],
    input: String? = nil,
    output: Output = .collected
  ) throws(EmbeddedPostgresError) {
    let program = command.first ?? ""
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
    var collected: Int32 = -1
    switch output {
    case .collected:
      collected = try Self.unnamedFile(for: program)
      posix_spawn_file_actions_adddup2(&actions, collected, 1)
    case .appended(let path):
      let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW
      posix_spawn_file_actions_addopen(&actions, 1, path, flags, 0o600)
    }
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The server outlives this process and must hold none of its sockets and locks.
    for descriptor in Self.openDescriptors() where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }

    do {
      pid = try Self.spawn(command, actions: &actions)
    } catch {
      if collected >= 0 { close(collected) }
      throw error
    }
    reap(collecting: collected)
  }

  /// How the program ended, or nil while it runs.
  var exit: Exit? { ending.current }

  /// Waits for the end of the program; a cancelled task waits too.
  func waitForExit() async -> Exit { await ending.value() }

  private static func spawn(
    _ command: [String],
    actions: inout posix_spawn_file_actions_t
  ) throws(EmbeddedPostgresError) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This process may ignore or block signals that the server needs to be stopped.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = command.map { strdup($0) } + [nil]
    var environment = environment().map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var pid: pid_t = 0
    let program = command.first ?? ""
    let result = posix_spawn(&pid, program, &actions, &attributes, &arguments, &environment)
    guard result == 0 else { throw .cannotRun(program: program, reason: systemReason(result)) }
    return pid
  }

  /// Waits on a thread of its own: a blocked thread costs nothing, and no signal handler is needed.
  private func reap(collecting file: Int32) {
    let ending = ending
    let pid = pid
    let thread = Thread {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      ending.finish(Exit(code: code, output: file < 0 ? "" : Self.contents(of: file)))
    }
    thread.stackSize = 256 * 1024
    thread.start()
  }

  /// Only what the programs need: settings such as PGDATA must not reach them.
  private static func environment() -> [String] {
    ["PATH=\(SystemPrograms.path)", "LC_ALL=C"]
  }

  private static func openDescriptors() -> [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  private static func unnamedFile(for program: String) throws(EmbeddedPostgresError) -> Int32 {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appending(path: "cradle-output-\(UUID().uuidString)").path
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw .cannotRun(program: program, reason: "\(folder.path): \(systemReason())")
    }
    unlink(path)
    return file
  }

  private static func contents(of file: Int32) -> String {
    lseek(file, 0, SEEK_SET)
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
  }
}

/// The end of a child, which any number of tasks may wait for.
private final class Ending: Sendable {
  private struct State {
    var exit: ChildProcess.Exit?
    var waiting: [CheckedContinuation<ChildProcess.Exit, Never>] = []
  }

  private let state = Mutex(State())

  var current: ChildProcess.Exit? { state.withLock { $0.exit } }

  func finish(_ exit: ChildProcess.Exit) {
    let waiting = state.withLock { state in
      state.exit = exit
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: exit) }
  }

  func value() async -> ChildProcess.Exit {
    await withCheckedContinuation { continuation in
      let exit = state.withLock { state in
        if state.exit == nil { state.waiting.append(continuation) }
        return state.exit
      }
      if let exit { continuation.resume(returning: exit) }
    }
  }
}
