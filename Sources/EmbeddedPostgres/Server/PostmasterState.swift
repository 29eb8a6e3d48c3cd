internal import Foundation
internal import Glibc

/// What the cluster's `postmaster.pid` and the process it names say about the server.
enum PostmasterState: Equatable, Sendable {
  /// No process serves this cluster.
  case absent
  /// The server was killed and its parent has not reaped it, so PostgreSQL believes it alive.
  case zombie(pid_t)
  /// The server starts, or recovers from a crash.
  case starting(pid_t)
  /// The server answers.
  case ready(pid_t)
  /// The server was told to stop.
  case stopping(pid_t)

  /// Looks at the cluster in a data directory.
  init(of data: String) {
    guard let file = PrivateFile.read(data + "/postmaster.pid") else {
      self = .absent
      return
    }
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard let pid = lines.first.flatMap({ pid_t($0) }), pid > 0 else {
      self = .absent
      return
    }
    switch Self.process(pid).first {
    case nil:
      self = .absent
    case "Z", "X":
      self = .zombie(pid)
    default:
      guard Self.isPostmaster(pid, of: data) else {
        self = .absent
        return
      }
      // The eighth line is the state that pg_ctl waits for, too.
      switch lines.count > 7 ? lines[7] : "" {
      case "ready", "standby": self = .ready(pid)
      case "stopping": self = .stopping(pid)
      default: self = .starting(pid)
      }
    }
  }

  /// The process that serves the cluster, if one lives.
  var livePID: pid_t? {
    switch self {
    case .absent, .zombie: nil
    case .starting(let pid), .ready(let pid), .stopping(let pid): pid
    }
  }

  /// Whether a process is still there; one that ended under another parent counts as gone.
  ///
  /// A child of our own must be reaped too, or it outlives this process as a zombie.
  static func isPresent(_ pid: pid_t) -> Bool {
    let fields = process(pid)
    guard fields.count > 1, fields[0] != "X" else { return false }
    return fields[0] != "Z" || fields[1] == "\(getpid())"
  }

  /// The fields of a process's status from the letter of its state on; none when there is none.
  private static func process(_ pid: pid_t) -> [Substring] {
    // The name in parentheses may itself hold parentheses and spaces.
    guard let status = PrivateFile.read("/proc/\(pid)/stat"),
      let name = status.lastIndex(of: ")")
    else { return [] }
    return status[status.index(after: name)...].split(separator: " ")
  }

  private static func isPostmaster(_ pid: pid_t, of data: String) -> Bool {
    let name = PrivateFile.read("/proc/\(pid)/comm")?.trimmingCharacters(in: .newlines)
    guard name == "postgres" || name == "postmaster" else { return false }
    // A container may forbid root to read this link of another user's process.
    let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
    return folder == nil || folder == data
  }
}
