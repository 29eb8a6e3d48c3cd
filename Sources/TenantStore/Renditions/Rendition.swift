/// A picture in one of the widths in which pages show it.
public struct Rendition: Hashable, Sendable {
  /// The widths that there may be of a picture, in pixels; each is twice the one before.
  public static let widths = [160, 320, 640, 1_280]
  /// The media type of all of them.
  public static let contentType = "image/webp"

  /// How wide it is, one of ``widths``.
  public let width: Int
  /// The WebP itself, smaller than the picture.
  public let bytes: [UInt8]

  /// Takes what a program made of a picture, and nothing of what it says beside the picture.
  ///
  /// - Returns: Nothing when it is no WebP, has another width, or is no smaller than the picture.
  init?(_ made: [UInt8], width: Int, of picture: Media) {
    guard made.count < picture.bytes.count, let media = try? Media(photograph: made),
      media.contentType == Self.contentType, PictureSize(of: media.bytes)?.width == width
    else { return nil }
    self.width = width
    bytes = media.bytes
  }
}

/// Which pictures have smaller ones.
enum RenditionRule {
  /// The widths to be made of a picture: those that it is wider than, upright or on its side.
  ///
  /// A drawing is sharp in every size, and what moves would stand still.
  static func widths(of picture: Media) -> [Int] {
    guard picture.contentType != "image/svg+xml", let size = PictureSize(of: picture.bytes),
      size.isModest, !isMoving(picture)
    else { return [] }
    return Rendition.widths.filter { $0 < max(size.width, size.height) }
  }

  /// A WebP says so in its head, a PNG by a part before the picture.
  private static func isMoving(_ picture: Media) -> Bool {
    let bytes = picture.bytes
    switch picture.contentType {
    case "image/webp":
      return bytes.count > 20 && bytes[12..<16].elementsEqual("VP8X".utf8) && bytes[20] & 2 != 0
    case "image/png":
      var index = 8
      while index + 12 <= bytes.count {
        let name = bytes[index + 4..<index + 8]
        if name.elementsEqual("acTL".utf8) { return true }
        if name.elementsEqual("IDAT".utf8) { return false }
        index += 12 + bytes.number(at: index, bytes: 4)
      }
      return false
    default: return false
    }
  }
}

/// The port to what makes pictures smaller; the composition supplies it.
public struct RenditionMaker: Sendable {
  /// Makes a picture as wide as asked for: WebP by width, without those that it could not make.
  ///
  /// Nothing when it could not be tried now.
  public typealias Make = @Sendable (_ picture: Media, _ widths: [Int]) async -> [Int: [UInt8]]?

  private let make: Make

  /// Supplies the port.
  public init(_ make: @escaping Make) { self.make = make }

  /// The renditions of a picture that are worth keeping, by width; none of a drawing, of what moves, and
  /// of what nobody could decode.
  ///
  /// - Returns: Nothing when it is to be tried again later.
  public func renditions(of picture: Media) async -> [Rendition]? {
    let widths = RenditionRule.widths(of: picture)
    guard !widths.isEmpty else { return [] }
    return await make(picture, widths).map { made in
      widths.compactMap { width in
        made[width].flatMap { Rendition($0, width: width, of: picture) }
      }
    }
  }
}
