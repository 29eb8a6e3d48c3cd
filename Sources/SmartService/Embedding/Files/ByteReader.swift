/// Reads little-endian values one after the other, and never past the end.
package struct ByteReader {
  let bytes: SharedBytes
  /// What the bytes are, for errors.
  let name: String
  private(set) var position: Int
  let end: Int

  package var remaining: Int { end - position }

  package init(_ bytes: SharedBytes, name: String) {
    self.init(bytes, name: name, from: 0, to: bytes.buffer.count)
  }

  private init(_ bytes: SharedBytes, name: String, from position: Int, to end: Int) {
    self.bytes = bytes
    self.name = name
    self.position = position
    self.end = end
  }

  func failure(_ problem: String) -> ModelFileError {
    ModelFileError(file: name, byte: position, problem: problem)
  }

  /// Goes to a byte, counted from the beginning of all bytes.
  mutating func move(to target: Int) throws(ModelFileError) {
    guard (0...end).contains(target) else { throw failure("it points to byte \(target) of \(end)") }
    position = target
  }

  mutating func skip(_ count: Int) throws(ModelFileError) {
    try need(count)
    position += count
  }

  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type)
    throws(ModelFileError) -> Value
  {
    try need(MemoryLayout<Value>.size)
    defer { position += MemoryLayout<Value>.size }
    let value = bytes.buffer.loadUnaligned(fromByteOffset: position, as: type)
    return Value(littleEndian: value)
  }

  mutating func float() throws(ModelFileError) -> Float {
    Float(bitPattern: try integer(UInt32.self))
  }

  /// A count or size, which the format gives 32 bits with a sign.
  mutating func count() throws(ModelFileError) -> Int {
    let value = try integer(Int32.self)
    guard value >= 0 else { throw failure("a count is \(value)") }
    return Int(value)
  }

  mutating func text(bytes count: Int) throws(ModelFileError) -> String {
    let part = try slice(count)
    return String(decoding: part.buffer, as: UTF8.self)
  }

  /// The next bytes, to be read by a reader of their own.
  mutating func slice(_ count: Int) throws(ModelFileError) -> ByteReader {
    try need(count)
    defer { position += count }
    return ByteReader(bytes, name: name, from: position, to: position + count)
  }

  /// A copy of the next values, at whatever address they lie.
  mutating func values<Value: BitwiseCopyable>(of type: Value.Type, count: Int)
    throws(ModelFileError) -> [Value]
  {
    let size = MemoryLayout<Value>.stride
    guard count >= 0, count <= remaining / size else {
      throw failure("\(count) values of \(size) bytes do not fit in the \(remaining) that are left")
    }
    defer { position += count * size }
    let source = UnsafeRawBufferPointer(
      rebasing: bytes.buffer[position..<position + count * size]
    )
    return [Value](unsafeUninitializedCapacity: count) { target, initialised in
      UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
      initialised = count
    }
  }

  /// What is left to read; valid as long as ``bytes`` is.
  package var buffer: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.buffer[position..<end])
  }

  private func need(_ count: Int) throws(ModelFileError) {
    guard count >= 0, count <= remaining else {
      throw failure("\(count) bytes are asked for, \(remaining) are left")
    }
  }
}
