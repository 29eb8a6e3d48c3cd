import Foundation

/// Demand to come of one series: its mean and its quantiles, the same for each period ahead.
public struct DemandForecast: Hashable, Sendable {
  /// Expected units per period, 0 or more.
  public let mean: Double
  /// How units of one period are spread around the mean.
  public let distribution: NegativeBinomial
  let calibration: QuantileCalibration

  /// The units that are not exceeded in a period with a probability.
  ///
  /// - Parameter probability: Above 0 and below 1. Quantiles never fall as it rises.
  /// - Returns: A whole number from 0.
  public func quantile(_ probability: Double) -> Double {
    distribution.quantile(calibration.level(probability))
  }
}

/// Forecasts many series of demand together.
///
/// Opinions on each series' level are blended by weights that did best on all series at earlier
/// origins; quantiles are those of a negative binomial whose variance is drawn from the series' own
/// errors towards those of series like it, and whose levels are calibrated at the same origins.
/// Deterministic; O(series × periods × origins).
public struct DemandForecaster: Sendable {
  private let blend: DemandBlend
  private let spread: DemandSpread
  private let calibrations: [QuantileCalibration]

  /// Learns from histories.
  ///
  /// - Parameters:
  ///   - histories: Units per period of each series, oldest first, all ending with the last known
  ///     period. Series may begin at different times. Negative and unreal numbers count as 0.
  ///   - horizon: How many periods ahead will be asked for, 1 or more.
  ///   - settings: How far to look back.
  public init(_ histories: [[Double]], horizon: Int, settings: Settings = Settings()) {
    precondition(horizon >= 1, "a horizon has at least one period")
    let histories = histories.map(Self.sound)
    let trials = DemandTrials(histories, horizon: horizon, settings: settings)
    let blend = DemandBlend(trials.blendTrials, pull: settings.pull)
    self.blend = blend
    let levels = trials.trials.map { blend.level($0.opinions, kind: $0.kind) }
    let spread = DemandSpread(trials, levels: levels)
    self.spread = spread
    calibrations = (0..<DemandKind.count).map {
      QuantileCalibration(trials, levels: levels, spread: spread, kind: $0)
    }
  }

  /// Forecasts one series.
  ///
  /// - Parameter history: Units per period, oldest first; empty counts as one period without demand.
  /// - Returns: The same forecast for each period of the horizon.
  public func forecast(_ history: [Double]) -> DemandForecast {
    let units = history.isEmpty ? [0] : Self.sound(history)
    let kind = DemandKind.kind(units[...])
    let mean = blend.level(LevelEstimates(units[...]).values, kind: kind)
    let variance = spread.variance(of: units[...], mean: mean, kind: kind)
    return DemandForecast(
      mean: mean,
      distribution: NegativeBinomial(mean: mean, variance: variance),
      calibration: calibrations[kind]
    )
  }

  private static func sound(_ units: [Double]) -> [Double] {
    units.map { $0.isFinite ? max(0, $0) : 0 }
  }

  /// How much of the past is looked back on; the defaults were chosen by backtests.
  public struct Settings: Sendable {
    /// At how many earlier origins, one period apart; 16 by default.
    public var origins = 16
    /// Periods that an origin needs before it; 8 by default.
    public var minimumPast = 8
    /// What draws weights to the tuned smoothing, as a share of the mean square of an opinion; 6 by default.
    public var pull = 6.0

    /// The defaults.
    public init() {}
  }
}
