internal import Synchronization
internal import TenantStore

/// When a host that fails is left alone: one value per host, no clock of its own.
///
/// Closed → after so many failures in a row open → after a rest one request may try → closed again,
/// or open for another rest.
package struct CircuitState: Hashable, Sendable {
  /// How many failures in a row open it.
  package static let failureLimit = 5
  /// How long an open one rests.
  package static let rest = Duration.seconds(30)

  private var failures = 0
  private var openUntil: ContinuousClock.Instant?
  private var isTrying = false

  package init() {}

  /// Whether a request may go now; when the rest is over, one may, and the others wait for it.
  package mutating func admits(at now: ContinuousClock.Instant) -> Bool {
    guard let openUntil else { return true }
    guard now >= openUntil, !isTrying else { return false }
    isTrying = true
    return true
  }

  /// Notes how a request ended that was admitted.
  package mutating func note(succeeded: Bool, at now: ContinuousClock.Instant) {
    if succeeded {
      self = Self()
      return
    }
    failures += 1
    isTrying = false
    if failures >= Self.failureLimit { openUntil = now + Self.rest }
  }

  /// Notes that a request was given up by its own side, which says nothing about the host.
  package mutating func abandon() { isTrying = false }
}

/// The state of every host that was asked.
final class CircuitBreaker: Sendable {
  private let states = Mutex<[String: CircuitState]>([:])

  @inline(never)  // Decision 7.
  func admit(_ host: String) throws(OutboundFailure) {
    let admits = states.withLock { $0[host, default: CircuitState()].admits(at: .now) }
    guard admits else { throw .restsAfterFailures }
  }

  @inline(never)  // Decision 7.
  func note(_ host: String, succeeded: Bool) {
    states.withLock { $0[host, default: CircuitState()].note(succeeded: succeeded, at: .now) }
  }

  @inline(never)  // Decision 7.
  func abandon(_ host: String) { states.withLock { $0[host]?.abandon() } }
}
