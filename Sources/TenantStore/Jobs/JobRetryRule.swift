/// How long a failed job rests: exponentially longer, with full jitter.
///
/// A rest is drawn evenly between nothing and the ceiling, so that jobs that failed together, because
/// something they share was away, do not come back together.
public struct JobRetryRule: Hashable, Sendable {
  /// The ceiling after the first attempt; it doubles with each further one.
  public let base: Duration
  /// The ceiling never exceeds this.
  public let longest: Duration

  /// Creates a rule; 10 s, 20 s, 40 s … at most an hour.
  public init(base: Duration = .seconds(10), longest: Duration = .seconds(3600)) {
    self.base = base
    self.longest = longest
  }

  /// The longest rest after an attempt.
  ///
  /// - Parameter attempt: The attempt that failed, from 1.
  /// - Returns: The ceiling.
  public func ceiling(after attempt: Int) -> Duration {
    let doublings = min(max(0, attempt - 1), 30)
    return min(longest, base * (1 << doublings))
  }

  /// The rest after an attempt.
  ///
  /// - Parameters:
  ///   - attempt: The attempt that failed, from 1.
  ///   - share: Evenly drawn from 0 up to 1.
  /// - Returns: That share of the ceiling.
  public func rest(after attempt: Int, share: Double) -> Duration {
    ceiling(after: attempt) * min(max(0, share), 1)
  }

  func rest(after attempt: Int, in environment: StoreEnvironment) -> Duration {
    let bits = environment.randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
    return rest(after: attempt, share: Double(bits) / Double(UInt32.max))
  }
}
