internal import Synchronization

/// What the producer of a copy and the reactor's thread tell each other.
///
/// 1. At most `limit` buffers are with the reactor; each comes back when the socket has taken it.
/// 2. The producer waits for one thing at a time, and the end counts as all of them.
final class CopyFeed: Sendable {
  /// What a producer waits for.
  enum Event: Sendable {
    case opening
    case room
    case end
  }

  typealias Outcome = Result<Int, PostgresError>

  private struct State: Sendable {
    var isOpen = false
    var handedIn = 0
    var spare: [CopyBuffer] = []
    var waiter: Waiter?
    var end: Outcome?

    func has(_ event: Event) -> Bool {
      if end != nil { return true }
      return switch event {
      case .opening: isOpen
      case .room: handedIn < CopyFeed.limit
      case .end: false
      }
    }
  }

  @safe
  private struct Waiter: Sendable {
    let event: Event
    let continuation: UnsafeContinuation<Void, Never>

    func resume() { unsafe continuation.resume() }
  }

  private static let limit = 2
  private let state = Mutex(State())

  // The producer's side.

  /// How it ended, if it has.
  var end: Outcome? {
    @inline(never) get { state.withLock { $0.end } }  // Decision 7.
  }

  /// Counts a buffer that goes to the reactor, and gives an empty one for it.
  @inline(never)  // Decision 7.
  func exchange() -> CopyBuffer {
    state.withLock { state in
      state.handedIn += 1
      return state.spare.popLast()
    } ?? CopyBuffer()
  }

  func wait(for event: Event) async {
    guard !has(event) else { return }
    await unsafe withUnsafeContinuation { continuation in
      wait(unsafe Waiter(event: event, continuation: continuation))
    }
  }

  // The reactor's side.

  func open() { update { $0.isOpen = true } }

  func took(_ buffers: [CopyBuffer]) {
    for buffer in buffers { buffer.clear() }
    update { state in
      state.handedIn -= buffers.count
      state.spare += buffers
    }
  }

  func finish(_ outcome: Outcome) {
    update { state in
      if state.end == nil { state.end = outcome }
    }
  }

  @inline(never)  // Decision 7.
  private func has(_ event: Event) -> Bool { state.withLock { $0.has(event) } }

  @inline(never)  // Decision 7.
  private func wait(_ waiter: Waiter) {
    let isThere = state.withLock { state in
      if state.has(waiter.event) { return true }
      state.waiter = waiter
      return false
    }
    if isThere { waiter.resume() }
  }

  private func update(_ change: (inout sending State) -> Void) {
    let waiter = state.withLock { state -> Waiter? in
      change(&state)
      guard let waiter = state.waiter, state.has(waiter.event) else { return nil }
      state.waiter = nil
      return waiter
    }
    waiter?.resume()
  }
}
