import Foundation

/// What would have been said at earlier origins, beside what came.
///
/// Whoever asks about series picks those that sold enough, so all of them have grown to what they are,
/// some by luck alone. A series stands for itself only at origins where it would have been picked too:
/// otherwise demand would seem to grow always.
struct DemandTrials {
  /// One series at one origin.
  struct Trial {
    let kind: Int
    /// How many periods before the latest possible one the origin lies.
    let age: Int
    let opinions: [Double]
    /// Demand before the origin, without the common rhythm.
    let past: ArraySlice<Double>
    /// Demand of the next periods, as many as the horizon has.
    let next: ArraySlice<Double>
    /// What the common rhythm multiplies each of the next periods by.
    let factors: [Double]
    /// The root of the mean squared step from one period to the next before the origin.
    let scale: Double

    /// Demand of the next periods without the common rhythm.
    var levelledNext: [Double] { zip(next, factors).map { $0 / $1 } }
  }

  let trials: [Trial]

  init(
    _ histories: [[Double]],
    rhythm: CommonRhythm,
    horizon: Int,
    settings: DemandForecaster.Settings
  ) {
    var trials: [Trial] = []
    let least = histories.map { $0.reduce(0, +) }.min() ?? 0
    for history in histories {
      let levelled = rhythm.levelled(history)
      for back in 0..<settings.origins {
        let origin = history.count - horizon - back
        guard origin >= settings.minimumPast else { break }
        let past = levelled[..<origin]
        guard history[..<origin].reduce(0, +) >= least * Self.part(origin, of: history) else {
          break
        }
        let scale = Self.scale(past)
        guard scale > 0 else { continue }
        trials.append(
          Trial(
            kind: DemandKind.kind(past),
            age: back,
            opinions: LevelEstimates(past).values,
            past: past,
            next: history[origin..<origin + horizon],
            factors: (0..<horizon).map { rhythm.factor(origin + $0 - history.count + 1) },
            scale: scale
          )
        )
      }
    }
    self.trials = trials
  }

  var blendTrials: [DemandBlend.Trial] {
    trials.map {
      DemandBlend.Trial(
        kind: $0.kind,
        opinions: $0.opinions,
        came: LevelEstimates.mean($0.levelledNext[...]),
        scale: $0.scale
      )
    }
  }

  /// What part of the least demand of any series a shorter past must have.
  ///
  /// What is expected grows with time, what luck adds to it with the root of time; this lies between.
  private static func part(_ periods: Int, of history: [Double]) -> Double {
    pow(Double(periods) / Double(history.count), 0.75)
  }

  private static func scale(_ past: ArraySlice<Double>) -> Double {
    var sum = 0.0
    for place in past.indices.dropFirst() {
      sum += (past[place] - past[place - 1]) * (past[place] - past[place - 1])
    }
    return (sum / Double(max(past.count - 1, 1))).squareRoot()
  }
}
