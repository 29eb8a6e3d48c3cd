/// Whole numbers of a bell curve, drawn without any floating-point number.
///
/// Laplace and Gaussian noise of floating-point numbers leaks what it hides through the gaps between the
/// numbers (Mironov, 2012). These are the exact samplers of Canonne, Kamath and Steinke, "The Discrete
/// Gaussian for Differential Privacy" (2020), algorithms 1 to 3: a coin that falls with probability
/// exp(−p/q), from it a two-sided geometric number, and from that by rejection a discrete Gaussian.
package struct DiscreteGaussian: Hashable, Sendable {
  /// The greatest variance, by which no product below leaves 63 bits.
  package static let mostVariance = 1_000_000

  /// σ², 1 to ``mostVariance``: the number k has a probability in proportion to exp(−k²/2σ²).
  package let variance: Int
  private let scale: Int

  /// The curve of a variance; beyond the bounds the nearest.
  package init(variance: Int) {
    let variance = min(max(variance, 1), Self.mostVariance)
    self.variance = variance
    var root = 0
    while (root + 1) * (root + 1) <= variance { root += 1 }
    scale = root + 1
  }

  /// Draws a number.
  package func draw(using source: inout some RandomNumberGenerator) -> Int {
    while true {
      let number = Self.geometric(scale: scale, using: &source)
      let distance = number.magnitude * scale.magnitude
      let offset =
        distance > variance.magnitude
        ? distance - variance.magnitude : variance.magnitude - distance
      let accepted = Self.coin(
        offset * offset,
        over: 2 * variance.magnitude * scale.magnitude * scale.magnitude,
        using: &source
      )
      if accepted { return number }
    }
  }

  /// A number k with a probability in proportion to exp(−|k|/scale).
  static func geometric(scale: Int, using source: inout some RandomNumberGenerator) -> Int {
    let scale = scale.magnitude
    while true {
      let rest = UInt.random(in: 0..<scale, using: &source)
      guard coin(rest, over: scale, using: &source) else { continue }
      var whole: UInt = 0
      while coin(1, over: 1, using: &source) { whole += 1 }
      let size = Int(rest + scale * whole)
      let isNegative = UInt.random(in: 0..<2, using: &source) == 1
      if isNegative && size == 0 { continue }
      return isNegative ? -size : size
    }
  }

  /// Whether a coin falls that falls with probability exp(−numerator/denominator).
  static func coin(
    _ numerator: UInt,
    over denominator: UInt,
    using source: inout some RandomNumberGenerator
  ) -> Bool {
    for _ in 0..<numerator / denominator where !smallCoin(1, over: 1, using: &source) {
      return false
    }
    return smallCoin(numerator % denominator, over: denominator, using: &source)
  }

  /// The same for a fraction from 0 to 1: the place of the first failure in a row of ever rarer
  /// successes is odd as often.
  private static func smallCoin(
    _ numerator: UInt,
    over denominator: UInt,
    using source: inout some RandomNumberGenerator
  ) -> Bool {
    var place: UInt = 1
    while UInt.random(in: 0..<denominator * place, using: &source) < numerator { place += 1 }
    return place % 2 == 1
  }
}
