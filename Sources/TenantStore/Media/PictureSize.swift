/// How large a picture says it is; read from its head, so that nothing is decoded before it is known.
public struct PictureSize: Hashable, Sendable {
  /// The longest side that is taken, in pixels.
  public static let sideLimit = 8_192
  /// The most pixels that are taken.
  public static let areaLimit = 40_000_000

  /// Pixels, or units of a drawing, from left to right.
  public let width: Int
  /// Pixels, or units of a drawing, from top to bottom.
  public let height: Int

  /// Names a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Whether a browser may be asked to decode it.
  public var isModest: Bool {
    width <= Self.sideLimit && height <= Self.sideLimit && width * height <= Self.areaLimit
  }

  /// Reads the size of an SVG, PNG, JPEG or WebP picture; nothing when its head does not say it.
  public init?(of bytes: [UInt8]) {
    let found: (width: Int, height: Int)? =
      switch PictureFormat.contentType(of: bytes) {
      case "image/png": Self.png(bytes)
      case "image/jpeg": Self.jpeg(bytes)
      case "image/webp": Self.webp(bytes)
      case "image/svg+xml": Self.drawing(bytes)
      default: nil
      }
    guard let found, found.width > 0, found.height > 0 else { return nil }
    self.init(width: found.width, height: found.height)
  }

  /// The first chunk of a PNG is IHDR, which begins with the two sides (PNG, 11.2.2).
  private static func png(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
    return (big(bytes, 16, 4), big(bytes, 20, 4))
  }

  /// The frame's header is the first segment SOF0 to SOF15 (ITU-T T.81, B.2.2).
  private static func jpeg(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    var index = 2
    while index + 9 < bytes.count, bytes[index] == 0xFF {
      let marker = bytes[index + 1]
      if marker == 0xFF {
        index += 1
        continue
      }
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return (big(bytes, index + 7, 2), big(bytes, index + 5, 2))
      }
      let length = big(bytes, index + 2, 2)
      guard length >= 2, marker != 0xDA else { return nil }
      index += 2 + length
    }
    return nil
  }

  /// Lossy, lossless and extended files say it each in their way (RFC 9649, 2.5 to 2.7).
  private static func webp(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count >= 30 else { return nil }
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8 ": return (little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
    case "VP8L":
      let bits = little(bytes, 21, 4)
      return ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
    case "VP8X": return (little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
    default: return nil
    }
  }

  /// The last two numbers of the attribute `viewBox`.
  private static func drawing(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    let head = String(decoding: bytes.prefix(2_048), as: UTF8.self)
    guard let start = head.firstRange(of: "viewBox=") else { return nil }
    let numbers = head[start.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
      .split { $0 == " " || $0 == "," }.compactMap { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy({ $0.magnitude <= 1_000_000 }) else { return nil }
    return (Int(numbers[2].rounded()), Int(numbers[3].rounded()))
  }

  private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<(start + count)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<(start + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
