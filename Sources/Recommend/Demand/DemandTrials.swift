/// What would have been said at earlier origins, beside what came.
struct DemandTrials {
  /// One series at one origin.
  struct Trial {
    let kind: Int
    let opinions: [Double]
    /// Demand before the origin.
    let past: ArraySlice<Double>
    /// Demand of the next periods, as many as the horizon has.
    let next: ArraySlice<Double>
    /// The root of the mean squared step from one period to the next before the origin.
    let scale: Double
  }

  let trials: [Trial]

  init(_ histories: [[Double]], horizon: Int, settings: DemandForecaster.Settings) {
    var trials: [Trial] = []
    for history in histories {
      for back in 0..<settings.origins {
        let origin = history.count - horizon - back
        guard origin >= settings.minimumPast else { break }
        let past = history[..<origin]
        let scale = Self.scale(past)
        guard scale > 0 else { continue }
        trials.append(
          Trial(
            kind: DemandKind.kind(past),
            opinions: LevelEstimates(past).values,
            past: past,
            next: history[origin..<origin + horizon],
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
        came: LevelEstimates.mean($0.next),
        scale: $0.scale
      )
    }
  }

  private static func scale(_ past: ArraySlice<Double>) -> Double {
    var sum = 0.0
    for place in past.indices.dropFirst() {
      sum += (past[place] - past[place - 1]) * (past[place] - past[place - 1])
    }
    return (sum / Double(max(past.count - 1, 1))).squareRoot()
  }
}
