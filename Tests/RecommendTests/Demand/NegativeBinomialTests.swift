import Foundation
import Recommend
import Testing

@Suite("Negative binomial")
struct NegativeBinomialTests {
  /// Values of scipy.stats.nbinom 1.17 and scipy.stats.poisson.
  @Test(
    arguments: [
      (mean: 3.0, variance: 6.0, probability: 0.6, quantile: 3.0),
      (mean: 3.0, variance: 6.0, probability: 0.98, quantile: 9.0),
      (mean: 0.2, variance: 0.5, probability: 0.95, quantile: 1.0),
      (mean: 50.0, variance: 50.0, probability: 0.975, quantile: 64.0),
    ])
  func `quantiles are those of others`(
    _ example: (mean: Double, variance: Double, probability: Double, quantile: Double)
  ) {
    let demand = NegativeBinomial(mean: example.mean, variance: example.variance)

    #expect(demand.quantile(example.probability) == example.quantile)
  }

  @Test(arguments: [0.05, 0.7, 4, 40, 190, 210, 5_000], [1.0, 1.5, 6])
  func `a quantile is the least count that holds its probability`(
    _ mean: Double,
    _ dispersion: Double
  ) {
    let demand = NegativeBinomial(mean: mean, variance: mean * dispersion)

    for probability in [0.1, 0.5, 0.8, 0.95, 0.98, 0.999] {
      let count = demand.quantile(probability)
      #expect(demand.cumulative(count) >= probability - 1e-6)
      #expect(count == 0 || demand.cumulative(count - 1) < probability + 1e-6)
    }
  }

  @Test func `numbers that are none count as no demand`() {
    let demand = NegativeBinomial(mean: .nan, variance: .infinity)

    #expect(demand.mean == 0)
    #expect(demand.quantile(0.99) == 0)
    #expect(demand.cumulative(0) == 1)
  }
}
