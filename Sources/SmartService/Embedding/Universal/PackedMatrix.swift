/// A matrix of weights, laid out for products with a few rows of numbers.
///
/// Eight neighbouring columns lie together, input after input, so that a product reads the weights
/// once from the beginning to the end and keeps its sums in registers.
package struct PackedMatrix: Sendable {
  let inputs: Int
  let outputs: Int
  private let panels: [SIMD8<Float>]

  /// Packs a matrix that lies row after row.
  ///
  /// - Precondition: `outputs` is a multiple of 8.
  package init(_ weights: [Float], inputs: Int, outputs: Int) {
    precondition(weights.count == inputs * outputs && outputs.isMultiple(of: 8))
    self.inputs = inputs
    self.outputs = outputs
    panels = weights.withUnsafeBytes { weights in
      var panels: [SIMD8<Float>] = []
      panels.reserveCapacity(inputs * outputs / 8)
      for column in stride(from: 0, to: outputs, by: 8) {
        for row in 0..<inputs {
          let byte = (row * outputs + column) * MemoryLayout<Float>.stride
          panels.append(weights.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self))
        }
      }
      return panels
    }
  }

  /// Multiplies rows with the matrix: `result[r][o] = Σ input[r][i] · weight[i][o]`.
  ///
  /// - Parameters:
  ///   - input: The first row; the rows may overlap.
  ///   - rows: How many there are.
  ///   - step: How many numbers lie between the beginnings of two rows.
  ///   - result: Where the first row of sums goes.
  ///   - resultStep: How many numbers lie between the beginnings of two rows of sums.
  package func multiply(
    _ input: UnsafePointer<Float>,
    rows: Int,
    step: Int,
    into result: UnsafeMutablePointer<Float>,
    resultStep: Int
  ) {
    panels.withUnsafeBufferPointer { panels in
      guard var panel = panels.baseAddress else { return }
      for column in stride(from: 0, to: outputs, by: 8) {
        var row = 0
        while row < rows {
          // The last rows are taken together with some before them, which come out as they are.
          if rows >= 6 {
            let start = min(row, rows - 6)
            let place = result + start * resultStep + column
            six(panel, input + start * step, step, place, resultStep)
            row = start + 6
          } else if rows >= 3 {
            let start = min(row, rows - 3)
            let place = result + start * resultStep + column
            three(panel, input + start * step, step, place, resultStep)
            row = start + 3
          } else {
            one(panel, input + row * step, result + row * resultStep + column)
            row += 1
          }
        }
        panel += inputs
      }
    }
  }

  /// As many rows as sums fit in the sixteen registers of every x86-64.
  @inline(__always)
  private func six(
    _ panel: UnsafePointer<SIMD8<Float>>,
    _ input: UnsafePointer<Float>,
    _ step: Int,
    _ result: UnsafeMutablePointer<Float>,
    _ resultStep: Int
  ) {
    var sums = (
      SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero,
      SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero
    )
    let second = input + step
    let third = second + step
    let fourth = third + step
    let fifth = fourth + step
    let sixth = fifth + step
    for index in 0..<inputs {
      let weights = panel[index]
      sums.0 += weights * input[index]
      sums.1 += weights * second[index]
      sums.2 += weights * third[index]
      sums.3 += weights * fourth[index]
      sums.4 += weights * fifth[index]
      sums.5 += weights * sixth[index]
    }
    store(sums.0, result)
    store(sums.1, result + resultStep)
    store(sums.2, result + 2 * resultStep)
    store(sums.3, result + 3 * resultStep)
    store(sums.4, result + 4 * resultStep)
    store(sums.5, result + 5 * resultStep)
  }

  @inline(__always)
  private func three(
    _ panel: UnsafePointer<SIMD8<Float>>,
    _ input: UnsafePointer<Float>,
    _ step: Int,
    _ result: UnsafeMutablePointer<Float>,
    _ resultStep: Int
  ) {
    var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    let second = input + step
    let third = second + step
    for index in 0..<inputs {
      let weights = panel[index]
      sums.0 += weights * input[index]
      sums.1 += weights * second[index]
      sums.2 += weights * third[index]
    }
    store(sums.0, result)
    store(sums.1, result + resultStep)
    store(sums.2, result + 2 * resultStep)
  }

  @inline(__always)
  private func one(
    _ panel: UnsafePointer<SIMD8<Float>>,
    _ input: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    var even = SIMD8<Float>.zero
    var odd = SIMD8<Float>.zero
    var index = 0
    while index + 1 < inputs {
      even += panel[index] * input[index]
      odd += panel[index + 1] * input[index + 1]
      index += 2
    }
    if index < inputs { even += panel[index] * input[index] }
    store(even + odd, result)
  }

  @inline(__always)
  private func store(_ sums: SIMD8<Float>, _ place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: sums, as: SIMD8<Float>.self)
  }
}
