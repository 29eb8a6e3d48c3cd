import Foundation

/// Demand to come of one series in one period: its mean and its quantiles.
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
/// A rhythm that all series share is taken out first and put back at the end. Opinions on each series'
/// level are blended by weights that did best on all series at earlier origins, and corrected by how far
/// all series together were off there; quantiles are those of a negative binomial whose variance is drawn
/// from the series' own errors towards those of series like it, and whose levels are made to hold at the
/// same origins. Deterministic; O(series × periods × origins).
public struct DemandForecaster: Sendable {
  private let rhythm: CommonRhythm
  private let blend: DemandBlend
  private let correction: LevelCorrection
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
    let rhythm = CommonRhythm(histories)
    self.rhythm = rhythm
    let trials = DemandTrials(histories, rhythm: rhythm, horizon: horizon, settings: settings)
    let blend = DemandBlend(trials.blendTrials, pull: settings.pull)
    self.blend = blend
    let said = trials.trials.map { blend.level($0.opinions, kind: $0.kind) }
    let correction = LevelCorrection(trials, levels: said)
    self.correction = correction
    let levels = zip(trials.trials, said).map { correction.corrected($1, kind: $0.kind) }
    let spread = DemandSpread(trials, levels: levels)
    self.spread = spread
    calibrations = (0..<DemandKind.count).map {
      QuantileCalibration(trials, levels: levels, spread: spread, kind: $0)
    }
  }

  /// Forecasts the next period of one series.
  ///
  /// - Parameter history: Units per period, oldest first, up to the last period of the histories learnt
  ///   from; empty counts as one period without demand.
  /// - Returns: What that period may ask for.
  public func forecast(_ history: [Double]) -> DemandForecast { forecasts(history, periods: 1)[0] }

  /// Forecasts the next periods of one series.
  ///
  /// - Parameters:
  ///   - history: As for ``forecast(_:)``.
  ///   - periods: How many, 1 or more.
  /// - Returns: One forecast a period; they differ only where the series share a rhythm.
  public func forecasts(_ history: [Double], periods: Int) -> [DemandForecast] {
    let units = history.isEmpty ? [0] : rhythm.levelled(Self.sound(history))
    let kind = DemandKind.kind(units[...])
    let blended = blend.level(LevelEstimates(units[...]).values, kind: kind)
    let mean = correction.corrected(blended, kind: kind)
    let variance = spread.variance(of: units[...], mean: mean, kind: kind)
    let level = NegativeBinomial(mean: mean, variance: variance)
    return (1...periods).map { period in
      let distribution = level.scaled(by: rhythm.factor(period))
      return DemandForecast(
        mean: distribution.mean,
        distribution: distribution,
        calibration: calibrations[kind]
      )
    }
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
