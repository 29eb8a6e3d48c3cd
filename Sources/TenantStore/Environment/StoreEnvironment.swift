public import Foundation

/// What a decision may need from outside the database: time, new ids and randomness.
///
/// It is passed in at the composition root and reaches operations through the scope or the
/// transaction, so that a test decides what the clock says and which ids come next.
public struct StoreEnvironment: Sendable {
  /// The current time in UTC.
  public var now: @Sendable () -> Date
  /// A new UUID of version 7 (RFC 9562), larger than all that this generator made before.
  public var makeID: @Sendable () -> UUID
  /// As many unpredictable bytes as asked for.
  public var randomBytes: @Sendable (Int) -> [UInt8]

  /// Creates an environment from its parts.
  public init(
    now: @escaping @Sendable () -> Date,
    makeID: @escaping @Sendable () -> UUID,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.makeID = makeID
    self.randomBytes = randomBytes
  }

  /// The system's clock and its cryptographic random source.
  public static var live: Self {
    let random: @Sendable (Int) -> [UInt8] = { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
    let ids = TimeOrderedIDs(now: { Date() }, randomBytes: random)
    return Self(now: { Date() }, makeID: { ids.next() }, randomBytes: random)
  }
}
