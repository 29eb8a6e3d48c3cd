internal import Synchronization

/// Token buckets by client, in bounded memory.
///
/// A bucket that has filled up again says nothing and is dropped when the table grows too large.
package final class RateLimiter<Client: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var tokens: Double
    var updated: ContinuousClock.Instant
  }

  private static var capacity: Int { 50_000 }
  private let rate: RateLimits.Rate?
  private let buckets = Mutex<[Client: Bucket]>([:])

  package init(_ rate: RateLimits.Rate?) { self.rate = rate }

  /// Takes one token, or says after how many seconds there will be one.
  package func secondsToWait(
    for client: Client,
    now: ContinuousClock.Instant = .now
  ) -> Int? {
    guard let rate else { return nil }
    return buckets.withLock { buckets in
      if buckets.count >= Self.capacity { Self.sweep(&buckets, rate: rate, now: now) }
      var bucket = buckets[client] ?? Bucket(tokens: Double(rate.burst), updated: now)
      bucket.tokens = Self.tokens(of: bucket, rate: rate, now: now)
      bucket.updated = now
      guard bucket.tokens >= 1 else {
        buckets[client] = bucket
        return max(1, Int(((1 - bucket.tokens) / rate.perSecond).rounded(.up)))
      }
      bucket.tokens -= 1
      buckets[client] = bucket
      return nil
    }
  }

  private static func tokens(
    of bucket: Bucket,
    rate: RateLimits.Rate,
    now: ContinuousClock.Instant
  ) -> Double {
    let passed = (now - bucket.updated) / .seconds(1)
    return min(Double(rate.burst), bucket.tokens + passed * rate.perSecond)
  }

  private static func sweep(
    _ buckets: inout [Client: Bucket],
    rate: RateLimits.Rate,
    now: ContinuousClock.Instant
  ) {
    buckets = buckets.filter { tokens(of: $0.value, rate: rate, now: now) < Double(rate.burst) }
    if buckets.count >= capacity { buckets.removeAll() }
  }
}
