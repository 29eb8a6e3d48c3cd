import Recommend
import Testing

@Suite("Systems of equations")
struct PositiveSystemTests {
  @Test(arguments: [1, 2, 7, 30])
  func `the inverse times the matrix is one`(_ order: Int) {
    var random = SmallRandom(seed: UInt64(order))
    let factor = (0..<order * order).map { _ in Double(random.next(100)) / 50 - 1 }
    var matrix = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0..<order {
        for inner in 0..<order {
          matrix[row * order + column] +=
            factor[inner * order + row] * factor[inner * order + column]
        }
      }
      matrix[row * order + row] += 0.5
    }

    let inverse = PositiveSystem(rows: matrix, order: order).inverse()

    for row in 0..<order {
      for column in 0..<order {
        let cell = (0..<order).reduce(0) {
          $0 + matrix[row * order + $1] * inverse[$1 * order + column]
        }
        #expect(abs(cell - (row == column ? 1 : 0)) < 1e-8)
      }
    }
  }

  @Test func `a column that says nothing gets nothing`() {
    var side = [4.0, 3.0]

    PositiveSystem(rows: [2, 0, 0, 0], order: 2).solve(&side, width: 1)

    #expect(zip(side, [2, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}
