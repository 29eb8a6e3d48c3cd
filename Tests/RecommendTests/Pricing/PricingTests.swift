import Foundation
import Recommend
import Testing

@Suite("Prices")
struct PricingTests {
  /// Weeks of a good whose elasticity is known, with Poisson's scatter.
  private func weeks(_ elasticity: Double, count: Int = 40, level: Double = 60, seed: UInt64)
    -> [PriceElasticity.Week]
  {
    var random = SeededSource(state: seed)
    return (0..<count).map { place in
      let price = 50 * [1, 1, 0.9, 1, 0.8][place % 5]
      let mean = level * pow(price / 50, elasticity)
      // Knuth's way to a Poisson number.
      var (units, product) = (0, Double.random(in: 0..<1, using: &random))
      while product > exp(-mean) {
        units += 1
        product *= Double.random(in: 0..<1, using: &random)
      }
      return PriceElasticity.Week(units: units, price: price)
    }
  }

  @Test(arguments: [-3.0, -1.5, -0.5])
  func `an elasticity is found with an interval that holds it about as often as said`(
    truth: Double
  ) throws {
    var (held, sum) = (0, 0.0)
    for seed in 1...60 as ClosedRange<UInt64> {
      let found = try #require(PriceElasticity(weeks(truth, seed: seed)))
      if found.bounds.contains(truth) { held += 1 }
      sum += found.value
    }
    #expect(held >= 46, "nine in ten, less chance and the prior's pull")
    #expect(abs(sum / 60 - truth) < 0.25)
  }

  @Test func `nothing is said of too few weeks, units or prices, nor of prices that are none`() {
    let flat = (0..<30).map { _ in PriceElasticity.Week(units: 9, price: 50) }
    #expect(PriceElasticity(flat) == nil)
    #expect(PriceElasticity(Array(weeks(-2, seed: 1).prefix(7))) == nil)
    #expect(PriceElasticity(weeks(-2, level: 0.2, seed: 1)) == nil)
    #expect(PriceElasticity([]) == nil)
    let broken =
      weeks(-2, count: 10, seed: 1)
      + [
        .init(units: 5, price: .nan), .init(units: 5, price: 0), .init(units: 5, price: .infinity),
      ]
    #expect(PriceElasticity(broken) == PriceElasticity(weeks(-2, count: 10, seed: 1)))
  }

  @Test func `demand that does not scatter little widens the interval`() throws {
    let calm = try #require(PriceElasticity(weeks(-2, seed: 4)))
    let wild = try #require(
      PriceElasticity(
        weeks(-2, seed: 4).enumerated().map {
          .init(units: $1.units * ($0 % 2 == 0 ? 3 : 1), price: $1.price)
        }
      )
    )
    #expect(
      wild.bounds.upperBound - wild.bounds.lowerBound > calm.bounds.upperBound
        - calm.bounds.lowerBound
    )
  }

  @Test func `a proposal keeps to floor, limit and step, and pays even by the cautious end`() throws
  {
    let strong = PriceElasticity(value: -4, bounds: -5...(-3.5))
    let made = try #require(
      PriceProposal(for: 10_000, cost: 5_000, strong, .init(dailyChange: 0.1, step: 100))
    )
    #expect(made.price == 9_000 && made.leastProfit >= 1)
    #expect(made.units.lowerBound > 1.4 && made.units.upperBound < 1.7)
    let floor = try #require(
      PriceProposal(for: 10_000, cost: 5_000, strong, .init(marginFloor: 0.46, step: 100))
    )
    #expect(floor.price == 9_300)
    let weak = PriceElasticity(value: -1.2, bounds: -2...(-0.4))
    #expect(PriceProposal(for: 10_000, cost: 5_000, weak) == nil)
    #expect(PriceProposal(for: 10_000, cost: 10_000, strong) == nil)
    #expect(PriceProposal(for: 0, cost: 0, strong) == nil)
    #expect(PriceProposal(for: 10_000, cost: 5_000, strong, .init(dailyChange: 0.9)) == nil)
  }

  @Test func `no proposal breaks a limit, whatever the numbers`() {
    var random = SeededSource(state: 2)
    for _ in 0..<2_000 {
      let price = Int64.random(in: 1...200_000, using: &random)
      let cost = Int64.random(in: 0...200_000, using: &random)
      let middle = Double.random(in: -8...2, using: &random)
      let side = Double.random(in: 0...3, using: &random)
      let limits = PriceProposal.Limits(
        marginFloor: Double.random(in: 0..<0.9, using: &random),
        dailyChange: Double.random(in: 0.01...0.3, using: &random),
        step: Int64.random(in: 1...500, using: &random)
      )
      let elasticity = PriceElasticity(value: middle, bounds: middle - side...middle + side)
      guard let made = PriceProposal(for: price, cost: cost, elasticity, limits) else { continue }
      #expect(made.price < price && made.price % limits.step == 0)
      #expect(Double(made.price) >= Double(price) * (1 - limits.dailyChange) - 1e-6)
      #expect(Double(made.price - cost) / Double(made.price) >= limits.marginFloor)
      #expect(made.leastProfit >= 1)
    }
  }
}
