import Foundation
import SmartService
import Testing

@Suite("Arrays of NumPy")
struct NumpyArrayTests {
  private func file(_ header: String, _ content: [UInt8], version: UInt8 = 1) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [version, 0] + MadeArchive.little(UInt16(header.utf8.count))
      + Array(header.utf8) + content
  }

  private let numbers: [Float] = [1, -2, 0.5, 3, 4, 1e-9]
  private var content: [UInt8] { numbers.flatMap { MadeArchive.little($0.bitPattern) } }
  private let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n"

  @Test func `numbers are read with their shape`() throws {
    let array = try NumpyArray(SharedBytes(file(header, content)), name: "a.npy")
    #expect(array.shape == [2, 3])
    #expect(try array.floats(2, 3) == numbers)
    #expect(throws: ModelFileError.self) { try array.floats(3, 2) }
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }",
    "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }",
    "", "{}",
  ])
  func `a header that does not fit is an error`(header: String) {
    #expect(throws: ModelFileError.self) {
      try NumpyArray(SharedBytes(file(header, content)), name: "a.npy")
    }
  }

  @Test func `a file that is cut off anywhere is an error`() {
    let whole = file(header, content)
    for length in 0..<whole.count {
      #expect(throws: ModelFileError.self) {
        try NumpyArray(SharedBytes(Array(whole.prefix(length))), name: "a.npy")
      }
    }
    #expect(throws: ModelFileError.self) {
      try NumpyArray(SharedBytes(file(header, content, version: 9)), name: "a.npy")
    }
  }
}
