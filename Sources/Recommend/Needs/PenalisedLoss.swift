import Foundation

/// The log loss of a logistic regression over examples and the ridge, at a solution that moves downhill.
package struct PenalisedLoss {
  /// Weights of the standardised features, and the intercept behind them.
  package private(set) var solution: [Double]
  /// The loss at the solution.
  package private(set) var value: Double

  private let examples: NeedExamples
  private let scale: FeatureScale
  private let penalty: Double
  /// The log-odds of each example at the solution.
  private var odds: [Float]

  /// Starts at weights of 0 and the log-odds of the rate of the examples, which is not 0 nor 1.
  package init(_ examples: NeedExamples, _ scale: FeatureScale, penalty: Double) {
    self.examples = examples
    self.scale = scale
    self.penalty = penalty
    let tally = examples.tally
    let start = log(tally.bought / (tally.all - tally.bought))
    solution = [Double](repeating: 0, count: examples.width) + [start]
    odds = [Float](repeating: Float(start), count: examples.count)
    value = 0
    value = loss(solution) { odds[$0] }
  }

  /// Goes one step: Newton's, or down the gradient where Newton's finds nothing lower.
  ///
  /// - Returns: By how much the loss fell; nothing when no step lowers it.
  package mutating func descend() -> Double? {
    let order = solution.count
    var sums = NewtonSums(examples, scale, odds)
    let mean = (0..<order).reduce(0) { $0 + sums.curvature[$1 * order + $1] } / Double(order)
    for place in 0..<order {
      let ridge = place < order - 1 ? penalty : 0
      // Single precision leaves errors of about a ten-millionth of the curvature in it.
      sums.curvature[place * order + place] += ridge + 1e-6 * mean
      sums.slope[place] -= ridge * solution[place]
    }
    var newton = sums.slope
    PositiveSystem(rows: sums.curvature, order: order).solve(&newton, width: 1)
    if let gain = search(newton, slope: sums.slope) { return gain }
    let gradient = (0..<order).map { sums.slope[$0] / sums.curvature[$0 * order + $0] }
    return search(gradient, slope: sums.slope)
  }

  /// Goes as far in a direction as halving finds a fall of the loss in proportion to the slope.
  private mutating func search(_ direction: [Double], slope: [Double]) -> Double? {
    let promise = zip(direction, slope).reduce(0) { $0 + $1.0 * $1.1 }
    guard promise > 0, promise.isFinite else { return nil }
    let rise = scale.products(examples, direction)
    var length = 1.0
    while length > 1e-6 {
      let trial = zip(solution, direction).map { $0 + length * $1 }
      let stretch = Float(length)
      let trialValue = loss(trial) { odds[$0] + stretch * rise[$0] }
      if trialValue <= value - 1e-4 * length * promise {
        let gain = value - trialValue
        for index in odds.indices { odds[index] += stretch * rise[index] }
        (solution, value) = (trial, trialValue)
        return gain
      }
      length /= 2
    }
    return nil
  }

  private func loss(_ solution: [Double], odds: (Int) -> Float) -> Double {
    var sum = solution.dropLast().reduce(0) { $0 + penalty / 2 * $1 * $1 }
    for index in 0..<examples.count {
      let odds = odds(index)
      let each = max(odds, 0) - examples.labels[index] * odds + log1p(exp(-abs(odds)))
      sum += Double(examples.weights[index] * each)
    }
    return sum
  }
}

/// Gradient and curvature of the log loss, the curvature summed in blocks so that single precision is
/// enough.
private struct NewtonSums {
  let order: Int
  /// The upper triangle by rows.
  var curvature: [Double]
  /// Downhill.
  var slope: [Double]

  init(_ examples: NeedExamples, _ scale: FeatureScale, _ odds: [Float]) {
    order = examples.width + 1
    curvature = [Double](repeating: 0, count: order * order)
    slope = [Double](repeating: 0, count: order)
    for start in stride(from: 0, to: examples.count, by: 1024) {
      add(examples, start..<min(start + 1024, examples.count), scale, odds)
    }
  }

  private mutating func add(
    _ examples: NeedExamples,
    _ range: Range<Int>,
    _ scale: FeatureScale,
    _ odds: [Float]
  ) {
    let order = self.order
    var block = [Float](repeating: 0, count: order * order)
    var row = [Float](repeating: 1, count: order)
    block.withUnsafeMutableBufferPointer { block in
      row.withUnsafeMutableBufferPointer { row in
        for index in range {
          scale.apply(examples, index, row)
          let probability = 1 / (1 + exp(-odds[index]))
          let weight = examples.weights[index]
          let error = Double(weight * (examples.labels[index] - probability))
          let spread = weight * max(probability * (1 - probability), 1e-6)
          for place in 0..<order {
            slope[place] += error * Double(row[place])
            let factor = spread * row[place]
            let from = place &* order
            for other in place..<order { block[from &+ other] += factor * row[other] }
          }
        }
      }
    }
    for place in block.indices { curvature[place] += Double(block[place]) }
  }
}
