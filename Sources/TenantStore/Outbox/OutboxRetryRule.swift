internal import Foundation

/// When a handler that failed is tried again.
enum OutboxRetryRule {
  /// Seconds until the next attempt: 2, 4, 8 … at most an hour, less up to a half by chance.
  ///
  /// The chance keeps apart what failed together. Attempts count from 1; any byte is random enough.
  static func delay(afterAttempts attempts: Int, random: UInt8) -> TimeInterval {
    let longest = min(3600, pow(2, Double(min(attempts, 12))))
    return longest * (1 - 0.5 * Double(random) / 256)
  }
}
