/// Rows of equally many single-precision numbers, one after the other.
public struct DenseRows: Hashable, Sendable, Codable {
  /// How many numbers a row has; a multiple of 8.
  public let width: Int
  /// All rows.
  public package(set) var values: [Float]

  /// How many rows there are.
  public var count: Int { width == 0 ? 0 : values.count / width }

  /// Rows of zeros.
  package init(count: Int, width: Int) {
    precondition(width.isMultiple(of: DenseRow.lanes), "rows are whole vectors")
    self.width = width
    values = [Float](repeating: 0, count: count * width)
  }

  /// The numbers of a row.
  subscript(row: Int) -> ArraySlice<Float> { values[row * width..<(row + 1) * width] }

  /// The sum of the outer products of all rows with themselves, in double precision: VᵀV.
  ///
  /// Rows are summed in pieces of fixed size whose sums are added in order, so that the result does
  /// not depend on how many processors there are.
  func gram() -> [Double] {
    let (count, width) = (count, width)
    let pieceSize = 256
    let pieces = (count + pieceSize - 1) / pieceSize
    var partial = [Float](repeating: 0, count: pieces * width * width)
    values.withUnsafeBufferPointer { values in
      let rows = SharedVectors(values)
      partial.withUnsafeMutableBufferPointer { partial in
        let sums = SharedNumbers(partial)
        ParallelRows.forEachPiece(of: pieces) { range in
          for piece in range {
            let sum = sums.part(piece * width * width, width * width)
            for row in piece * pieceSize..<min(count, (piece + 1) * pieceSize) {
              DenseRow.addOuterProduct(rows.row(row, width), width, to: sum)
            }
          }
        }
      }
    }
    var gram = [Double](repeating: 0, count: width * width)
    for piece in 0..<pieces {
      for cell in 0..<width * width { gram[cell] += Double(partial[piece * width * width + cell]) }
    }
    return gram
  }

  /// Each row times a square matrix in row-major order.
  func times(_ matrix: [Float]) -> DenseRows {
    var product = DenseRows(count: count, width: width)
    let (count, width) = (count, width)
    values.withUnsafeBufferPointer { values in
      let rows = SharedVectors(values)
      matrix.withUnsafeBufferPointer { matrix in
        let matrix = SharedVectors(matrix)
        product.values.withUnsafeMutableBufferPointer { product in
          let product = SharedNumbers(product)
          ParallelRows.forEachPiece(of: count) { range in
            for row in range {
              let (from, to) = (rows.row(row, width), product.part(row * width, width))
              for column in 0..<width where from[column] != 0 {
                DenseRow.add(matrix.row(column, width), times: from[column], width, to: to)
              }
            }
          }
        }
      }
    }
    return product
  }
}

/// Numbers that several processors read at once.
struct SharedVectors: @unchecked Sendable {
  // Unchecked: nobody writes while they are shared; the buffer outlives the parallel work.
  private let base: UnsafePointer<Float>

  init(_ buffer: UnsafeBufferPointer<Float>) {
    base = buffer.baseAddress ?? UnsafePointer(UnsafeMutablePointer<Float>.allocate(capacity: 0))
  }

  func row(_ row: Int, _ width: Int) -> UnsafePointer<Float> { base + row * width }
}

/// What is done to rows of single-precision numbers, eight at a time.
///
/// Widths are multiples of ``lanes``; pointers need the alignment of one number only.
enum DenseRow {
  /// How many numbers one vector holds.
  static let lanes = 8

  @inline(__always)
  static func vector(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  static func store(_ vector: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD8<Float>.self)
  }

  /// The inner product.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ width: Int) -> Float {
    var sum = SIMD8<Float>.zero
    var lane = 0
    while lane < width {
      sum += vector(a + lane) * vector(b + lane)
      lane += lanes
    }
    return sum.sum()
  }

  /// Adds a multiple of a row.
  @inline(__always)
  static func add(
    _ row: UnsafePointer<Float>,
    times factor: Float,
    _ width: Int,
    to sum: UnsafeMutablePointer<Float>
  ) {
    let factor = SIMD8<Float>(repeating: factor)
    var lane = 0
    while lane < width {
      store(vector(sum + lane) + factor * vector(row + lane), sum + lane)
      lane += lanes
    }
  }

  /// Adds the outer product of a row with itself to a square matrix.
  @inline(__always)
  static func addOuterProduct(
    _ row: UnsafePointer<Float>,
    _ width: Int,
    to sum: UnsafeMutablePointer<Float>
  ) {
    for line in 0..<width { add(row, times: row[line], width, to: sum + line * width) }
  }
}
