/// Files that say they are pictures of a size, without anything that could be drawn.
enum MadePicture {
  static func png(_ width: UInt32, _ height: UInt32, more: [UInt8] = []) -> [UInt8] {
    let head = big(width) + big(height) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + part("IHDR", head) + more
      + part("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]) + part("IEND", [])
  }

  /// A part of a PNG; nothing here looks at its checksum.
  static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
    big(UInt32(content.count)) + Array(name.utf8) + content + [0, 0, 0, 0]
  }

  static func jpeg(_ width: UInt16, _ height: UInt16, frame: UInt8 = 0xC0) -> [UInt8] {
    let size = big(height) + big(width)
    let segment: [UInt8] = [0xFF, frame, 0, 11, 8] + size + [1, 1, 0x11, 0]
    return [0xFF, 0xD8, 0xFF, 0xE1, 0, 8, 0x45, 0x78, 0x69, 0x66, 0, 0] + segment
      + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0x12, 0x34, 0xFF, 0xD9]
  }

  static func webp(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
    let body =
      Array("WEBP\(chunk)".utf8) + little(content.count) + content
      + (content.count % 2 == 0 ? [] : [0])
    return Array("RIFF".utf8) + little(body.count) + body
  }

  static func lossless(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8L", [0x2F] + little((width - 1) | (height - 1) << 14) + [0, 0, 0])
  }

  static func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}
