public import Foundation
import Synchronization

/// Makes UUIDs of version 7 (RFC 9562 §5.7) that sort in the order in which they were made.
///
/// Within one millisecond, and when the clock steps back, the 74 random bits count upwards
/// (method 2 of §6.2), so that an index stays append-only and events keep their order.
public final class TimeOrderedIDs: Sendable {
  private struct Last {
    var milliseconds: UInt64 = 0
    var high: UInt64 = 0
    var low: UInt64 = 0
  }

  private let now: @Sendable () -> Date
  private let randomBytes: @Sendable (Int) -> [UInt8]
  private let last = Mutex(Last())

  /// Creates a generator on a clock and a random source.
  public init(
    now: @escaping @Sendable () -> Date,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.randomBytes = randomBytes
  }

  /// The next id.
  @inline(never)  // Decision 7.
  public func next() -> UUID {
    let milliseconds = UInt64(max(0, now().timeIntervalSince1970 * 1000))
    let random = randomBytes(10)
    return last.withLock { last in
      if milliseconds > last.milliseconds {
        last.milliseconds = milliseconds
        last.high = UInt64(random[0] & 0x07) << 8 | UInt64(random[1])
        last.low = random[2...].reduce(0) { $0 << 8 | UInt64($1) } & 0x3FFF_FFFF_FFFF_FFFF
      } else {
        last.low = (last.low &+ 1 &+ UInt64(random[9])) & 0x3FFF_FFFF_FFFF_FFFF
        if last.low <= UInt64(random[9]) { last.high = (last.high &+ 1) & 0x0FFF }
      }
      return Self.uuid(milliseconds: last.milliseconds, high: last.high, low: last.low)
    }
  }

  /// The smallest id that could have been made at an instant, for a look into the past by id.
  public static func first(at instant: Date) -> UUID {
    uuid(milliseconds: UInt64(max(0, instant.timeIntervalSince1970 * 1000)), high: 0, low: 0)
  }

  private static func uuid(milliseconds: UInt64, high: UInt64, low: UInt64) -> UUID {
    let first = milliseconds << 16 | 0x7000 | high
    let second = 0x8000_0000_0000_0000 | low
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for word in [first, second] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
