/// A matrix of weights of four bits, as llama.cpp's Q4_0 has them: of each output 32 weights after the
/// other share a scale of 16 bits, and each is a number from −8 to 7 times the scale.
///
/// It stays where it is, so that a mapped file's pages are all the memory it takes.
package struct QuantisedMatrix {
  /// So many weights share a scale.
  static let block = 32
  /// A scale of two bytes, then 16 bytes: of the weights 0 to 15 the low half, of 16 to 31 the high.
  static let blockSize = 18

  let inputs: Int
  let outputs: Int
  private let bytes: ByteReader

  /// Takes the weights of all outputs, which lie one output after the other.
  ///
  /// - Throws: ``ModelFileError`` when there are more or fewer bytes than that.
  package init(_ bytes: ByteReader, inputs: Int, outputs: Int) throws(ModelFileError) {
    guard inputs.isMultiple(of: Self.block), inputs > 0, outputs > 0,
      bytes.remaining == inputs / Self.block * outputs * Self.blockSize
    else {
      throw bytes.failure(
        "\(bytes.remaining) bytes are not \(inputs) weights of \(outputs) outputs"
      )
    }
    self.bytes = bytes
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The weights of one output as numbers.
  func add(output: Int, to target: UnsafeMutablePointer<Float>) {
    let blocks = inputs / Self.block
    guard let start = bytes.buffer.baseAddress, (0..<outputs).contains(output) else { return }
    for block in 0..<blocks {
      let place = start + (output * blocks + block) * Self.blockSize
      let scale = Self.scale(place)
      let (low, high) = Self.weights(place)
      for index in 0..<16 {
        target[block * Self.block + index] += Float(low[index]) * scale
        target[block * Self.block + 16 + index] += Float(high[index]) * scale
      }
    }
  }

  /// Multiplies rows with the matrix and adds a bias.
  ///
  /// `result[r][o] = bias[o] + Σ rows[r][i] · weight[o][i]`.
  package func multiply(
    _ rows: QuantisedRows,
    bias: [Float],
    into result: UnsafeMutablePointer<Float>
  ) {
    precondition(rows.width == inputs && bias.count == outputs)
    let blocks = inputs / Self.block
    // Four outputs at a time are unpacked once and used for every row.
    var weights = [SIMD8<Int16>](repeating: .zero, count: 4 * blocks * 4)
    var scales = [SIMD4<Float>](repeating: .zero, count: blocks)
    weights.withUnsafeMutableBufferPointer { weights in
      scales.withUnsafeMutableBufferPointer { scales in
        rows.withPointers { numbers, rowScales in
          guard let weights = weights.baseAddress, let scales = scales.baseAddress else { return }
          for output in stride(from: 0, to: outputs, by: 4) {
            let count = min(4, outputs - output)
            unpack(output, count, weights, scales)
            for row in 0..<rows.count {
              let sums = Self.product(
                numbers + row * blocks * 4,
                rowScales + row * blocks,
                weights,
                scales,
                blocks
              )
              for index in 0..<count {
                result[row * outputs + output + index] = sums[index] + bias[output + index]
              }
            }
          }
        }
      }
    }
  }

  private func unpack(
    _ output: Int,
    _ count: Int,
    _ weights: UnsafeMutablePointer<SIMD8<Int16>>,
    _ scales: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let blocks = inputs / Self.block
    guard let start = bytes.buffer.baseAddress else { return }
    for index in 0..<count {
      for block in 0..<blocks {
        let place = start + ((output + index) * blocks + block) * Self.blockSize
        scales[block][index] = Self.scale(place)
        let (low, high) = Self.weights(place)
        let target = weights + (index * blocks + block) * 4
        target[0] = low.lowHalf
        target[1] = low.highHalf
        target[2] = high.lowHalf
        target[3] = high.highHalf
      }
    }
  }

  /// The sums of four outputs for one row.
  @inline(__always)
  private static func product(
    _ numbers: UnsafePointer<SIMD8<Int16>>,
    _ rowScales: UnsafePointer<Float>,
    _ weights: UnsafePointer<SIMD8<Int16>>,
    _ scales: UnsafePointer<SIMD4<Float>>,
    _ blocks: Int
  ) -> SIMD4<Float> {
    var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
    let second = weights + blocks * 4
    let third = second + blocks * 4
    let fourth = third + blocks * 4
    for block in 0..<blocks {
      let row = numbers + block * 4
      let scale = scales[block] * rowScales[block]
      sums.0 += SIMD4<Float>(dot(row, weights + block * 4)) * scale[0]
      sums.1 += SIMD4<Float>(dot(row, second + block * 4)) * scale[1]
      sums.2 += SIMD4<Float>(dot(row, third + block * 4)) * scale[2]
      sums.3 += SIMD4<Float>(dot(row, fourth + block * 4)) * scale[3]
    }
    return SIMD4(sums.0.sum(), sums.1.sum(), sums.2.sum(), sums.3.sum())
  }

  /// The products of a block of 32, summed up to four numbers.
  @inline(__always)
  private static func dot(
    _ first: UnsafePointer<SIMD8<Int16>>,
    _ second: UnsafePointer<SIMD8<Int16>>
  )
    -> SIMD4<Int32>
  {
    paired(first[0], second[0]) &+ paired(first[1], second[1])
      &+ paired(first[2], second[2]) &+ paired(first[3], second[3])
  }

  /// Neighbouring products added up: in this form it is one instruction of every x86-64 (`pmaddwd`).
  @inline(__always)
  private static func paired(_ first: SIMD8<Int16>, _ second: SIMD8<Int16>) -> SIMD4<Int32> {
    let products =
      SIMD8<Int32>(truncatingIfNeeded: first) &* SIMD8<Int32>(truncatingIfNeeded: second)
    return products.evenHalf &+ products.oddHalf
  }

  @inline(__always)
  private static func weights(_ place: UnsafeRawPointer) -> (SIMD16<Int16>, SIMD16<Int16>) {
    let codes = place.loadUnaligned(fromByteOffset: 2, as: SIMD16<UInt8>.self)
    let low = SIMD16<Int16>(truncatingIfNeeded: codes & 0x0F)
    let high = SIMD16<Int16>(truncatingIfNeeded: codes &>> 4)
    return (low &- 8, high &- 8)
  }

  /// The scale, a number of 16 bits (IEEE 754), widened without a table: shifted into place it is too
  /// small by the difference of the exponents' biases, 2¹¹².
  @inline(__always)
  private static func scale(_ place: UnsafeRawPointer) -> Float {
    let half = UInt32(place.loadUnaligned(as: UInt16.self))
    let magnitude = Float(bitPattern: (half & 0x7FFF) << 13) * 0x1p112
    return half & 0x8000 == 0 ? magnitude : -magnitude
  }
}
