internal import Foundation

/// Functions that a network applies to each number.
package enum Activation {
  /// `x · Φ(x)` with the distribution function of the normal distribution (Hendrycks and Gimpel 2016).
  package static func gelu(_ values: UnsafeMutableBufferPointer<Float>) {
    guard let start = UnsafeMutableRawPointer(values.baseAddress) else { return }
    var index = 0
    while index + 8 <= values.count {
      let place = start + index * MemoryLayout<Float>.stride
      let value = place.loadUnaligned(as: SIMD8<Float>.self)
      let result = 0.5 * value * (1 + erf(value * 0.707_106_77))
      place.storeBytes(of: result, as: SIMD8<Float>.self)
      index += 8
    }
    while index < values.count {
      values[index] = 0.5 * values[index] * (1 + erff(values[index] * 0.707_106_77))
      index += 1
    }
  }

  /// Makes shares of one from numbers whose differences are logarithms.
  package static func softmax(_ values: UnsafeMutableBufferPointer<Float>) {
    let largest = values.max() ?? 0
    var sum: Float = 0
    for index in values.indices {
      values[index] = expf(values[index] - largest)
      sum += values[index]
    }
    for index in values.indices { values[index] /= sum }
  }

  /// The error function, right to 1.5 · 10⁻⁷ (Abramowitz and Stegun 1964, 7.1.26).
  @inline(__always)
  static func erf(_ values: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafeBitCast(values, to: SIMD8<UInt32>.self)
    let sign = bits & 0x8000_0000
    let x = unsafeBitCast(bits & 0x7FFF_FFFF, to: SIMD8<Float>.self)
    let t = 1 / (1 + 0.327_591_1 * x)
    var sum: SIMD8<Float> = 1.061_405_4 * t - 1.453_152
    sum = sum * t + 1.421_413_7
    sum = sum * t - 0.284_496_74
    sum = sum * t + 0.254_829_6
    let magnitude = 1 - sum * t * exp(-x * x)
    return unsafeBitCast(
      unsafeBitCast(magnitude, to: SIMD8<UInt32>.self) | sign,
      to: SIMD8<Float>.self
    )
  }

  /// The exponential function of numbers up to 0, right to about 2 · 10⁻⁷ of its value: a power of two
  /// whose exponent is put into place, times a polynomial for what is left (Taylor, seven terms).
  @inline(__always)
  static func exp(_ values: SIMD8<Float>) -> SIMD8<Float> {
    let floor = SIMD8<Float>(repeating: -87)
    let x = values.replacing(with: floor, where: values .< floor)
    let shifted = x * 1.442_695 + SIMD8<Float>(repeating: 0x1.8p23)
    let power = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- 0x4B40_0000
    let whole = shifted - SIMD8<Float>(repeating: 0x1.8p23)
    let rest = (x - whole * 0.693_359_4) - whole * -0.000_212_194_44
    var sum: SIMD8<Float> = rest * 0.001_388_888_9 + 0.008_333_333
    sum = sum * rest + 0.041_666_668
    sum = sum * rest + 0.166_666_67
    sum = sum * rest + 0.5
    sum = sum * rest + 1
    sum = sum * rest + 1
    return sum * unsafeBitCast((power &+ 127) &<< 23, to: SIMD8<Float>.self)
  }
}
