internal import Glibc
internal import Synchronization

/// A lock on a file that the kernel drops when its holder goes away, however it goes.
///
/// Every value has an open file of its own, so that two in one process exclude each other too.
final class FileLock: Sendable {
  enum Kind {
    case shared
    case exclusive

    fileprivate var operation: Int32 {
      switch self {
      case .shared: LOCK_SH
      case .exclusive: LOCK_EX
      }
    }
  }

  private let descriptor: Mutex<Int32>

  /// Takes the lock, or returns nil when another holds it.
  ///
  /// - Throws: ``EmbeddedPostgresError/dataRootNotWritable(path:reason:)`` when there is no such file
  ///   and none can be made.
  init?(trying kind: Kind, on path: String) throws(EmbeddedPostgresError) {
    // Without O_CLOEXEC the server would inherit the lock and hold it after this process.
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else {
      throw .dataRootNotWritable(path: path, reason: systemReason())
    }
    guard flock(file, kind.operation | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    descriptor = Mutex(file)
  }

  deinit { release() }

  /// Waits for the lock.
  static func waiting(
    for kind: Kind,
    on path: String
  ) async throws(EmbeddedPostgresError) -> FileLock {
    while true {
      if let lock = try FileLock(trying: kind, on: path) { return lock }
      try await pause(.milliseconds(20))
    }
  }

  /// Gives the lock up; a second call does nothing.
  ///
  /// Never inlined: a mutex notes its thread, whose address Swift 6.3.1 keeps across an `await` of
  /// the async function that it is inlined into, and then crashes on another thread.
  @inline(never)
  func release() {
    descriptor.withLock { file in
      guard file >= 0 else { return }
      // A program just being started still has the file open, so closing it would not be enough.
      flock(file, LOCK_UN)
      close(file)
      file = -1
    }
  }
}
