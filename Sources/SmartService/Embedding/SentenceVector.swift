/// Arithmetic on points that encoders made.
public enum SentenceVector {
  /// The sum of products; of two points of length one the cosine of their angle, −1 to 1.
  ///
  /// - Precondition: Both have as many numbers.
  public static func dot(_ first: [Float], _ second: [Float]) -> Float {
    precondition(first.count == second.count, "the points are of different encoders")
    return first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { dot(first, $0) }
    }
  }

  /// The sum of products with each of many points that lie one behind the other.
  ///
  /// - Parameters:
  ///   - point: The point that all are compared with.
  ///   - points: The numbers of as many points as there are.
  /// - Returns: One number for each of the points.
  /// - Precondition: `points` holds whole points of the size of `point`.
  public static func dots(of point: [Float], with points: [Float]) -> [Float] {
    guard !point.isEmpty else { return [] }
    precondition(points.count.isMultiple(of: point.count), "the last point is not whole")
    return point.withUnsafeBufferPointer { point in
      points.withUnsafeBufferPointer { points in
        stride(from: 0, to: points.count, by: point.count).map { start in
          dot(point, UnsafeBufferPointer(rebasing: points[start..<start + point.count]))
        }
      }
    }
  }

  /// The point of length one in the same direction; a point without a direction stays as it is.
  public static func normalised(_ point: [Float]) -> [Float] {
    let square = dot(point, point)
    guard square > 1e-12, square.isFinite else { return point }
    let factor = 1 / square.squareRoot()
    return point.map { $0 * factor }
  }

  /// The sum of products of two buffers of the same size.
  static func dot(_ first: UnsafeBufferPointer<Float>, _ second: UnsafeBufferPointer<Float>)
    -> Float
  {
    guard let first = UnsafeRawPointer(first.baseAddress),
      let other = UnsafeRawPointer(second.baseAddress)
    else { return 0 }
    return dot(first, other, count: second.count)
  }

  /// The sum of products of so many numbers at two places.
  static func dot(_ first: UnsafeRawPointer, _ second: UnsafeRawPointer, count: Int) -> Float {
    let size = MemoryLayout<Float>.stride
    // Two sums, so that an addition need not wait for the one before it.
    var even = SIMD8<Float>.zero
    var odd = SIMD8<Float>.zero
    var index = 0
    while index + 16 <= count {
      even +=
        first.loadUnaligned(fromByteOffset: index * size, as: SIMD8<Float>.self)
        * second.loadUnaligned(fromByteOffset: index * size, as: SIMD8<Float>.self)
      odd +=
        first.loadUnaligned(fromByteOffset: (index + 8) * size, as: SIMD8<Float>.self)
        * second.loadUnaligned(fromByteOffset: (index + 8) * size, as: SIMD8<Float>.self)
      index += 16
    }
    var rest: Float = 0
    while index < count {
      rest +=
        first.loadUnaligned(fromByteOffset: index * size, as: Float.self)
        * second.loadUnaligned(fromByteOffset: index * size, as: Float.self)
      index += 1
    }
    return (even + odd).sum() + rest
  }
}
