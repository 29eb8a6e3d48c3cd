/// What households that bought this go on to buy: a ridge regression from purchases before a cut-off
/// to purchases after it, for all categories at once.
///
/// Households are dealt into folds, and a household's scores come from the weights that the other
/// folds gave: so the scores of examples are as good as, and no better than, those of a household that
/// was never seen.
struct FutureRegression {
  static let folds = 4

  private let width: Int
  private let solutions: [Solution]

  /// Weights by rows of inputs and columns of outputs, and what stands without any input.
  struct Solution {
    let weights: [Float]
    let intercepts: [Float]
  }

  /// Fits to examples.
  ///
  /// - Parameters:
  ///   - inputs: What was bought before, a row for each example.
  ///   - outputs: What was bought after, in the same order.
  ///   - households: Whose row it is.
  ///   - signals: How many columns inputs have.
  ///   - width: How many columns outputs have.
  ///   - penalty: The ridge.
  init(
    inputs: SparseAmounts,
    outputs: SparseAmounts,
    households: [Int],
    signals: Int,
    width: Int,
    penalty: Double
  ) {
    self.width = width
    solutions = (0..<Self.folds).map { fold in
      var sums = Moments(signals: signals, width: width)
      for row in households.indices where Self.fold(households[row]) != fold {
        sums.add(inputs, outputs, row)
      }
      return sums.solution(penalty: penalty)
    }
  }

  /// Knows nothing: every score is 0.
  init(categories width: Int) {
    self.width = width
    let nothing = Solution(weights: [], intercepts: [Float](repeating: 0, count: width))
    solutions = Array(repeating: nothing, count: Self.folds)
  }

  static func fold(_ household: Int) -> Int { household % folds }

  /// The scores of every category for a household with the purchases in a row.
  func scores(_ inputs: SparseAmounts, row: Int, household: Int, into scores: inout [Float]) {
    let solution = solutions[Self.fold(household)]
    for column in 0..<width { scores[column] = solution.intercepts[column] }
    solution.weights.withUnsafeBufferPointer { weights in
      guard !weights.isEmpty else { return }
      inputs.forEach(row) { signal, amount in
        let from = signal * width
        for column in 0..<width { scores[column] += amount * weights[from + column] }
      }
    }
  }
}

/// Sums over examples that a ridge regression of many outputs needs.
private struct Moments {
  let signals: Int
  let width: Int
  var rows = 0.0
  var gram: [Double]
  var cross: [Double]
  var inputSums: [Double]
  var outputSums: [Double]

  init(signals: Int, width: Int) {
    self.signals = signals
    self.width = width
    gram = [Double](repeating: 0, count: signals * signals)
    cross = [Double](repeating: 0, count: signals * width)
    inputSums = [Double](repeating: 0, count: signals)
    outputSums = [Double](repeating: 0, count: width)
  }

  mutating func add(_ inputs: SparseAmounts, _ outputs: SparseAmounts, _ row: Int) {
    rows += 1
    for place in inputs.range(row) {
      let signal = Int(inputs.columns[place])
      let amount = inputs.amounts[place]
      inputSums[signal] += Double(amount)
      for other in inputs.range(row) {
        gram[signal * signals + Int(inputs.columns[other])] += Double(
          amount * inputs.amounts[other]
        )
      }
      for other in outputs.range(row) {
        cross[signal * width + Int(outputs.columns[other])] += Double(
          amount * outputs.amounts[other]
        )
      }
    }
    for place in outputs.range(row) {
      outputSums[Int(outputs.columns[place])] += Double(outputs.amounts[place])
    }
  }

  /// Solves for centred inputs and outputs, so that the penalty does not touch the means.
  func solution(penalty: Double) -> FutureRegression.Solution {
    var system = gram
    var sides = cross
    let count = max(rows, 1)
    for row in 0..<signals {
      for column in 0..<signals {
        system[row * signals + column] -= inputSums[row] * inputSums[column] / count
      }
      for column in 0..<width {
        sides[row * width + column] -= inputSums[row] * outputSums[column] / count
      }
      system[row * signals + row] += penalty
    }
    PositiveSystem(rows: system, order: signals).solve(&sides, width: width)
    var intercepts = outputSums.map { $0 / count }
    for row in 0..<signals {
      for column in 0..<width {
        intercepts[column] -= inputSums[row] / count * sides[row * width + column]
      }
    }
    return .init(weights: sides.map(Float.init), intercepts: intercepts.map(Float.init))
  }
}
