/// How much too high or too low blended levels were at earlier origins, by class of series.
///
/// Weights that always sum to one cannot follow demand that falls or grows in all series together; the
/// units that came against the units that were foretold can. Older and newer origins are asked apart: a
/// class is corrected only if both say the same way, and only as far as the one that says less.
struct LevelCorrection {
  /// Nothing is corrected further than this.
  static let bounds = 0.85...1.15

  private let factors: [Double]

  /// - Parameters:
  ///   - trials: What came.
  ///   - levels: What the blend would have said, one for each trial.
  init(_ trials: DemandTrials, levels: [Double]) {
    let all = Array(zip(trials.trials, levels))
    factors = (0..<DemandKind.count).map { kind in
      let own = all.filter { $0.0.kind == kind }
      let middle = ((own.lazy.map(\.0.age).max() ?? 0) + 1) / 2
      let newer = Self.factor(own.filter { $0.0.age < middle })
      let older = Self.factor(own.filter { $0.0.age >= middle })
      guard (newer - 1) * (older - 1) > 0 else { return 1 }
      return abs(newer - 1) < abs(older - 1) ? newer : older
    }
  }

  /// The level as it should have been said.
  func corrected(_ level: Double, kind: Int) -> Double { factors[kind] * level }

  private static func factor(_ said: [(DemandTrials.Trial, Double)]) -> Double {
    let came = said.reduce(0) { $0 + LevelEstimates.mean($1.0.levelledNext[...]) }
    let foretold = said.reduce(0) { $0 + $1.1 }
    guard came > 0, foretold > 0 else { return 1 }
    return min(max(came / foretold, bounds.lowerBound), bounds.upperBound)
  }
}
