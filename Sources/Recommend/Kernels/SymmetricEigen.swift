/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// Householder reflections make it tridiagonal, the implicit QL method makes that diagonal: Golub and
/// Van Loan, "Matrix Computations", §8.3. O(n³), made for the small Gram matrices of factor models.
/// Those have less than full rank where items are fewer than factors, so what is rounding of rounding,
/// 10⁻³⁰ of the largest number, counts as zero: its squares would vanish, and a division by them.
package struct SymmetricEigen {
  /// The eigenvalues, in the order of the rows of ``vectors``.
  package let values: [Double]
  /// The eigenvectors as the rows of an orthogonal matrix, one after the other.
  package let vectors: [Double]

  /// Decomposes a matrix.
  ///
  /// - Parameters:
  ///   - matrix: Row-major, symmetric, `size` × `size`.
  ///   - size: Its rows, 1 or more.
  package init(_ matrix: [Double], size: Int) {
    var matrix = matrix
    var rows = [Double](repeating: 0, count: size * size)
    for place in 0..<size { rows[place * size + place] = 1 }
    var diagonal = [Double](repeating: 0, count: size)
    var beside = [Double](repeating: 0, count: size)
    let floor = 1e-30 * matrix.reduce(0) { max($0, abs($1)) }
    matrix.withUnsafeMutableBufferPointer { matrix in
      rows.withUnsafeMutableBufferPointer { rows in
        for step in 0..<max(0, size - 2) {
          Self.reflect(matrix, rows, size, step, floor)
        }
        for place in 0..<size {
          diagonal[place] = matrix[place * size + place]
          if place + 1 < size { beside[place] = matrix[(place + 1) * size + place] }
        }
        Self.diagonalise(&diagonal, &beside, rows, size, floor)
      }
    }
    values = diagonal
    vectors = rows
  }

  /// Makes a column zero below its second element by H = I − βvvᵀ from both sides, and turns the rows.
  private static func reflect(
    _ a: UnsafeMutableBufferPointer<Double>,
    _ rows: UnsafeMutableBufferPointer<Double>,
    _ size: Int,
    _ step: Int,
    _ floor: Double
  ) {
    let first = step + 1
    var norm = 0.0
    for row in first..<size { norm += a[row * size + step] * a[row * size + step] }
    norm = norm.squareRoot()
    let head = a[first * size + step]
    guard norm > floor, norm > abs(head) else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * size) { room in
      let v = UnsafeMutableBufferPointer(rebasing: room[..<size])
      let w = UnsafeMutableBufferPointer(rebasing: room[size...])
      for row in 0..<size { v[row] = row < first ? 0 : a[row * size + step] }
      v[first] += head < 0 ? -norm : norm
      let beta = 2 / v.reduce(0) { $0 + $1 * $1 }
      // The rows: M − βv(vᵀM).
      w.update(repeating: 0)
      for row in first..<size { for k in 0..<size { w[k] += v[row] * rows[row * size + k] } }
      for row in first..<size {
        for k in 0..<size { rows[row * size + k] -= beta * v[row] * w[k] }
      }
      // The matrix: A − vwᵀ − wvᵀ with w = βAv − (β/2 vᵀβAv)v.
      for row in step..<size {
        w[row] = 0
        for k in first..<size { w[row] += beta * a[row * size + k] * v[k] }
      }
      var half = 0.0
      for row in first..<size { half += 0.5 * beta * v[row] * w[row] }
      for row in step..<size { w[row] -= half * v[row] }
      for row in step..<size {
        for k in step..<size { a[row * size + k] -= v[row] * w[k] + w[row] * v[k] }
      }
    }
  }

  /// Makes a tridiagonal matrix diagonal by QL steps with implicit shifts, turning the rows likewise.
  private static func diagonalise(
    _ d: inout [Double],
    _ e: inout [Double],
    _ rows: UnsafeMutableBufferPointer<Double>,
    _ size: Int,
    _ floor: Double
  ) {
    for start in 0..<size {
      for _ in 0..<60 {
        var end = start
        while end + 1 < size,
          abs(e[end]) > max(floor, 1e-15 * (abs(d[end]) + abs(d[end + 1])))
        { end += 1 }
        guard end > start else { break }
        step(&d, &e, rows, size, start, end)
      }
    }
  }

  /// One QL step on the unreduced block from `start` to `end`.
  private static func step(
    _ d: inout [Double],
    _ e: inout [Double],
    _ rows: UnsafeMutableBufferPointer<Double>,
    _ size: Int,
    _ start: Int,
    _ end: Int
  ) {
    let ratio = (d[start + 1] - d[start]) / (2 * e[start])
    let root = (ratio * ratio + 1).squareRoot()
    var chased = d[end] - d[start] + e[start] / (ratio + (ratio < 0 ? -root : root))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for place in (start..<end).reversed() {
      let (far, near) = (sine * e[place], cosine * e[place])
      let length = (far * far + chased * chased).squareRoot()
      e[place + 1] = length
      guard length > 0 else {
        // The block falls apart here; the next step takes its parts.
        d[place + 1] -= shift
        e[end] = 0
        return
      }
      (sine, cosine) = (far / length, chased / length)
      let moved = d[place + 1] - shift
      let sum = (d[place] - moved) * sine + 2 * cosine * near
      shift = sine * sum
      d[place + 1] = moved + shift
      chased = cosine * sum - near
      let (upper, lower) = (place * size, (place + 1) * size)
      for k in 0..<size {
        let (x, y) = (rows[upper + k], rows[lower + k])
        rows[lower + k] = sine * x + cosine * y
        rows[upper + k] = cosine * x - sine * y
      }
    }
    d[start] -= shift
    e[start] = chased
    e[end] = 0
  }
}
