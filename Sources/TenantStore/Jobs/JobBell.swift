import Synchronization

/// Tells the workers of this process that a job was asked for.
final class JobBell: Sendable {
  private let signals = Mutex<[ObjectIdentifier: JobSignal]>([:])

  @inline(never)  // Decision 7.
  func add(_ signal: JobSignal) {
    signals.withLock { $0[ObjectIdentifier(signal)] = signal }
  }

  @inline(never)  // Decision 7.
  func remove(_ signal: JobSignal) {
    signals.withLock { $0[ObjectIdentifier(signal)] = nil }
  }

  @inline(never)  // Decision 7.
  func ring() {
    for signal in signals.withLock({ Array($0.values) }) { signal.raise(.look) }
  }
}

/// What a worker waits for.
final class JobSignal: Sendable {
  /// Why it was woken.
  struct Reasons: OptionSet {
    let rawValue: Int
    /// There may be jobs that are due.
    static let look = Reasons(rawValue: 1)
    /// An attempt has ended.
    static let ended = Reasons(rawValue: 2)
    /// A second has passed.
    static let tick = Reasons(rawValue: 4)
    /// No more jobs are to be begun.
    static let stop = Reasons(rawValue: 8)
  }

  private struct State {
    var reasons: Reasons = []
    var waiter: CheckedContinuation<Reasons, Never>?
  }

  private let state = Mutex(State())

  @inline(never)  // Decision 7.
  func raise(_ reason: Reasons) {
    let waiter = state.withLock { state in
      state.reasons.insert(reason)
      let waiter = state.waiter.map { ($0, state.reasons) }
      if waiter != nil { state = State() }
      return waiter
    }
    waiter.map { $0.resume(returning: $1) }
  }

  /// What was raised since the last wait, without waiting.
  @inline(never)  // Decision 7.
  func take() -> Reasons {
    state.withLock { state in
      defer { state.reasons = [] }
      return state.reasons
    }
  }

  /// Returns when something was raised since the last wait; only one task waits.
  func wait() async -> Reasons {
    await withCheckedContinuation { continuation in
      if let reasons = reasons(orResumes: continuation) { continuation.resume(returning: reasons) }
    }
  }

  @inline(never)  // Decision 7.
  private func reasons(orResumes waiter: CheckedContinuation<Reasons, Never>) -> Reasons? {
    state.withLock { state in
      guard state.reasons.isEmpty else {
        defer { state.reasons = [] }
        return state.reasons
      }
      state.waiter = waiter
      return nil
    }
  }
}
