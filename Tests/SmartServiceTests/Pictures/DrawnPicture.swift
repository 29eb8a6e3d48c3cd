/// Lines of capital letters as a picture that can be read, black on white; a whole PNG.
enum DrawnPicture {
  /// Seven rows of five points for each letter, the highest bit to the left.
  private static let letters: [Character: [UInt8]] = [
    "A": [0x0E, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11],
    "C": [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E],
    "E": [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
    "I": [0x0E, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0E],
    "L": [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1F],
    "O": [0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E],
    "R": [0x1E, 0x11, 0x11, 0x1E, 0x14, 0x12, 0x11],
    "T": [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
  ]
  private static let (scale, margin, lineHeight) = (5, 40, 12)

  static func png(_ lines: [String]) -> [UInt8] {
    let width = (lines.map(\.count).max() ?? 0) * 6 * scale + 2 * margin
    let height = lines.count * lineHeight * scale + 2 * margin
    var points = [[UInt8]](repeating: [UInt8](repeating: 255, count: width), count: height)
    for (line, text) in lines.enumerated() {
      for (place, letter) in text.enumerated() {
        for (y, row) in (letters[letter] ?? []).enumerated() {
          for x in 0..<5 where row >> UInt8(4 - x) & 1 == 1 {
            let (left, top) = (
              margin + (place * 6 + x) * scale, margin + (line * lineHeight + y) * scale
            )
            for down in top..<top + scale {
              points[down].replaceSubrange(
                left..<left + scale,
                with: Array(repeating: 0, count: scale)
              )
            }
          }
        }
      }
    }
    return file(width, height, points.flatMap { [0] + $0 })
  }

  private static func file(_ width: Int, _ height: Int, _ rows: [UInt8]) -> [UInt8] {
    // Eight bits of grey, not interlaced.
    let head = big(width) + big(height) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + part("IHDR", head)
      + part("IDAT", stored(rows)) + part("IEND", [])
  }

  /// By zlib's format, without compressing anything.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let end = min(start + 65_535, bytes.count)
      let size = UInt16(end - start)
      result.append(end == bytes.count ? 1 : 0)
      result += MadeArchive.little(size) + MadeArchive.little(~size) + bytes[start..<end]
    }
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return result + big(Int(high << 16 | low))
  }

  private static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + content
    return big(content.count) + named + big(Int(MadeArchive.checksum(named)))
  }

  private static func big(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
  }
}
