/// Which level of the modelled distribution holds a wanted probability, as found at earlier origins.
///
/// Units are whole, so a count n is not above the modelled quantile of a level exactly when the model's
/// chance of fewer than n is below that level. The share p of the trials for which that holds is met by
/// the p-quantile of those chances: a conformal correction (Vovk, Gammerman and Shafer, "Algorithmic
/// Learning in a Random World", 2005) with the chance of fewer as the score. A level of 0 means that
/// more than the wanted share of the trials had no units at all.
struct QuantileCalibration: Hashable, Sendable {
  /// The levels at 0, 1/200, 2/200 … 1, rising.
  private let levels: [Double]
  private static let steps = 200

  init(_ trials: DemandTrials, levels means: [Double], spread: DemandSpread, kind: Int) {
    var counts = [Double](repeating: 0, count: 2_000)
    var total = 0.0
    for (trial, mean) in zip(trials.trials, means) where trial.kind == kind && mean > 0 {
      let variance = spread.variance(of: trial.past, mean: mean, kind: kind)
      for (came, factor) in zip(trial.next, trial.factors) {
        let model = NegativeBinomial(mean: mean, variance: variance).scaled(by: factor)
        counts[min(Int(model.cumulative(came - 1) * Double(counts.count)), counts.count - 1)] += 1
        total += 1
      }
    }
    guard total >= 200 else {
      levels = (0...Self.steps).map { Double($0) / Double(Self.steps) }
      return
    }
    levels = Self.quantiles(counts, total)
  }

  /// The level to ask the model for.
  func level(_ probability: Double) -> Double {
    let place = min(max(probability, 0), 1) * Double(Self.steps)
    let index = min(Int(place), Self.steps - 1)
    let level = levels[index] + (place - Double(index)) * (levels[index + 1] - levels[index])
    return min(level, 0.9999)
  }

  private static func quantiles(_ counts: [Double], _ total: Double) -> [Double] {
    var levels: [Double] = []
    var sum = 0.0
    var place = 0
    for step in 0...steps {
      let wanted = Double(step) / Double(steps) * total
      while place < counts.count, sum + counts[place] < wanted {
        sum += counts[place]
        place += 1
      }
      guard place < counts.count else {
        levels.append(1)
        continue
      }
      let part = counts[place] > 0 ? (wanted - sum) / counts[place] : 0
      levels.append((Double(place) + min(max(part, 0), 1)) / Double(counts.count))
    }
    return levels
  }
}
