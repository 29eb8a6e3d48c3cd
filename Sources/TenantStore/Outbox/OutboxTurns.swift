import Synchronization

/// Which tenant is next: each once, in the order in which they came.
///
/// A tenant whose turn was not enough goes to the end, so that a thousand events of one delay
/// another's by one turn. A tenant never has two turns at a time, and one whose turn was enough rests
/// before the next, so that a turn is for what comes in a moment and not for each event.
final class OutboxTurns: Sendable {
  private struct State {
    var queue: [TenantID] = []
    var queued: Set<TenantID> = []
    var running: Set<TenantID> = []
    /// Those that were added while they had their turn or rested.
    var again: Set<TenantID> = []
    var idle: [CheckedContinuation<TenantID?, Never>] = []
    var isClosed = false

    mutating func enqueue(_ tenant: TenantID) {
      if running.contains(tenant) {
        again.insert(tenant)
      } else if queued.insert(tenant).inserted {
        queue.append(tenant)
      }
    }

    mutating func dequeue() -> TenantID? {
      guard !queue.isEmpty else { return nil }
      let tenant = queue.removeFirst()
      queued.remove(tenant)
      running.insert(tenant)
      return tenant
    }

    /// Those who waited and what they get.
    mutating func served() -> [(CheckedContinuation<TenantID?, Never>, TenantID)] {
      var served: [(CheckedContinuation<TenantID?, Never>, TenantID)] = []
      while !idle.isEmpty, let tenant = dequeue() { served.append((idle.removeFirst(), tenant)) }
      return served
    }
  }

  private let state = Mutex(State())

  /// Adds tenants that have something to deliver.
  @inline(never)  // Decision 7.
  func add(_ tenants: [TenantID]) {
    let served = state.withLock { state in
      for tenant in tenants { state.enqueue(tenant) }
      return state.served()
    }
    for (waiter, tenant) in served { waiter.resume(returning: tenant) }
  }

  /// The next tenant, whose turn lasts until ``finish(_:isEnough:)``; nothing after ``close()``.
  func next() async -> TenantID? {
    await withCheckedContinuation { continuation in
      switch take(orWaitWith: continuation) {
      case .tenant(let tenant): continuation.resume(returning: tenant)
      case .closed: continuation.resume(returning: nil)
      case .waiting: break
      }
    }
  }

  /// Ends a tenant's turn; one that was added meanwhile, or whose turn was not enough, gets another.
  ///
  /// A turn that was enough is ended after a rest. Whoever is added before that waits for its end.
  @inline(never)  // Decision 7.
  func finish(_ tenant: TenantID, isEnough: Bool) {
    let served = state.withLock { state in
      state.running.remove(tenant)
      let wasAdded = state.again.remove(tenant) != nil
      if wasAdded || !isEnough { state.enqueue(tenant) }
      return state.served()
    }
    for (waiter, tenant) in served { waiter.resume(returning: tenant) }
  }

  /// Gives no more turns.
  @inline(never)  // Decision 7.
  func close() {
    let idle = state.withLock { state in
      state.isClosed = true
      defer { state.idle = [] }
      return state.idle
    }
    for waiter in idle { waiter.resume(returning: nil) }
  }

  private enum Answer {
    case tenant(TenantID)
    case closed
    case waiting
  }

  @inline(never)  // Decision 7.
  private func take(orWaitWith waiter: CheckedContinuation<TenantID?, Never>) -> Answer {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      if let tenant = state.dequeue() { return .tenant(tenant) }
      state.idle.append(waiter)
      return .waiting
    }
  }
}
