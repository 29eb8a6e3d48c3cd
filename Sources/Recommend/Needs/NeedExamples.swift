/// Pairs of a household and a category at a cut-off, with whether the category was bought after it.
package struct NeedExamples {
  /// Features of one pair.
  package let width: Int
  /// Features by rows.
  package var features: [Float] = []
  /// 1 when the category was bought within the horizon, else 0.
  package var labels: [Float] = []
  /// How many pairs each example stands for.
  package var weights: [Float] = []

  /// No examples yet.
  package init(width: Int) { self.width = width }

  /// How many examples there are.
  package var count: Int { labels.count }

  /// How many pairs were bought, and how many there are.
  package var tally: (bought: Double, all: Double) {
    var bought = 0.0
    var all = 0.0
    for index in labels.indices {
      bought += Double(labels[index] * weights[index])
      all += Double(weights[index])
    }
    return (bought, all)
  }

  /// The share of pairs that were bought.
  package var rate: Double {
    let tally = tally
    return tally.all > 0 ? tally.bought / tally.all : 0
  }

  /// The examples for which a feature is above zero, or those for which it is not.
  package func split(by feature: Int) -> (above: NeedExamples, rest: NeedExamples) {
    var above = NeedExamples(width: width)
    var rest = NeedExamples(width: width)
    for index in 0..<count {
      if features[index * width + feature] > 0 {
        above.append(from: self, index)
      } else {
        rest.append(from: self, index)
      }
    }
    return (above, rest)
  }

  /// Adds an example.
  package mutating func append(_ row: ArraySlice<Float>, _ label: Float, _ weight: Float) {
    features.append(contentsOf: row)
    labels.append(label)
    weights.append(weight)
  }

  private mutating func append(from other: NeedExamples, _ index: Int) {
    features.append(contentsOf: other.features[index * width..<(index + 1) * width])
    labels.append(other.labels[index])
    weights.append(other.weights[index])
  }
}
