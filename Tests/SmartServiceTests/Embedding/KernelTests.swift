import Foundation
import SmartService
import Testing

@Suite("Arithmetic of the encoders")
struct KernelTests {
  private func numbers(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in Float.random(in: range) }
  }

  @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 33, 384, 512])
  func `the sum of products is that of the definition`(count: Int) {
    let (first, second) = (numbers(count), numbers(count))
    let expected = zip(first, second).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(SentenceVector.dot(first, second)) - expected) < 1e-4)
  }

  @Test func `sums with many points are those with each`() {
    let point = numbers(19)
    let points = (0..<5).map { _ in numbers(19) }
    #expect(
      SentenceVector.dots(of: point, with: points.flatMap(\.self))
        == points.map { SentenceVector.dot(point, $0) }
    )
  }

  @Test func `a point is brought to length one, and nothing stays nothing`() {
    let point = SentenceVector.normalised(numbers(100))
    #expect(abs(SentenceVector.dot(point, point) - 1) < 1e-5)
    #expect(SentenceVector.normalised([0, 0]) == [0, 0])
  }

  @Test(arguments: 1...14)
  func `a product with a packed matrix is that of the definition`(rows: Int) {
    let (inputs, outputs) = (37, 16)
    let (weights, input) = (numbers(inputs * outputs), numbers(rows * inputs))
    var result = [Float](repeating: .nan, count: rows * outputs)
    PackedMatrix(weights, inputs: inputs, outputs: outputs)
      .multiply(input, rows: rows, step: inputs, into: &result, resultStep: outputs)
    for row in 0..<rows {
      for output in 0..<outputs {
        let expected = (0..<inputs).reduce(0.0) {
          $0 + Double(input[row * inputs + $1]) * Double(weights[$1 * outputs + output])
        }
        #expect(abs(Double(result[row * outputs + output]) - expected) < 1e-4)
      }
    }
  }

  @Test func `a product with weights of four bits is near that of the numbers`() throws {
    let (inputs, outputs, rows) = (64, 6, 3)
    var bytes: [UInt8] = []
    var weights: [[Float]] = []
    for _ in 0..<outputs {
      var line: [Float] = []
      for _ in 0..<inputs / 32 {
        let codes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        bytes += MadeArchive.little(UInt16(0x2E66)) + codes
        // 0x2E66 is 0.1 in 16 bits.
        line += codes.map { (Float($0 & 0x0F) - 8) * 0.099_975_586 }
        line += codes.map { (Float($0 >> 4) - 8) * 0.099_975_586 }
      }
      weights.append(line)
    }
    let matrix = try QuantisedMatrix(
      ByteReader(SharedBytes(bytes), name: "w"),
      inputs: inputs,
      outputs: outputs
    )
    let (input, bias) = (numbers(rows * inputs), numbers(outputs))
    var result = [Float](repeating: .nan, count: rows * outputs)
    matrix.multiply(QuantisedRows(input, count: rows, width: inputs), bias: bias, into: &result)
    for row in 0..<rows {
      for output in 0..<outputs {
        let expected = (0..<inputs).reduce(bias[output]) {
          $0 + input[row * inputs + $1] * weights[output][$1]
        }
        #expect(abs(result[row * outputs + output] - expected) < 0.06)
      }
    }
  }

  @Test func `what is no number does not stop the process`() {
    let rows = QuantisedRows([Float](repeating: .nan, count: 32), count: 1, width: 32)
    #expect(rows.count == 1)
    var values: [Float] = [.nan, .infinity, -.infinity, 1, 2, 3, 4, 5, 6]
    values.withUnsafeMutableBufferPointer { Activation.gelu($0) }
    #expect(abs(values[3] - 0.841_345) < 1e-5)
  }

  @Test func `the activation is right to a millionth`() {
    var values = (-800...800).map { Float($0) / 100 }
    let inputs = values
    values.withUnsafeMutableBufferPointer { Activation.gelu($0) }
    for (input, value) in zip(inputs, values) {
      let expected = 0.5 * Double(input) * (1 + erf(Double(input) / 2.0.squareRoot()))
      #expect(abs(Double(value) - expected) < 2e-6, "\(input)")
    }
  }
}
