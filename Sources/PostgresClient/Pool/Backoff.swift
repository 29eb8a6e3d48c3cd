/// When the next attempt to connect may begin.
struct Backoff {
  private var failures = 0
  private var earliest = ContinuousClock.now

  /// Doubles from 50 ms to 1 s, each between half and whole so that pools do not march in step.
  mutating func failed(_ now: ContinuousClock.Instant) {
    // Attempts that ran side by side and failed together are one failure.
    guard now >= earliest else { return }
    let ceiling = min(1_000, 50 << min(failures, 5))
    failures += 1
    earliest = now + .milliseconds(Int.random(in: ceiling / 2...ceiling))
  }

  mutating func succeeded() {
    failures = 0
    earliest = .now
  }

  func allows(_ now: ContinuousClock.Instant) -> Bool { now >= earliest }
}
