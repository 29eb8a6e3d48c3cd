import Foundation

/// Logistic regression with a ridge penalty on standardised features, fitted by damped Newton's steps.
///
/// Iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear Models, 2.5) with a
/// line search (Nocedal and Wright, Numerical Optimization, 3.1): only steps that lower the penalised
/// log loss are taken, so that labels however rare cannot make it diverge. The intercept is not
/// penalised, so the mean of the fitted probabilities is the rate of the examples.
package struct LogisticRegression: Sendable {
  /// The weight of each raw feature.
  package private(set) var weights: [Float]
  /// The log-odds at zero of all raw features.
  package private(set) var intercept: Float

  /// Fits to examples.
  ///
  /// Labels that are all alike, or none, give weights of 0 and the log-odds of half a purchase more
  /// among one example more.
  ///
  /// - Parameters:
  ///   - examples: What to learn from.
  ///   - penalty: What the square of a standardised weight costs, against the log loss summed over the
  ///     examples.
  ///   - steps: Newton's steps at most.
  package init(_ examples: NeedExamples, penalty: Double, steps: Int = 24) {
    let tally = examples.tally
    guard tally.bought > 0, tally.bought < tally.all else {
      weights = [Float](repeating: 0, count: examples.width)
      intercept = Float(log((tally.bought + 0.5) / (tally.all - tally.bought + 0.5)))
      return
    }
    let scale = FeatureScale(examples)
    var loss = PenalisedLoss(examples, scale, penalty: penalty)
    for _ in 0..<steps {
      guard let gain = loss.descend(), gain > 1e-7 * loss.value else { break }
    }
    let width = examples.width
    let solution = loss.solution
    weights = (0..<width).map { Float(solution[$0] * Double(scale.factors[$0])) }
    let shift = (0..<width).reduce(0) {
      $0 + solution[$1] * Double(scale.factors[$1] * scale.means[$1])
    }
    intercept = Float(solution[width] - shift)
  }

  /// The log-odds of one example.
  package func logOdds(_ features: UnsafeBufferPointer<Float>) -> Float {
    var sum = intercept
    for index in weights.indices { sum += weights[index] * features[index] }
    return sum
  }
}
