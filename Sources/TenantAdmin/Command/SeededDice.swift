package import Foundation

/// A generator with an explicit seed: SplitMix64 (Steele, Lea and Flood, 2014).
package struct SeededDice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts from a seed; the same one gives the same numbers.
  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to, not including, 1.
  package mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Whether something happens that happens with a chance of 0 to 1.
  package mutating func happens(_ chance: Double) -> Bool { share() < chance }

  /// A whole number of a range.
  package mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of some things, of which there is at least one.
  package mutating func one<Thing>(of things: [Thing]) -> Thing {
    things[Int(next() % UInt64(things.count))]
  }

  /// 16 bytes as an id.
  package mutating func id() -> UUID {
    let bytes = [next(), next()].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64($0 * 8)) }
    }
    return UUID(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
  }
}
