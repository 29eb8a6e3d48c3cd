/// Weights of the opinions on a level, found from how they would have done on all series together.
///
/// Ridge regression of the mean of the next periods on the opinions, each relative to the tuned
/// smoothing, so that weights always sum to one and no growth is made up. Errors are scaled by each
/// series' naive error, as RMSSE scales them (Hyndman and Koehler 2006; M5, Makridakis et al. 2022).
struct DemandBlend {
  /// Weights by class of series.
  private let weights: [[Double]]

  /// One look back: what was said at an origin and what came.
  struct Trial {
    let kind: Int
    let opinions: [Double]
    let came: Double
    let scale: Double
  }

  /// - Parameters:
  ///   - trials: What to learn from.
  ///   - pull: What draws a class to all series, and all series to the tuned smoothing, as a share of
  ///     the mean square of an opinion.
  init(_ trials: [Trial], pull: Double) {
    let all = Self.fit(trials, prior: [Double](repeating: 0, count: LevelEstimates.count), pull)
    weights = (0..<DemandKind.count).map { kind in
      Self.fit(trials.filter { $0.kind == kind }, prior: all, pull)
    }
  }

  /// The blended level, at least 0.
  func level(_ opinions: [Double], kind: Int) -> Double {
    let base = opinions[LevelEstimates.tuned]
    var level = base
    for place in opinions.indices { level += weights[kind][place] * (opinions[place] - base) }
    return max(0, level)
  }

  private static func fit(_ trials: [Trial], prior: [Double], _ pull: Double) -> [Double] {
    let count = LevelEstimates.count
    guard !trials.isEmpty else { return prior }
    var system = [Double](repeating: 0, count: count * count)
    var side = [Double](repeating: 0, count: count)
    for trial in trials {
      let base = trial.opinions[LevelEstimates.tuned]
      let row = trial.opinions.map { ($0 - base) / trial.scale }
      var target = (trial.came - base) / trial.scale
      for place in 0..<count { target -= prior[place] * row[place] }
      for place in 0..<count {
        side[place] += row[place] * target
        for other in place..<count { system[place * count + other] += row[place] * row[other] }
      }
    }
    let trace = (0..<count).reduce(0) { $0 + system[$1 * count + $1] } / Double(count)
    let independent = Double(trials.count)
    for place in 0..<count {
      system[place * count + place] += pull * trace + 1e-9 * independent + 1e-9
    }
    PositiveSystem(rows: system, order: count).solve(&side, width: 1)
    return zip(prior, side).map(+)
  }
}

/// How often a series has any demand.
enum DemandKind {
  static let count = 3

  static func kind(_ units: ArraySlice<Double>) -> Int {
    let idle = Double(units.lazy.filter { $0 <= 0 }.count) / Double(max(units.count, 1))
    return idle < 0.05 ? 0 : (idle < 0.5 ? 1 : 2)
  }
}
