/// What of a photograph is kept: the picture itself, and nothing of where, when and with what it was
/// taken.
///
/// JPEG (ITU-T T.81), PNG (W3C, third edition) and WebP (RFC 9649) are chains of parts. Those that a
/// picture is drawn from are on a list; all others are left out, and so is whatever follows the end,
/// where telephones put films and second pictures. How a JPEG is turned is kept, because it would lie
/// on its side.
enum PhotographRule {
  /// The picture without what it says beside itself; nothing when its parts do not fit together.
  static func plain(_ bytes: [UInt8], _ contentType: String) -> [UInt8]? {
    switch contentType {
    case "image/jpeg": JPEGParts(bytes).plain()
    case "image/png": png(bytes)
    case "image/webp": webp(bytes)
    default: nil
    }
  }

  private static let pngParts: Set<String> = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD", "pHYs",
    "hIST", "sPLT", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT",
  ]

  private static func png(_ bytes: [UInt8]) -> [UInt8]? {
    var kept = Array(bytes.prefix(8))
    var (index, hasPicture) = (8, false)
    while bytes.count - index >= 12 {
      let length = bytes.number(at: index, bytes: 4)
      let end = index + 12 + length
      guard end <= bytes.count else { return nil }
      let name = bytes.name(at: index + 4)
      if pngParts.contains(name) { kept += bytes[index..<end] }
      hasPicture = hasPicture || name == "IDAT"
      if name == "IEND" { return hasPicture ? kept : nil }
      index = end
    }
    return nil
  }

  private static let webpParts: Set<String> = [
    "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP",
  ]

  private static func webp(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 20 else { return nil }
    let end = 8 + bytes.number(at: 4, bytes: 4, isLittle: true)
    guard end <= bytes.count else { return nil }
    var kept: [UInt8] = []
    var index = 12
    while end - index >= 8 {
      let length = bytes.number(at: index + 4, bytes: 4, isLittle: true)
      let next = index + 8 + length + length % 2
      guard next <= end else { return nil }
      let name = bytes.name(at: index)
      if webpParts.contains(name) {
        var part = Array(bytes[index..<next])
        // The flags that announce EXIF and XMP.
        if name == "VP8X", part.count > 8 { part[8] &= ~0b1100 }
        kept += part
      }
      index = next
    }
    guard index == end, !kept.isEmpty else { return nil }
    let size = (0..<4).map { UInt8(truncatingIfNeeded: (kept.count + 4) >> ($0 * 8)) }
    return Array("RIFF".utf8) + size + Array("WEBP".utf8) + kept
  }
}

extension Array where Element == UInt8 {
  /// A whole number of so many bytes, the highest first unless it is little-endian.
  func number(at index: Int, bytes count: Int, isLittle: Bool = false) -> Int {
    let bytes = self[index..<index + count]
    let ordered = isLittle ? bytes.reversed() : Array(bytes)
    return ordered.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Four letters.
  fileprivate func name(at index: Int) -> String {
    String(decoding: self[index..<index + 4], as: UTF8.self)
  }
}
