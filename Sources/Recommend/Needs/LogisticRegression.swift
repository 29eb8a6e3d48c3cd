import Foundation

/// Logistic regression with a ridge penalty on standardised features, fitted by Newton's steps.
///
/// Iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear Models, 2.5). The
/// intercept is not penalised, so the mean of the fitted probabilities is the rate of the examples.
package struct LogisticRegression: Sendable {
  /// The weight of each raw feature.
  private(set) var weights: [Float]
  /// The log-odds at zero of all raw features.
  private(set) var intercept: Float

  /// Fits to examples.
  ///
  /// - Parameters:
  ///   - examples: What to learn from.
  ///   - penalty: What the square of a standardised weight costs, against the log loss summed over the
  ///     examples.
  ///   - steps: Newton's steps at most, whole and halved.
  package init(_ examples: NeedExamples, penalty: Double, steps: Int = 24) {
    let scale = FeatureScale(examples)
    let width = examples.width
    var solution = [Double](repeating: 0, count: width + 1)
    let rate = min(max(examples.rate, 1e-6), 1 - 1e-6)
    solution[width] = log(rate / (1 - rate))
    var accepted = solution
    var least = Double.infinity
    for _ in 0..<steps {
      let sums = NewtonSums(examples, scale, solution, penalty)
      guard sums.loss <= least else {
        // Far from the optimum a full step overshoots where purchases are rare: go half the way.
        for index in solution.indices { solution[index] = (solution[index] + accepted[index]) / 2 }
        continue
      }
      accepted = solution
      let gain = least - sums.loss
      least = sums.loss
      if gain < 1e-7 * least { break }
      let step = sums.step()
      for index in solution.indices { solution[index] += step[index] }
    }
    solution = accepted
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

/// Gradient and curvature of the log loss, summed in blocks so that single precision is enough.
private struct NewtonSums {
  let order: Int
  var curvature: [Double]
  var slope: [Double]
  /// The log loss over the examples and the penalty.
  var loss = 0.0

  init(_ examples: NeedExamples, _ scale: FeatureScale, _ solution: [Double], _ penalty: Double) {
    order = examples.width + 1
    curvature = [Double](repeating: 0, count: order * order)
    slope = [Double](repeating: 0, count: order)
    let current = solution.map(Float.init)
    for start in stride(from: 0, to: examples.count, by: 1024) {
      add(examples, start..<min(start + 1024, examples.count), scale, current)
    }
    for place in 0..<order - 1 {
      curvature[place * order + place] += penalty
      slope[place] -= penalty * solution[place]
      loss += penalty * solution[place] * solution[place] / 2
    }
  }

  /// What to add to the weights for the least loss, were it a parabola.
  func step() -> [Double] {
    var step = slope
    PositiveSystem(rows: curvature, order: order).solve(&step, width: 1)
    return step
  }

  private mutating func add(
    _ examples: NeedExamples,
    _ range: Range<Int>,
    _ scale: FeatureScale,
    _ current: [Float]
  ) {
    var block = [Float](repeating: 0, count: order * order)
    var blockSlope = [Float](repeating: 0, count: order)
    var row = [Float](repeating: 1, count: order)
    let order = self.order
    var blockLoss: Float = 0
    block.withUnsafeMutableBufferPointer { block in
      row.withUnsafeMutableBufferPointer { row in
        for index in range {
          scale.apply(examples, index, row)
          var odds: Float = 0
          for place in 0..<order { odds += current[place] * row[place] }
          let probability = 1 / (1 + exp(-odds))
          let weight = examples.weights[index]
          blockLoss +=
            weight * (max(odds, 0) - examples.labels[index] * odds + log1p(exp(-abs(odds))))
          let error = weight * (examples.labels[index] - probability)
          let spread = weight * max(probability * (1 - probability), 1e-6)
          for place in 0..<order {
            blockSlope[place] += error * row[place]
            let factor = spread * row[place]
            let from = place &* order
            for other in place..<order { block[from &+ other] += factor * row[other] }
          }
        }
      }
    }
    for place in block.indices { curvature[place] += Double(block[place]) }
    for place in 0..<order { slope[place] += Double(blockSlope[place]) }
    loss += Double(blockLoss)
  }
}

/// The mean and the reciprocal standard deviation of each feature over the examples.
package struct FeatureScale {
  package var means: [Float]
  package var factors: [Float]

  package init(_ examples: NeedExamples) {
    let width = examples.width
    var sums = [Double](repeating: 0, count: width)
    var squares = sums
    for index in 0..<examples.count {
      for place in 0..<width {
        let value = Double(examples.features[index * width + place])
        sums[place] += value
        squares[place] += value * value
      }
    }
    let count = Double(max(examples.count, 1))
    means = sums.map { Float($0 / count) }
    factors = (0..<width).map { place in
      let mean = sums[place] / count
      let variance = squares[place] / count - mean * mean
      return variance > 1e-9 ? Float(1 / variance.squareRoot()) : 0
    }
  }

  @inline(__always)
  package func apply(
    _ examples: NeedExamples,
    _ index: Int,
    _ row: UnsafeMutableBufferPointer<Float>
  ) {
    let width = examples.width
    for place in 0..<width {
      row[place] = (examples.features[index * width + place] - means[place]) * factors[place]
    }
  }
}
