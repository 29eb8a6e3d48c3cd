internal import Synchronization

/// Room for the bytes of all uploads that the process holds at the same time; who finds none is told so.
final class UploadRoom: Sendable {
  private let free: Mutex<Int>

  init(bytes: Int) { free = Mutex(bytes) }

  // Decision 7.
  @inline(never)
  func take(_ bytes: Int) -> Bool {
    free.withLock { free in
      guard bytes <= free else { return false }
      free -= bytes
      return true
    }
  }

  // Decision 7.
  @inline(never)
  func giveBack(_ bytes: Int) { free.withLock { $0 += bytes } }
}
