/// The inverse of a large symmetric positive definite matrix in single precision.
///
/// With A = LLᵀ the inverse is L⁻ᵀL⁻¹; all three steps are inner products of rows, which lie together
/// in memory: n³/2 multiplications.
package enum SymmetricInverse {
  /// Replaces a matrix by its inverse.
  ///
  /// - Parameters:
  ///   - matrix: Rows with zeros behind each; only the lower half is read.
  ///   - size: The rows of the matrix.
  ///   - stride: From one row to the next, a multiple of 8.
  package static func invert(_ matrix: inout [Float], size: Int, stride: Int) {
    // Row c holds column c of L⁻¹, so that columns become rows; its first c numbers are zeros.
    var turned = [Float](repeating: 0, count: size * stride)
    matrix.withUnsafeMutableBufferPointer { matrix in
      let lower = SharedNumbers(matrix)
      factor(lower, size, stride)
      turned.withUnsafeMutableBufferPointer { turned in
        let columns = SharedNumbers(turned)
        ParallelRows.forEachPiece(of: size) { range in
          for column in range {
            substitute(lower, columns.part(column * stride, stride), column, size, stride)
          }
        }
        ParallelRows.forEachPiece(of: size) { range in
          for row in range {
            for other in 0...row {
              // The row of the greater number begins with zeros, so the sum may begin there.
              let start = row & ~(DenseRow.lanes - 1)
              let sum = DenseRow.dot(
                columns.part(row * stride + start, stride - start),
                columns.part(other * stride + start, stride - start),
                stride - start
              )
              lower[row * stride + other] = sum
            }
          }
        }
      }
      for row in 0..<size {
        for other in 0..<row { lower[other * stride + row] = lower[row * stride + other] }
      }
    }
  }

  /// Replaces the lower half by L.
  private static func factor(_ a: SharedNumbers<Float>, _ size: Int, _ stride: Int) {
    for row in 0..<size {
      let line = a.part(row * stride, stride)
      for column in 0...row {
        let rest = line[column] - Cholesky.dot(line, a.part(column * stride, stride), column)
        line[column] =
          column == row
          ? max(rest, .leastNormalMagnitude).squareRoot() : rest / a[column * stride + column]
      }
    }
  }

  /// Solves Lx = e for one unit vector.
  private static func substitute(
    _ lower: SharedNumbers<Float>,
    _ x: UnsafeMutablePointer<Float>,
    _ column: Int,
    _ size: Int,
    _ stride: Int
  ) {
    x[column] = 1 / lower[column * stride + column]
    for row in column + 1..<max(size, column + 1) {
      let line = lower.part(row * stride + column, row - column)
      x[row] = -Cholesky.dot(line, x + column, row - column) / lower[row * stride + row]
    }
  }
}
