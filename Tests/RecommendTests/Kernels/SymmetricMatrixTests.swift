import Recommend
import Testing

@Suite("Symmetric matrices")
struct SymmetricMatrixTests {
  @Test(arguments: [1, 2, 3, 8, 33])
  func `values and vectors of a matrix give it back`(size: Int) {
    let matrix = Self.gram(size)

    let eigen = SymmetricEigen(matrix, size: size)

    for row in 0..<size {
      for column in 0..<size {
        let sum = (0..<size).reduce(0) {
          $0 + eigen.vectors[$1 * size + row] * eigen.values[$1]
            * eigen.vectors[$1 * size + column]
        }
        #expect(abs(sum - matrix[row * size + column]) < 1e-9)
      }
    }
  }

  @Test func `a matrix of zeros has values of zero`() {
    #expect(SymmetricEigen([0, 0, 0, 0], size: 2).values == [0, 0])
  }

  @Test(arguments: [1, 2, 3, 5, 7, 16])
  func `fewer items than factors give finite values, and orthogonal vectors`(rank: Int) {
    let size = 32
    let matrix = Self.gram(size, rank: rank)

    let eigen = SymmetricEigen(matrix, size: size)

    #expect(eigen.values.count { $0 > 1e-9 } == rank)
    for row in 0..<size {
      for column in 0...row {
        let cells = 0..<size
        let sum = cells.reduce(0) {
          $0 + eigen.vectors[$1 * size + row] * eigen.values[$1]
            * eigen.vectors[$1 * size + column]
        }
        let product = cells.reduce(0) {
          $0 + eigen.vectors[row * size + $1] * eigen.vectors[column * size + $1]
        }
        #expect(abs(sum - matrix[row * size + column]) < 1e-9)
        #expect(abs(product - (row == column ? 1 : 0)) < 1e-9)
      }
    }
  }

  @Test(arguments: [1e-155, 1e-160, 1e-165, Double.leastNonzeroMagnitude * 2_000])
  func `numbers whose squares vanish leave the others as they are`(tiny: Double) {
    let size = 8
    let matrix = (0..<size * size).map { $0 % (size + 1) == 0 ? Double($0 / size + 1) : tiny }

    let eigen = SymmetricEigen(matrix, size: size)

    #expect(eigen.values.sorted() == (1...size).map(Double.init))
    #expect(eigen.vectors.allSatisfy { $0.isFinite })
  }

  @Test(arguments: [1, 7, 8, 40])
  func `a matrix times its inverse is one`(size: Int) {
    let stride = (size + 7) / 8 * 8
    let matrix = Self.gram(size)
    var inverse = [Float](repeating: 0, count: size * stride)
    for row in 0..<size {
      for column in 0..<size { inverse[row * stride + column] = Float(matrix[row * size + column]) }
    }

    SymmetricInverse.invert(&inverse, size: size, stride: stride)

    for row in 0..<size {
      for column in 0..<size {
        let sum = (0..<size).reduce(0) {
          $0 + matrix[row * size + $1] * Double(inverse[$1 * stride + column])
        }
        #expect(abs(sum - (row == column ? 1 : 0)) < 1e-3)
      }
    }
  }

  /// The products of a few rows, as those of a shop with fewer items than factors.
  static func gram(_ size: Int, rank: Int) -> [Double] {
    var random = Dice(seed: UInt64(rank))
    let rows = (0..<rank * size).map { _ in Double.random(in: -1...1, using: &random) }
    return (0..<size * size).map { cell in
      (0..<rank).reduce(0) { $0 + rows[$1 * size + cell / size] * rows[$1 * size + cell % size] }
    }
  }

  /// A positive definite matrix with well-spread values.
  static func gram(_ size: Int) -> [Double] {
    var random = Dice(seed: UInt64(size))
    let rows = (0..<size * size).map { _ in Double.random(in: -1...1, using: &random) }
    return (0..<size * size).map { cell in
      let (row, column) = (cell / size, cell % size)
      let sum = (0..<size).reduce(0) { $0 + rows[row * size + $1] * rows[column * size + $1] }
      return sum + (row == column ? 1 : 0)
    }
  }
}

/// A random source with a seed, for tests.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
