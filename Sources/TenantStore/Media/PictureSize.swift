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

  /// Reads the largest size that any part of an SVG, PNG, JPEG or WebP picture claims; nothing when its
  /// head does not say it.
  public init?(of bytes: [UInt8]) {
    let head = PictureHead(bytes: bytes)
    guard let size = head.png ?? head.jpeg ?? head.webp ?? head.drawing, size.width > 0,
      size.height > 0
    else { return nil }
    self = size
  }

  /// The larger of both sizes along each side.
  func union(_ other: Self?) -> Self {
    Self(width: max(width, other?.width ?? 0), height: max(height, other?.height ?? 0))
  }
}
