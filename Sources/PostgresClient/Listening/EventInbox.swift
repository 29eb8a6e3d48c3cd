internal import Synchronization

/// The events of one subscription on their way to its consumer.
///
/// 1. Nothing is kept before the first resync, which covers it.
/// 2. What is kept is bounded: more of it becomes one resync.
/// 3. A resync stands for everything before it, so it is never behind another event.
final class EventInbox: Sendable {
  private struct State {
    var events = Fifo<PostgresEvent>()
    var waiter: CheckedContinuation<PostgresEvent?, Never>?
    var hasBegun = false
    var isOver = false
  }

  let channels: Set<PostgresChannel>
  private let limit: Int
  private let state = Mutex(State())

  init(channels: Set<PostgresChannel>, limit: Int) {
    self.channels = channels
    self.limit = limit
  }

  /// The next event; nil when there will be none, also because the task was cancelled.
  func next() async -> PostgresEvent? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { wait($0) }
    } onCancel: {
      finish()
    }
  }

  @inline(never)  // Decision 7.
  func deliver(_ notification: PostgresNotification) {
    let event = PostgresEvent.notification(notification)
    let waiter = state.withLock { state -> CheckedContinuation<PostgresEvent?, Never>? in
      guard state.hasBegun, !state.isOver else { return nil }
      if let waiter = state.waiter.take() { return waiter }
      if state.events.count >= limit {
        state.events = Fifo()
        state.events.append(.resync)
      } else {
        state.events.append(event)
      }
      return nil
    }
    waiter?.resume(returning: event)
  }

  @inline(never)  // Decision 7.
  func resync() {
    let waiter = state.withLock { state -> CheckedContinuation<PostgresEvent?, Never>? in
      guard !state.isOver else { return nil }
      state.hasBegun = true
      if let waiter = state.waiter.take() { return waiter }
      state.events = Fifo()
      state.events.append(.resync)
      return nil
    }
    waiter?.resume(returning: .resync)
  }

  /// Ends the sequence; what was not taken is dropped.
  @inline(never)  // Decision 7.
  func finish() {
    let waiter = state.withLock { state in
      state.isOver = true
      state.events = Fifo()
      return state.waiter.take()
    }
    waiter?.resume(returning: nil)
  }

  @inline(never)  // Decision 7.
  private func wait(_ continuation: CheckedContinuation<PostgresEvent?, Never>) {
    let outcome = state.withLock { state -> PostgresEvent?? in
      precondition(state.waiter == nil, "A subscription has one consumer at a time.")
      if let event = state.events.popFirst() { return event }
      if state.isOver { return .some(nil) }
      state.waiter = continuation
      return nil
    }
    if let outcome { continuation.resume(returning: outcome) }
  }
}
