/// Rows of numbers rounded to −127 to 127, of which 32 after the other share a scale.
package struct QuantisedRows {
  package let count: Int
  let width: Int
  private let numbers: [SIMD8<Int16>]
  private let scales: [Float]

  /// Rounds rows that lie one behind the other, to the nearest and of two to the even number.
  ///
  /// - Precondition: `width` is a multiple of 32.
  package init(_ values: UnsafePointer<Float>, count: Int, width: Int) {
    self.count = count
    self.width = width
    let blocks = count * width / QuantisedMatrix.block
    var scales = [Float](repeating: 0, count: blocks)
    numbers = [SIMD8<Int16>](unsafeUninitializedCapacity: blocks * 4) { numbers, initialised in
      scales.withUnsafeMutableBufferPointer { scales in
        let source = UnsafeRawPointer(values)
        for block in 0..<blocks {
          let parts = Self.block(source + block * QuantisedMatrix.block * 4)
          let largest = Self.largest(parts)
          let scale = largest / 127
          let inverse: Float = scale > 0 ? 1 / scale : 0
          scales[block] = scale
          numbers[block * 4] = Self.rounded(parts.0 * inverse)
          numbers[block * 4 + 1] = Self.rounded(parts.1 * inverse)
          numbers[block * 4 + 2] = Self.rounded(parts.2 * inverse)
          numbers[block * 4 + 3] = Self.rounded(parts.3 * inverse)
        }
      }
      initialised = blocks * 4
    }
    self.scales = scales
  }

  func withPointers(_ body: (UnsafePointer<SIMD8<Int16>>, UnsafePointer<Float>) -> Void) {
    numbers.withUnsafeBufferPointer { numbers in
      scales.withUnsafeBufferPointer { scales in
        guard let numbers = numbers.baseAddress, let scales = scales.baseAddress else { return }
        body(numbers, scales)
      }
    }
  }

  private typealias Parts = (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>)

  @inline(__always)
  private static func block(_ source: UnsafeRawPointer) -> Parts {
    (
      source.loadUnaligned(as: SIMD8<Float>.self),
      source.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self),
      source.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self),
      source.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
    )
  }

  @inline(__always)
  private static func largest(_ parts: Parts) -> Float {
    let first = larger(magnitude(parts.0), magnitude(parts.1))
    let all = larger(first, larger(magnitude(parts.2), magnitude(parts.3)))
    let four = larger(all.lowHalf, all.highHalf)
    return max(max(four[0], four[1]), max(four[2], four[3]))
  }

  @inline(__always)
  private static func larger<Values: SIMD>(_ first: Values, _ second: Values) -> Values
  where Values.Scalar: Comparable {
    first.replacing(with: second, where: second .> first)
  }

  @inline(__always)
  private static func magnitude(_ values: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafeBitCast(values, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF
    return unsafeBitCast(bits, to: SIMD8<Float>.self)
  }

  /// Of a number that is 1.5 · 2²³ larger the lowest bits are the whole number itself.
  @inline(__always)
  private static func rounded(_ values: SIMD8<Float>) -> SIMD8<Int16> {
    let shifted = values + SIMD8<Float>(repeating: 0x1.8p23)
    return SIMD8<Int16>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<Int32>.self))
  }
}
