import Foundation

/// How far demand strays from its forecast.
///
/// Over a class of series the variance is a share of the mean plus a share of its square; a single
/// series' own recent variance is drawn towards that by as many periods' weight.
struct DemandSpread {
  private var linear = [Double](repeating: 1.2, count: DemandKind.count)
  private var square = [Double](repeating: 0.2, count: DemandKind.count)
  /// How many periods of its own a series needs to weigh as much as its class.
  private static let strength = 10.0

  init(_ trials: DemandTrials, levels: [Double]) {
    for kind in 0..<DemandKind.count {
      // Weighted least squares of squared errors on the mean and its square, weights 1 / mean².
      var sums = (one: 0.0, two: 0.0, three: 0.0, left: 0.0, right: 0.0)
      for (trial, level) in zip(trials.trials, levels) where trial.kind == kind && level > 0 {
        let weight = 1 / (level + level * level) / (level + level * level)
        for came in trial.levelledNext {
          let error = (came - level) * (came - level)
          sums.one += weight * level * level
          sums.two += weight * level * level * level
          sums.three += weight * level * level * level * level
          sums.left += weight * level * error
          sums.right += weight * level * level * error
        }
      }
      let determinant = sums.one * sums.three - sums.two * sums.two
      guard sums.one > 0 else { continue }
      var a =
        determinant > 1e-12 ? (sums.left * sums.three - sums.right * sums.two) / determinant : 1
      var b = determinant > 1e-12 ? (sums.one * sums.right - sums.two * sums.left) / determinant : 0
      if a < 0.5 {
        a = 0.5
        b = max(0, (sums.right - a * sums.two) / max(sums.three, 1e-12))
      }
      if b < 0 {
        b = 0
        a = max(0.5, sums.left / sums.one)
      }
      linear[kind] = a
      square[kind] = b
    }
  }

  /// The variance of one period's demand around a forecast.
  func variance(of past: ArraySlice<Double>, mean: Double, kind: Int) -> Double {
    let common = linear[kind] * mean + square[kind] * mean * mean
    let recent = past.suffix(26)
    let own = recent.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(recent.count)
    let weight = Double(recent.count) / (Double(recent.count) + Self.strength)
    return weight * own + (1 - weight) * common
  }
}
