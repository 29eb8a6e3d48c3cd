import Recommend
import Testing

@Suite("Factors of a row")
struct FactorSolverTests {
  /// Few ones take the small system, many the large one; both must solve the same equations.
  @Test(arguments: [1, 3, 4, 5, 20])
  func `a row's factors leave no slope of the loss`(ones: Int) {
    var random = Dice(seed: UInt64(ones))
    var columns = DenseRows(count: 40, width: 8)
    for place in columns.values.indices {
      columns.values[place] = Float.random(in: -1...1, using: &random)
    }
    let settings = FactorSettings(factors: 8, unobservedWeight: 0.1, regularisation: 0.2)
    let row = (0..<Int32(40)).shuffled(using: &random).prefix(ones).sorted()

    let solver = FactorSolver(columns: columns, settings: settings)
    let factors = solver.solve(row[...]).map(Double.init)

    let lambda = 0.2 * (Double(ones) + 0.1 * 40)
    let rows = (0..<40).map { column in
      solver.turned.values[column * 8..<(column + 1) * 8].map(Double.init)
    }
    for place in 0..<8 {
      var slope = lambda * factors[place]
      for (column, vector) in rows.enumerated() {
        let score = zip(vector, factors).reduce(0) { $0 + $1.0 * $1.1 }
        slope += 0.1 * score * vector[place]
        if row.contains(Int32(column)) { slope += (score - 1) * vector[place] }
      }
      #expect(abs(slope) < 1e-4)
    }
  }

  @Test func `a row without ones has no factors`() {
    let solver = FactorSolver(
      columns: DenseRows(count: 3, width: 8),
      settings: FactorSettings(factors: 8)
    )

    #expect(solver.solve([]) == [Float](repeating: 0, count: 8))
  }
}
