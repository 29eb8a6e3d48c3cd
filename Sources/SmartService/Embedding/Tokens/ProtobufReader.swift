/// Reads the fields of a message of Protocol Buffers as they lie on the wire, without a schema.
package struct ProtobufReader {
  /// What a field holds.
  package enum Value {
    case varint(UInt64)
    case bits64(UInt64)
    case bits32(UInt32)
    /// A text, bytes or a message inside.
    case bytes(ByteReader)
  }

  private var reader: ByteReader

  package init(_ reader: ByteReader) { self.reader = reader }

  /// The next field, or nothing at the end.
  ///
  /// - Throws: ``ModelFileError`` when the message is cut off or no message.
  package mutating func next() throws(ModelFileError) -> (number: Int, value: Value)? {
    guard reader.remaining > 0 else { return nil }
    let tag = try varint()
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw reader.failure("its tag is \(tag)") }
    let number = Int(tag >> 3)
    switch tag & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .bits64(try reader.integer(UInt64.self)))
    case 2:
      let length = try varint()
      guard length <= UInt64(reader.remaining) else {
        throw reader.failure("field \(number) has \(length) bytes, \(reader.remaining) are left")
      }
      return (number, .bytes(try reader.slice(Int(length))))
    case 5: return (number, .bits32(try reader.integer(UInt32.self)))
    default: throw reader.failure("field \(number) is of wire type \(tag & 7)")
    }
  }

  private mutating func varint() throws(ModelFileError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try reader.integer(UInt8.self)
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw reader.failure("a number has more than ten bytes")
  }
}
