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

  /// What a direction of weights and intercept adds to the log-odds of each example.
  package func products(_ examples: NeedExamples, _ direction: [Double]) -> [Float] {
    let width = examples.width
    let factors = direction.map(Float.init)
    var row = [Float](repeating: 1, count: width + 1)
    return row.withUnsafeMutableBufferPointer { row in
      (0..<examples.count).map { index in
        apply(examples, index, row)
        var sum: Float = 0
        for place in 0...width { sum += factors[place] * row[place] }
        return sum
      }
    }
  }
}
