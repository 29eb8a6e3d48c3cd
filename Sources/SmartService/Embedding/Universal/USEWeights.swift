internal import Foundation

/// The numbers of the encoder and its passage from pieces to a point.
struct USEWeights {
  static let width = 512
  /// The pieces' vectors lie in as many parts: the vector of piece p in part p mod 17.
  private static let parts = 17
  private static let rowsOfPart = 7530
  private static let branchWidth = 256
  private static let branchesWidth = 3 * branchWidth
  private static let featureWidth = width + branchesWidth

  /// One convolution over neighbours, twice, with what went in added to what comes out.
  private struct Branch {
    /// How many neighbours are seen, and how many of them lie before the piece.
    let size: Int
    let before: Int
    let first: PackedMatrix
    let firstBias: [Float]
    let second: PackedMatrix
    let secondBias: [Float]
  }

  private let table: [ByteReader]
  private let scale: [Float]
  private let lowest: [Float]
  private let epsilon: Float
  private let projection: PackedMatrix
  private let projectionBias: [Float]
  private let projectionNorm: LayerNorm
  private let branches: [Branch]
  private let featureNorm: LayerNorm
  private let mean: PackedMatrix
  private let meanBias: [Float]
  private let head: (d0: PackedMatrix, d1: PackedMatrix, d2: PackedMatrix, d3: PackedMatrix)
  private let bypass: (p1: PackedMatrix, p3: PackedMatrix)

  /// Reads the arrays of a folder, and maps the large ones.
  init(folder: URL) throws(ModelFileError) {
    let files = NumpyFolder(folder.appending(path: "weights"))
    var table: [ByteReader] = []
    for part in 1...Self.parts {
      table.append(try files.array("q\(part)").unsignedBytes(Self.rowsOfPart, Self.width))
    }
    self.table = table
    scale = try files.floats("scale", Self.parts)
    lowest = try files.floats("lo", Self.parts)
    let epsilon = Float(try files.array("eps").double())
    self.epsilon = epsilon

    let orders = [2, 3, 5]
    var columns: [[Float]] = []
    var bias: [Float] = []
    var gain: [Float] = []
    var shift: [Float] = []
    var branches: [Branch] = []
    for (order, before) in zip(orders, [0, 1, 2]) {
      columns.append(try files.floats("proj\(order)", Self.width, Self.branchWidth))
      bias += try files.floats("proj_b\(order)", Self.branchWidth)
      gain += try files.floats("ln_g\(order)", Self.branchWidth)
      shift += try files.floats("ln_b\(order)", Self.branchWidth)
      let inputs = order * Self.branchWidth
      branches.append(
        Branch(
          size: order,
          before: before,
          first: try files.matrix("w1_\(order)", inputs, Self.branchWidth),
          firstBias: try files.floats("b1_\(order)", Self.branchWidth),
          second: try files.matrix("w2_\(order)", inputs, Self.branchWidth),
          secondBias: try files.floats("b2_\(order)", Self.branchWidth)
        )
      )
    }
    self.branches = branches
    projection = PackedMatrix(
      (0..<Self.width).flatMap { row in
        columns.flatMap { $0[row * Self.branchWidth..<(row + 1) * Self.branchWidth] }
      },
      inputs: Self.width,
      outputs: Self.branchesWidth
    )
    projectionBias = bias
    projectionNorm = LayerNorm(gain: gain, shift: shift, epsilon: epsilon)
    featureNorm = LayerNorm(
      gain: try files.floats("ln_g", Self.featureWidth),
      shift: try files.floats("ln_b", Self.featureWidth),
      epsilon: epsilon
    )
    mean = try files.matrix("cnn_W", Self.featureWidth, Self.width)
    meanBias = try files.floats("cnn_b", Self.width)
    let hidden = 320
    head = (
      d0: try files.matrix("d0", Self.width, hidden),
      d1: try files.matrix("d1", hidden, hidden),
      d2: try files.matrix("d2", hidden, Self.width),
      d3: try files.matrix("d3", Self.width, Self.width)
    )
    bypass = (
      p1: try files.matrix("p1", Self.width, hidden),
      p3: try files.matrix("p3", hidden, Self.width)
    )
  }

  /// The point of a text's pieces, at least one.
  func point(of tokens: [Int32]) -> [Float] {
    var features = [Float](repeating: 0, count: tokens.count * Self.featureWidth)
    features.withUnsafeMutableBufferPointer { features in
      guard let features = features.baseAddress else { return }
      readVectors(of: tokens, into: features)
      convolve(features, count: tokens.count)
      featureNorm.apply(features, rows: tokens.count, step: Self.featureWidth)
    }
    return top(of: sum(features, rows: tokens.count), count: tokens.count)
  }

  private func readVectors(of tokens: [Int32], into features: UnsafeMutablePointer<Float>) {
    for (row, token) in tokens.enumerated() {
      let part = Int(token) % Self.parts
      let line = Int(token) / Self.parts
      // A vocabulary and a table that do not belong together must not read beyond the table.
      guard line < Self.rowsOfPart else { continue }
      let codes = table[part].buffer
      let target = features + row * Self.featureWidth
      let (scale, lowest) = (scale[part], lowest[part])
      for index in 0..<Self.width {
        target[index] = Float(codes[line * Self.width + index]) * scale + lowest
      }
    }
  }

  private func convolve(_ features: UnsafeMutablePointer<Float>, count: Int) {
    var projected = [Float](repeating: 0, count: count * Self.branchesWidth)
    projected.withUnsafeMutableBufferPointer { projected in
      guard let projected = projected.baseAddress else { return }
      projection.multiply(
        features,
        rows: count,
        step: Self.featureWidth,
        into: projected,
        resultStep: Self.branchesWidth
      )
      for row in 0..<count {
        for column in 0..<Self.branchesWidth {
          projected[row * Self.branchesWidth + column] += projectionBias[column]
        }
      }
      projectionNorm.apply(projected, rows: count, step: Self.branchesWidth)
      for (index, branch) in branches.enumerated() {
        convolve(
          branch,
          from: projected + index * Self.branchWidth,
          into: features + Self.width + index * Self.branchWidth,
          count: count
        )
      }
    }
  }

  /// Rows with zeros before and behind them lie one after the other, so that a piece's neighbours
  /// are one long row, and those of the next piece overlap it.
  private func convolve(
    _ branch: Branch,
    from input: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    let width = Self.branchWidth
    var rows = [Float](repeating: 0, count: (count + branch.size - 1) * width)
    var sums = [Float](repeating: 0, count: count * width)
    rows.withUnsafeMutableBufferPointer { rows in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let start = rows.baseAddress, let sums = sums.baseAddress else { return }
        let inner = start + branch.before * width
        for row in 0..<count {
          (inner + row * width).update(from: input + row * Self.branchesWidth, count: width)
        }
        for (weights, bias) in [
          (branch.first, branch.firstBias), (branch.second, branch.secondBias),
        ] {
          weights.multiply(start, rows: count, step: width, into: sums, resultStep: width)
          for row in 0..<count {
            for column in 0..<width {
              let index = row * width + column
              inner[index] += max(sums[index] + bias[column], 0)
            }
          }
        }
        for row in 0..<count {
          (result + row * Self.featureWidth).update(from: inner + row * width, count: width)
        }
      }
    }
  }

  private func sum(_ features: [Float], rows: Int) -> [Float] {
    var sum = [Float](repeating: 0, count: Self.featureWidth)
    for row in 0..<rows {
      for column in 0..<Self.featureWidth {
        sum[column] += features[row * Self.featureWidth + column]
      }
    }
    return sum
  }

  /// From the sum of all features to the point.
  private func top(of features: [Float], count: Int) -> [Float] {
    let factor = 1 / Float(count).squareRoot()
    let text = zip(product(features, mean), meanBias).map { ($0 + Float(count) * $1) * factor }
    let first = product(text, head.d0).map { max($0, 0) }
    let second = zip(product(text, bypass.p1), product(first, head.d1)).map { max($0 + $1, 0) }
    let third = product(second, head.d2).map { max($0, 0) }
    let point = zip(product(second, bypass.p3), product(third, head.d3)).map { tanhf($0 + $1) }
    return SentenceVector.normalised(point)
  }

  private func product(_ row: [Float], _ matrix: PackedMatrix) -> [Float] {
    [Float](unsafeUninitializedCapacity: matrix.outputs) { result, initialised in
      row.withUnsafeBufferPointer { row in
        guard let row = row.baseAddress, let result = result.baseAddress else { return }
        matrix.multiply(row, rows: 1, step: 0, into: result, resultStep: 0)
      }
      initialised = matrix.outputs
    }
  }
}
