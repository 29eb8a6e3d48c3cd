/// Shifts and scales each row to mean zero and variance one, then by what was learnt.
struct LayerNorm: Sendable {
  let gain: [Float]
  let shift: [Float]
  let epsilon: Float

  /// Changes rows in place.
  ///
  /// - Parameters:
  ///   - values: The first row, as many numbers as there are gains.
  ///   - rows: How many rows there are.
  ///   - step: How many numbers lie between the beginnings of two rows.
  func apply(_ values: UnsafeMutablePointer<Float>, rows: Int, step: Int) {
    let width = gain.count
    gain.withUnsafeBufferPointer { gain in
      shift.withUnsafeBufferPointer { shift in
        for row in 0..<rows {
          let values = values + row * step
          var sum: Float = 0
          for index in 0..<width { sum += values[index] }
          let mean = sum / Float(width)
          for index in 0..<width { values[index] -= mean }
          let squares = SentenceVector.dot(
            UnsafeRawPointer(values),
            UnsafeRawPointer(values),
            count: width
          )
          let factor = 1 / (squares / Float(width) + epsilon).squareRoot()
          for index in 0..<width {
            values[index] = values[index] * factor * gain[index] + shift[index]
          }
        }
      }
    }
  }
}
