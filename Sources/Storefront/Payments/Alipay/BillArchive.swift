internal import CZlib

/// The archive in which Alipay packs the tables of a bill: a ZIP file, members stored or deflated.
///
/// Sizes are believed only as far as a limit, so that an archive which lies costs no more memory.
struct BillArchive {
  /// The most bytes that all tables may have together.
  static let limit = 64 << 20

  private let bytes: [UInt8]

  /// Unpacks all members.
  ///
  /// - Throws: ``ProviderFailure/malformed`` when it is no whole ZIP file, or a member is not what the
  ///   directory says.
  static func members(of bytes: [UInt8]) throws(ProviderFailure) -> [[UInt8]] {
    let archive = Self(bytes: bytes)
    let end = try archive.end()
    let count = try archive.integer(at: end + 10, bytes: 2)
    var (entry, left) = (try archive.integer(at: end + 16, bytes: 4), limit)
    var members: [[UInt8]] = []
    for _ in 0..<count {
      guard try archive.integer(at: entry, bytes: 4) == 0x0201_4B50 else { throw .malformed }
      let member = try archive.member(entry, atMost: left)
      left -= member.count
      members.append(member)
      let more = [28, 30, 32]
      var next = entry + 46
      for place in more { next += try archive.integer(at: entry + place, bytes: 2) }
      entry = next
    }
    return members
  }

  /// Where the directory's end record is, the last thing but a comment.
  private func end() throws(ProviderFailure) -> Int {
    let last = bytes.count - 22
    for start in stride(from: last, through: max(0, last - 0xFFFF), by: -1) {
      if try integer(at: start, bytes: 4) == 0x0605_4B50 { return start }
    }
    throw .malformed
  }

  /// The content of the member of an entry of the directory.
  private func member(_ entry: Int, atMost limit: Int) throws(ProviderFailure) -> [UInt8] {
    let method = try integer(at: entry + 10, bytes: 2)
    let checksum = try integer(at: entry + 16, bytes: 4)
    let (packed, size) = (
      try integer(at: entry + 20, bytes: 4), try integer(at: entry + 24, bytes: 4)
    )
    let header = try integer(at: entry + 42, bytes: 4)
    guard try integer(at: header, bytes: 4) == 0x0403_4B50, size <= limit else { throw .malformed }
    let (name, extra) = (
      try integer(at: header + 26, bytes: 2), try integer(at: header + 28, bytes: 2)
    )
    let start = header + 30 + name + extra
    guard start + packed <= bytes.count else { throw .malformed }
    let stored = Array(bytes[start..<start + packed])
    let content: [UInt8]
    switch method {
    case 0 where packed == size: content = stored
    case 8: content = try Self.inflated(stored, to: size)
    default: throw .malformed
    }
    guard Int(crc32_z(0, content, content.count)) == checksum else { throw .malformed }
    return content
  }

  /// A little-endian integer.
  private func integer(at place: Int, bytes count: Int) throws(ProviderFailure) -> Int {
    guard place >= 0, place + count <= bytes.count else { throw .malformed }
    return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// What a raw DEFLATE stream (RFC 1951) holds, which must be so many bytes.
  private static func inflated(_ stored: [UInt8], to size: Int) throws(ProviderFailure) -> [UInt8] {
    var (source, target) = (stored, [UInt8](repeating: 0, count: size))
    var stream = z_stream()
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .malformed }
    defer { inflateEnd(&stream) }
    let result = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END, stream.avail_out == 0 else { throw .malformed }
    return target
  }
}
