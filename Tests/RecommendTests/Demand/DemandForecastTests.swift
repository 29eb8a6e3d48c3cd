import Recommend
import Testing

@Suite("Forecasts of demand")
struct DemandForecastTests {
  @Test(arguments: [0.0, 1, 7.5, 4_000])
  func `a constant series goes on as it was`(_ level: Double) {
    let history = [Double](repeating: level, count: 30)

    let forecast = DemandForecaster([history], horizon: 4).forecast(history)

    #expect(abs(forecast.mean - level) < 1e-6)
  }

  @Test func `a series without demand is foretold none`() {
    let idle = [Double](repeating: 0, count: 40)

    let forecast = DemandForecaster([idle, Self.noisy(seed: 1, mean: 9)], horizon: 4).forecast(idle)

    #expect(forecast.mean == 0)
    #expect(forecast.quantile(0.98) == 0)
  }

  @Test(arguments: [[], [3], [0], [.nan, -2, .infinity], [1, 2]] as [[Double]])
  func `a short or damaged history gives finite numbers`(_ history: [Double]) {
    let forecast = DemandForecaster([history], horizon: 4).forecast(history)

    #expect(forecast.mean.isFinite && forecast.mean >= 0)
    #expect(forecast.quantile(0.98).isFinite)
  }

  @Test func `quantiles never fall as the probability rises`() {
    let histories = (0..<20).map { Self.noisy(seed: UInt64($0), mean: [1, 5, 60, 900][$0 % 4]) }
    let forecaster = DemandForecaster(histories, horizon: 4)

    for history in histories {
      let forecast = forecaster.forecast(history)
      let quantiles = stride(from: 0.01, to: 0.999, by: 0.01).map(forecast.quantile)
      #expect(quantiles == quantiles.sorted())
    }
  }

  @Test func `nine in ten weeks stay below the quantile of nine tenths`() {
    let histories = (0..<60).map { Self.noisy(seed: UInt64($0 + 100), mean: 20) }
    let forecaster = DemandForecaster(histories.map { Array($0.prefix(36)) }, horizon: 4)

    var below = 0
    for history in histories {
      let most = forecaster.forecast(Array(history.prefix(36))).quantile(0.9)
      below += history[36..<40].filter { $0 <= most }.count
    }

    #expect((204...232).contains(below), "\(below) of 240")
  }

  /// Uniform from 0 to twice the mean.
  static func noisy(seed: UInt64, mean: Int) -> [Double] {
    var random = SmallRandom(seed: seed)
    return (0..<40).map { _ in Double(random.next(2 * mean + 1)) }
  }
}
