internal import CZlib

/// A ZIP archive as wheels and NumPy write it: members stored or deflated, below 4 GB.
///
/// Sizes are believed only as far as the bytes that are there can hold them, so that an archive which
/// lies costs no more memory than it is large itself times what DEFLATE can reach.
package struct ZipArchive {
  /// What the directory says about a member.
  package struct Member: Equatable {
    package let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let storedSize: Int
    package let size: Int
    let header: Int
  }

  /// DEFLATE makes at most 1,032 bytes out of one (RFC 1951: 258 of a code and a distance of a bit).
  static let largestRatio = 1032
  static let mostMembers = 4096

  package let members: [String: Member]
  private let bytes: SharedBytes
  private let name: String

  /// Reads the directory.
  ///
  /// - Throws: ``ModelFileError`` when it is no ZIP archive, or of a kind that no wheel is.
  package init(_ bytes: SharedBytes, name: String) throws(ModelFileError) {
    self.bytes = bytes
    self.name = name
    var reader = ByteReader(bytes, name: name)
    let directory = try Self.directory(&reader)
    try reader.move(to: directory.offset)
    var entries = try reader.slice(directory.size)
    var members: [String: Member] = [:]
    for _ in 0..<directory.count {
      let member = try Self.member(&entries)
      guard members.updateValue(member, forKey: member.name) == nil else {
        throw entries.failure("\(member.name) is there twice")
      }
    }
    self.members = members
  }

  /// A member's content.
  ///
  /// - Parameters:
  ///   - name: The member's whole name.
  ///   - limit: The largest size in bytes that is taken.
  /// - Returns: All of it, in memory of its own.
  /// - Throws: ``ModelFileError`` when it is not there, larger, or not what the directory says.
  package func content(of name: String, atMost limit: Int) throws(ModelFileError) -> SharedBytes {
    guard let member = members[name] else {
      throw ModelFileError(file: self.name, problem: "it has no member \(name)")
    }
    guard member.size <= limit else {
      throw ModelFileError(
        file: "\(self.name)/\(name)",
        problem: "it has \(member.size) bytes; at most \(limit) are taken"
      )
    }
    let stored = try storedBytes(of: member)
    return try SharedBytes(count: member.size) { target throws(ModelFileError) in
      if member.isDeflated {
        try Self.inflate(stored, into: target)
      } else {
        target.copyMemory(from: stored.buffer)
      }
      guard Self.checksum(of: UnsafeRawBufferPointer(target)) == member.checksum else {
        throw stored.failure("the checksum of \(name) is another")
      }
    }
  }

  private func storedBytes(of member: Member) throws(ModelFileError) -> ByteReader {
    var reader = ByteReader(bytes, name: "\(name)/\(member.name)")
    try reader.move(to: member.header)
    guard try reader.integer(UInt32.self) == 0x0403_4B50 else {
      throw reader.failure("there is no member here")
    }
    try reader.skip(22)
    let lengths = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
    try reader.skip(Int(lengths.0) + Int(lengths.1))
    return try reader.slice(member.storedSize)
  }

  /// Where the directory is; its end record is the last thing but a comment.
  private static func directory(_ reader: inout ByteReader) throws(ModelFileError)
    -> (offset: Int, size: Int, count: Int)
  {
    let last = reader.end - 22
    for start in stride(from: last, through: max(0, last - 0xFFFF), by: -1) {
      try reader.move(to: start)
      guard try reader.integer(UInt32.self) == 0x0605_4B50 else { continue }
      try reader.skip(6)
      let count = Int(try reader.integer(UInt16.self))
      let size = Int(try reader.integer(UInt32.self))
      let offset = Int(try reader.integer(UInt32.self))
      guard Int(try reader.integer(UInt16.self)) == reader.remaining else { continue }
      guard count <= mostMembers else { throw reader.failure("it has \(count) members") }
      guard offset + size <= start else { throw reader.failure("its directory is cut off") }
      return (offset, size, count)
    }
    throw ModelFileError(file: reader.name, problem: "it is no whole ZIP archive or wheel")
  }

  private static func member(_ reader: inout ByteReader) throws(ModelFileError) -> Member {
    guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw reader.failure("the directory has no entry here")
    }
    try reader.skip(4)
    let flags = try reader.integer(UInt16.self)
    let method = try reader.integer(UInt16.self)
    try reader.skip(4)
    let checksum = try reader.integer(UInt32.self)
    let storedSize = Int(try reader.integer(UInt32.self))
    let size = Int(try reader.integer(UInt32.self))
    let nameLength = Int(try reader.integer(UInt16.self))
    let extraLength = Int(try reader.integer(UInt16.self))
    let commentLength = Int(try reader.integer(UInt16.self))
    try reader.skip(8)
    let header = Int(try reader.integer(UInt32.self))
    let name = try reader.text(bytes: nameLength)
    try reader.skip(extraLength + commentLength)
    guard flags & 1 == 0 else { throw reader.failure("\(name) is encrypted") }
    guard method == 0 || method == 8 else {
      throw reader.failure("\(name) is compressed by method \(method)")
    }
    let isPossible =
      method == 0 ? size == storedSize : size / largestRatio <= storedSize
    guard isPossible else {
      throw reader.failure("\(name) cannot have \(size) bytes in \(storedSize)")
    }
    return Member(
      name: name,
      isDeflated: method == 8,
      checksum: checksum,
      storedSize: storedSize,
      size: size,
      header: header
    )
  }

  /// Fills the target with exactly what a raw DEFLATE stream (RFC 1951) holds.
  private static func inflate(_ stored: ByteReader, into target: UnsafeMutableRawBufferPointer)
    throws(ModelFileError)
  {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
      throw stored.failure("zlib has no memory")
    }
    defer { inflateEnd(&stream) }
    // zlib writes nothing to what it reads; its type only does not say so.
    let source = stored.buffer.assumingMemoryBound(to: UInt8.self)
    stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
    stream.avail_in = UInt32(stored.remaining)
    stream.next_out = target.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.avail_out = UInt32(target.count)
    guard CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END, stream.avail_out == 0 else {
      throw stored.failure("it does not unpack to the \(target.count) bytes that it should")
    }
  }

  private static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    return UInt32(truncatingIfNeeded: crc32_z(0, start, bytes.count))
  }
}
