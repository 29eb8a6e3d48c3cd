/// An array of numbers in NumPy's own format (NEP 1, version 1 or 2), row after row.
package struct NumpyArray {
  /// How many numbers lie along each axis; a single number has no axis.
  package let shape: [Int]
  /// NumPy's name of the type of a number.
  let type: String
  private let content: ByteReader

  /// Reads the header and checks that the numbers are all there.
  ///
  /// - Throws: ``ModelFileError`` when it is no such array or has more or fewer numbers.
  package init(_ bytes: SharedBytes, name: String) throws(ModelFileError) {
    var reader = ByteReader(bytes, name: name)
    guard try reader.text(bytes: 6).unicodeScalars.elementsEqual(Self.magic.unicodeScalars) else {
      throw ModelFileError(file: name, problem: "it is no array of NumPy")
    }
    let version = try reader.integer(UInt8.self)
    try reader.skip(1)
    let length =
      version == 1 ? Int(try reader.integer(UInt16.self)) : Int(try reader.integer(UInt32.self))
    guard (1...2).contains(version), length <= 4096 else {
      throw reader.failure("its header is of version \(version) and has \(length) bytes")
    }
    let header = try reader.text(bytes: length)
    guard let type = header.firstMatch(of: /'descr': '([^']{1,8})'/)?.1,
      let shape = header.firstMatch(of: /'shape': \(([0-9, ]*)\)/)?.1,
      header.contains("'fortran_order': False")
    else { throw reader.failure("its header is \(header)") }
    self.type = String(type)
    self.shape = shape.split(separator: ",").map { Int($0.filter { $0 != " " }) ?? -1 }
    content = reader
    let size = try numberSize(reader)
    var expected = size
    for extent in self.shape {
      let (product, isTooLarge) = expected.multipliedReportingOverflow(by: extent)
      guard extent > 0, !isTooLarge else { throw reader.failure("its shape is \(shape)") }
      expected = product
    }
    guard expected == reader.remaining else {
      throw reader.failure("its shape needs \(expected) bytes, \(reader.remaining) are there")
    }
  }

  /// A copy of the numbers, when they are of 32 bits and of that shape.
  package func floats(_ shape: Int...) throws(ModelFileError) -> [Float] {
    try check("<f4", shape)
    var reader = content
    return try reader.values(of: Float.self, count: shape.reduce(1, *))
  }

  /// The numbers where they lie, when they are bytes and of that shape.
  func unsignedBytes(_ shape: Int...) throws(ModelFileError) -> ByteReader {
    try check("|u1", shape)
    return content
  }

  /// The only number, of 64 bits.
  func double() throws(ModelFileError) -> Double {
    try check("<f8", [])
    var reader = content
    return Double(bitPattern: try reader.integer(UInt64.self))
  }

  private static let magic = String(decoding: [0x93] + Array("NUMPY".utf8), as: UTF8.self)

  private func numberSize(_ reader: ByteReader) throws(ModelFileError) -> Int {
    switch type {
    case "<f4": 4
    case "<f8": 8
    case "|u1": 1
    default: throw reader.failure("its numbers are of type \(type)")
    }
  }

  private func check(_ type: String, _ shape: [Int]) throws(ModelFileError) {
    guard self.type == type, self.shape == shape else {
      throw content.failure("it has \(self.type) \(self.shape) where \(type) \(shape) belongs")
    }
  }
}
