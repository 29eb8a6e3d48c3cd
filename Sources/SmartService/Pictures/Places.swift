internal import Synchronization

/// So many that may work at the same time; whoever comes then is told so and waits for nothing.
final class Places: Sendable {
  private let free: Mutex<Int>

  init(_ count: Int) {
    precondition(count > 0, "at least one may work")
    free = Mutex(count)
  }

  // Decision 7.
  @inline(never)
  func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  // Decision 7.
  @inline(never)
  func giveBack() { free.withLock { $0 += 1 } }
}
