internal import Synchronization

/// Hands elements from the reactor's thread to one consumer, never more than a few at a time.
///
/// 1. An element goes to the one who waits, or else into `ready`; never both.
/// 2. After the end nothing is put any more, and what was ready is still given out.
/// 3. `isStalled` is set when the producer was told to stop, and cleared by the one `take` that
///    tells it to go on.
package final class Channel<Element: Sendable>: Sendable {
  typealias Outcome = Result<Element?, any Error>

  private struct State: Sendable {
    var ready: [Element] = []
    var waiter: Waiter?
    var isStalled = false
    var end: Outcome?
  }

  @safe
  private struct Waiter: Sendable {
    let continuation: UnsafeContinuation<Outcome, Never>

    func resume(_ outcome: Outcome) { unsafe continuation.resume(returning: outcome) }
  }

  private let state = Mutex(State())
  private let limit: Int

  /// Makes a channel that holds a number of elements.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Whether the consumer stands and waits.
  var isAwaited: Bool { state.withLock { $0.waiter != nil } }

  /// Hands an element over.
  ///
  /// - Returns: False when the consumer has enough: then nothing may be put until `take` asks for it.
  package func put(_ element: Element) -> Bool {
    let (waiter, hasRoom) = state.withLock { state -> (Waiter?, Bool) in
      guard state.end == nil else { return (nil, true) }
      if let waiter = state.waiter {
        state.waiter = nil
        return (waiter, true)
      }
      state.ready.append(element)
      state.isStalled = state.ready.count >= limit
      return (nil, !state.isStalled)
    }
    waiter?.resume(.success(element))
    return hasRoom
  }

  /// Ends the channel; the first end counts.
  ///
  /// - Parameters:
  ///   - error: What the consumer is told after the last element; nil when all is well.
  ///   - dropsReady: Whether what nobody has taken is thrown away.
  package func finish(_ error: (any Error)?, dropsReady: Bool = false) {
    let outcome: Outcome = error.map { .failure($0) } ?? .success(nil)
    let waiter = state.withLock { state -> Waiter? in
      guard state.end == nil else { return nil }
      state.end = outcome
      if dropsReady { state.ready.removeAll() }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(outcome)
  }

  /// Takes the next element.
  ///
  /// - Parameter resume: Called when the producer was stalled and has room again.
  /// - Throws: The error that the channel ended with.
  /// - Returns: The element, nil after the last.
  package func take(whenRoom resume: () -> Void) async throws -> Element? {
    if let outcome = takeReady(resume) { return try outcome.get() }
    let outcome: Outcome = await unsafe withUnsafeContinuation { continuation in
      wait(unsafe Waiter(continuation: continuation), resume)
    }
    return try outcome.get()
  }

  @inline(never)  // Decision 7.
  private func takeReady(_ resume: () -> Void) -> Outcome? {
    let (outcome, hasRoom) = state.withLock { state in Self.pop(&state, limit) }
    if hasRoom { resume() }
    return outcome
  }

  @inline(never)  // Decision 7.
  private func wait(_ waiter: Waiter, _ resume: () -> Void) {
    // Since nothing was ready a moment ago the producer may have put so much that it was stalled.
    let (outcome, hasRoom) = state.withLock { state in
      let popped = Self.pop(&state, limit)
      if popped.0 == nil { state.waiter = waiter }
      return popped
    }
    if hasRoom { resume() }
    if let outcome { waiter.resume(outcome) }
  }

  private static func pop(_ state: inout State, _ limit: Int) -> (Outcome?, hasRoom: Bool) {
    guard !state.ready.isEmpty else { return (state.end, false) }
    let element = state.ready.removeFirst()
    let hasRoom = state.isStalled && state.ready.count < limit
    if hasRoom { state.isStalled = false }
    return (.success(element), hasRoom)
  }
}
