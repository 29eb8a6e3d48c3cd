/// Solves small symmetric positive definite systems in single precision.
enum Cholesky {
  /// Replaces the right side by the solution, and the matrix's lower half by its factor.
  ///
  /// - Parameters:
  ///   - matrix: Rows that are `stride` apart; only the lower half is read.
  ///   - size: The rows of the matrix.
  ///   - stride: From one row to the next.
  ///   - right: The right side, `size` numbers.
  static func solve(
    _ matrix: UnsafeMutablePointer<Float>,
    size: Int,
    stride: Int,
    right: UnsafeMutablePointer<Float>
  ) {
    factor(matrix, size: size, stride: stride)
    solve(factor: matrix, size: size, stride: stride, right: right)
  }

  /// Replaces the matrix's lower half by its factor.
  static func factor(_ matrix: UnsafeMutablePointer<Float>, size: Int, stride: Int) {
    for row in 0..<size {
      let line = matrix + row * stride
      for column in 0...row {
        let other = matrix + column * stride
        let rest = line[column] - dot(line, other, column)
        // A row that rounding made dependent is taken as if it had a little of its own.
        line[column] =
          column == row ? max(rest, 1e-12).squareRoot() : rest / other[column]
      }
    }
  }

  /// Replaces the right side by the solution of a system whose factor is known.
  static func solve(
    factor: UnsafePointer<Float>,
    size: Int,
    stride: Int,
    right: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<size {
      let line = factor + row * stride
      right[row] = (right[row] - dot(line, right, row)) / line[row]
    }
    for row in (0..<size).reversed() {
      right[row] /= factor[row * stride + row]
      for earlier in 0..<row { right[earlier] -= right[row] * factor[row * stride + earlier] }
    }
  }

  /// The inner product of any length.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int)
    -> Float
  {
    let whole = count & ~(DenseRow.lanes - 1)
    var sum = DenseRow.dot(a, b, whole)
    for place in whole..<count { sum += a[place] * b[place] }
    return sum
  }
}
