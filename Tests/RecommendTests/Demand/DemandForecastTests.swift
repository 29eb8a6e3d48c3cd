import Foundation
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

  @Test func `a payday that all series share is foretold`() {
    let series = (0..<60).map { Self.monthly(seed: UInt64($0), periods: 44) }
    let forecaster = DemandForecaster(series.map { Array($0.prefix(40)) }, horizon: 4)

    var (error, levelError) = (0.0, 0.0)
    for units in series {
      let told = forecaster.forecasts(Array(units.prefix(40)), periods: 4).map(\.mean)
      let level = told.reduce(0, +) / 4
      for (came, mean) in zip(units[40...], told) {
        error += (came - mean) * (came - mean)
        levelError += (came - level) * (came - level)
      }
    }

    #expect(error < 0.7 * levelError, "\(error) against \(levelError)")
  }

  @Test func `what is asked about because it sold enough does not seem to grow`() {
    // Every series goes on as it was; only those with 20 units before period 40 are asked about,
    // some of them for luck. Without looking at that, a fifth too much was foretold.
    let all = (0..<2_000).map { Self.rare(seed: UInt64($0), periods: 52) }
    let asked = all.filter { $0.prefix(40).reduce(0, +) >= 20 }
    let forecaster = DemandForecaster(asked.map { Array($0.prefix(40)) }, horizon: 4)

    let told = asked.reduce(0) { $0 + 12 * forecaster.forecast(Array($1.prefix(40))).mean }
    let came = asked.reduce(0) { $0 + $1[40...].reduce(0, +) }

    #expect(asked.count > 500)
    #expect(abs(told / came - 1) < 0.08, "\(told / came)")
  }

  /// Around 50, a quarter more or less with the month.
  static func monthly(seed: UInt64, periods: Int) -> [Double] {
    var random = SmallRandom(seed: seed)
    return (0..<periods).map { period in
      let month = cos(2 * Double.pi * Double(period) / 4.35)
      return (50 * (1 + 0.25 * month) * (0.8 + 0.4 * Double(random.next(101)) / 100)).rounded()
    }
  }

  /// Mostly nothing, with a chance of its own that stays.
  static func rare(seed: UInt64, periods: Int) -> [Double] {
    var random = SmallRandom(seed: seed &* 0x9E37_79B9_7F4A_7C15)
    let chance = 10 + random.next(21)
    return (0..<periods).map { _ in random.next(100) < chance ? Double(1 + random.next(5)) : 0 }
  }

  /// Uniform from 0 to twice the mean.
  static func noisy(seed: UInt64, mean: Int) -> [Double] {
    var random = SmallRandom(seed: seed)
    return (0..<40).map { _ in Double(random.next(2 * mean + 1)) }
  }
}
