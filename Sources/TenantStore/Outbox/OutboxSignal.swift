import Synchronization

/// Tells the drain of this process that a transaction with an event was committed.
final class OutboxSignal: Sendable {
  private struct State {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  @inline(never)  // Decision 7.
  func raise() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isRaised = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Returns when the signal was raised since the last wait.
  func wait() async {
    await withCheckedContinuation { continuation in
      if hasBeenRaised(orResumes: continuation) { continuation.resume() }
    }
  }

  @inline(never)  // Decision 7.
  private func hasBeenRaised(orResumes waiter: CheckedContinuation<Void, Never>) -> Bool {
    state.withLock { state in
      guard !state.isRaised else {
        state.isRaised = false
        return true
      }
      state.waiter = waiter
      return false
    }
  }
}
