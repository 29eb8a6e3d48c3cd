internal import Foundation

/// A process that outlives the owner of a temporary server, and then removes what is left of it.
///
/// The owner holds a lock for which the watchdog waits. The kernel drops it when the owner ends,
/// however it ends.
struct TemporaryServerWatchdog: Sendable {
  private let root: DataRoot
  private let ownership: FileLock

  /// Starts the watchdog; the folder must exist.
  init(of root: DataRoot) async throws(EmbeddedPostgresError) {
    self.root = root
    ownership = try await FileLock.waiting(for: .exclusive, on: root.ownerLock)
    _ = try ChildProcess([
      SystemPrograms.require("setsid"), SystemPrograms.require("flock"), root.ownerLock,
      SystemPrograms.require("sh", package: "dash"), "-c", Self.script, "watchdog", root.path,
    ])
  }

  /// Removes the folder of a server that has stopped; the watchdog then finds nothing to do.
  func dismiss() {
    try? FileManager.default.removeItem(atPath: root.path)
    ownership.release()
  }

  /// Ends the server and removes the folder, again and again while a dying owner's children write.
  private static let script = """
    root=$1
    serves() {
      pid=$(head -n 1 "$root/data/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] || return 1
      [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = postgres ] || return 1
      ! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null || return 1
      case "$(readlink "/proc/$pid/cwd")" in ''|"$root/data") ;; *) return 1 ;; esac
    }
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      [ -d "$root" ] || exit 0
      serves || sleep 0.2
      signal=QUIT
      for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        serves || break
        kill -s "$signal" "$pid"
        sleep 0.1
        [ "$look" -lt 15 ] || signal=KILL
      done
      rm -rf "$root" 2>/dev/null && exit 0
      sleep 0.2
    done
    """
}
