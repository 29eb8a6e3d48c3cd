/// Pictures that can be drawn, and WebP that only says how large it is.
enum DrawnPicture {
  /// A grey ramp as a PNG, not compressed.
  static func png(_ width: Int, _ height: Int) -> [UInt8] {
    let row = [0] + (0..<width).map { UInt8($0 * 255 / width) }
    let points = (0..<height).flatMap { _ in row }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + part("IHDR", big(width) + big(height) + [8, 0, 0, 0, 0])
      + part("IDAT", stored(points)) + part("IEND", [])
  }

  /// A WebP without anything to draw.
  static func webp(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8L", [0x2F] + little((width - 1) | (height - 1) << 14) + [0, 0, 0])
  }

  /// A WebP of one part.
  static func webp(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array("WEBP\(chunk)".utf8) + little(content.count) + content
    return Array("RIFF".utf8) + little(body.count) + body
  }

  /// A part of a PNG with its checksum.
  static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return big(content.count) + body + big(Int(checksum(body)))
  }

  /// A zlib stream of blocks that are stored as they are (RFC 1950 and 1951).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var (first, second) = (1, 0)
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      let count = UInt16(block.count)
      out.append(block.endIndex == bytes.count ? 1 : 0)
      out += [UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)]
      out += block
      for byte in block {
        first = (first + Int(byte)) % 65_521
        second = (second + first) % 65_521
      }
    }
    return out + big(second << 16 | first)
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }

  private static func big(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) }
  }

  private static func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
