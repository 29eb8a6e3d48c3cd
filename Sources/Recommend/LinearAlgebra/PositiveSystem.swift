/// A symmetric positive definite matrix, ready to solve equations: A = UᵀU with U upper triangular.
///
/// Rows are contiguous and each step adds a multiple of a row to a row, so that the compiler
/// vectorises it. O(n³ / 3) once, O(n²) for each right side.
package struct PositiveSystem {
  package let order: Int
  private var upper: [Double]

  /// Factors a matrix of which the upper triangle is read.
  ///
  /// A pivot that is not positive (columns that depend on each other, damaged numbers) is replaced by
  /// one so large that its unknown becomes 0.
  package init(rows matrix: [Double], order: Int) {
    self.order = order
    upper = matrix
    upper.withUnsafeMutableBufferPointer { cells in
      for pivot in 0..<order {
        let row = pivot * order
        let found = cells[row + pivot]
        let root = found > 1e-12 ? found.squareRoot() : 1e30
        cells[row + pivot] = root
        for column in pivot + 1..<max(order, pivot + 1) { cells[row + column] /= root }
        for below in pivot + 1..<max(order, pivot + 1) {
          let factor = cells[row + below]
          if factor == 0 { continue }
          let target = below * order
          for column in below..<order {
            cells[target + column] -= factor * cells[row + column]
          }
        }
      }
    }
  }

  /// Solves A X = B in place for a right side of `width` columns, stored by rows.
  package func solve(_ sides: inout [Double], width: Int) {
    upper.withUnsafeBufferPointer { cells in
      sides.withUnsafeMutableBufferPointer { sides in
        for pivot in 0..<order {
          let from = pivot * width
          let root = cells[pivot * order + pivot]
          for column in 0..<width { sides[from + column] /= root }
          for below in pivot + 1..<max(order, pivot + 1) {
            let factor = cells[pivot * order + below]
            if factor == 0 { continue }
            for column in 0..<width {
              sides[below * width + column] -= factor * sides[from + column]
            }
          }
        }
        for pivot in stride(from: order - 1, through: 0, by: -1) {
          let into = pivot * width
          for below in pivot + 1..<max(order, pivot + 1) {
            let factor = cells[pivot * order + below]
            if factor == 0 { continue }
            for column in 0..<width {
              sides[into + column] -= factor * sides[below * width + column]
            }
          }
          let root = cells[pivot * order + pivot]
          for column in 0..<width { sides[into + column] /= root }
        }
      }
    }
  }

  /// The inverse, by rows.
  package func inverse() -> [Double] {
    var cells = [Double](repeating: 0, count: order * order)
    for index in 0..<order { cells[index * order + index] = 1 }
    solve(&cells, width: order)
    return cells
  }
}
