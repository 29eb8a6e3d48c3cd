import Foundation
import Recommend
import Testing

/// SplitMix64 of Steele, Lea and Flood (2014), so that a test always sees the same draws.
struct SeededSource: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Noise of whole numbers")
struct DiscreteGaussianTests {
  @Test(arguments: [1, 4, 30, 700])
  func `each number comes as often as the curve says`(variance: Int) {
    var source = SeededSource(state: UInt64(variance))
    let curve = DiscreteGaussian(variance: variance)
    let draws = 20_000
    var seen: [Int: Int] = [:]
    for _ in 0..<draws { seen[curve.draw(using: &source), default: 0] += 1 }
    let reach = Int(8 * Double(variance).squareRoot()) + 2
    let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * Double(variance))) }
    let whole = weights.reduce(0, +)
    // Numbers that are expected five times or more are compared, the others as one.
    var (squares, cells, rest, restExpected) = (0.0, 0, draws, Double(draws))
    for (number, weight) in zip(-reach...reach, weights) {
      let expected = Double(draws) * weight / whole
      guard expected >= 5 else { continue }
      let count = seen[number] ?? 0
      squares += (Double(count) - expected) * (Double(count) - expected) / expected
      cells += 1
      rest -= count
      restExpected -= expected
    }
    if restExpected >= 5 {
      squares += (Double(rest) - restExpected) * (Double(rest) - restExpected) / restExpected
    }
    // Five deviations of a chi-square of so many degrees.
    let degrees = Double(cells)
    #expect(squares < degrees + 5 * (2 * degrees).squareRoot(), "\(squares) of \(cells)")
  }

  @Test func `the least and the greatest variance are kept to`() {
    #expect(DiscreteGaussian(variance: 0).variance == 1)
    #expect(DiscreteGaussian(variance: .max).variance == DiscreteGaussian.mostVariance)
    var source = SystemRandomNumberGenerator()
    let widest = DiscreteGaussian(variance: DiscreteGaussian.mostVariance)
    let draws = (0..<200).map { _ in widest.draw(using: &source) }
    #expect(Set(draws).count > 100)
    #expect(draws.allSatisfy { abs($0) < 12_000 })
  }
}

@Suite("What a report costs")
struct PrivacyCostTests {
  @Test(arguments: [0.1, 0.5, 1, 2, 4, 8])
  func `a cost is the greatest within its bound, and no less than the simple rule allows`(
    epsilon: Double
  ) {
    let cost = PrivacyCost(epsilon: epsilon)
    #expect(cost.epsilon <= epsilon)
    #expect(PrivacyCost(millionths: cost.millionths + 1).epsilon > epsilon)
    // Bun and Steinke (2016): ε = ρ + 2√(ρ ln 1/δ), which is never better.
    let rho = Double(cost.millionths) / 1e6
    #expect(cost.epsilon <= rho + 2 * (rho * log(1 / PrivacyCost.delta)).squareRoot())
  }

  @Test func `more is never cheaper, and nothing costs nothing`() {
    let costs = stride(from: 0.1, through: 8, by: 0.1).map { PrivacyCost(epsilon: $0) }
    #expect(zip(costs, costs.dropFirst()).allSatisfy { $0 < $1 })
    #expect(PrivacyCost(epsilon: 0).millionths == 0)
    #expect(PrivacyCost(epsilon: .nan).millionths == 0)
    #expect(PrivacyCost(millionths: -5).epsilon == 0)
    #expect((costs[0] + costs[1]).millionths == costs[0].millionths + costs[1].millionths)
  }
}
