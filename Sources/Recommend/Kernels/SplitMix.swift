internal import Foundation

/// A small random source with a seed: SplitMix64 of Steele, Lea and Flood (2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from the standard normal distribution, after Box and Muller.
  mutating func nextGaussian() -> Float {
    let (first, second) = (nextUnit(), nextUnit())
    return Float((-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second))
  }

  /// A number from 0 up to but not 1.
  private mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
