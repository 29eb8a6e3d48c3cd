/// How large a picture says it is, by its head alone: nothing of it is decoded.
///
/// A picture of some bytes may claim to have billions of points, and whoever draws it first asks for the
/// memory. JPEG (ITU-T T.81), PNG (W3C, third edition) and WebP (RFC 9649).
public struct PictureSize: Hashable, Sendable {
  /// Points from left to right, from 1.
  public let width: Int
  /// Points from top to bottom, from 1.
  public let height: Int

  /// Names a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads the largest size that any part of a file claims; nothing where none does.
  public init?(of bytes: [UInt8]) {
    let reader = Head(bytes: bytes)
    guard let size = reader.png ?? reader.jpeg ?? reader.webp, size.width > 0, size.height > 0
    else { return nil }
    self = size
  }

  /// The larger of both sizes along each side.
  fileprivate func union(_ other: Self?) -> Self {
    Self(width: max(width, other?.width ?? 0), height: max(height, other?.height ?? 0))
  }
}

/// A file as its head is read.
private struct Head {
  let bytes: [UInt8]

  private func big(_ place: Int, _ count: Int) -> Int? {
    guard place >= 0, place + count <= bytes.count else { return nil }
    return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }

  private func little(_ place: Int, _ count: Int) -> Int? {
    guard place >= 0, place + count <= bytes.count else { return nil }
    return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private func says(_ text: String, at place: Int) -> Bool {
    place + text.utf8.count <= bytes.count
      && bytes[place..<place + text.utf8.count].elementsEqual(text.utf8)
  }

  /// The first part of a PNG is its head.
  var png: PictureSize? {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), says("IHDR", at: 12),
      let width = big(16, 4), let height = big(20, 4)
    else { return nil }
    return PictureSize(width: width, height: height)
  }

  /// Every frame of a JPEG before its first scan.
  var jpeg: PictureSize? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var (place, found) = (2, nil as PictureSize?)
    while let marker = big(place, 2), marker >= 0xFF00 {
      let kind = marker & 0xFF
      if kind == 0xDA || kind == 0xD9 { break }
      if kind == 0xFF {
        place += 1  // A byte that fills.
        continue
      }
      guard let length = big(place + 2, 2), length >= 2 else { break }
      let isFrame = (0xC0...0xCF).contains(kind) && ![0xC4, 0xC8, 0xCC].contains(kind)
      if isFrame, let height = big(place + 5, 2), let width = big(place + 7, 2) {
        found = PictureSize(width: width, height: height).union(found)
      }
      place += 2 + length
    }
    return found
  }

  /// The canvas of a WebP and every frame that is drawn on it.
  var webp: PictureSize? {
    guard says("RIFF", at: 0), says("WEBP", at: 8) else { return nil }
    var (place, found) = (12, nil as PictureSize?)
    while let length = little(place + 4, 4) {
      if let size = webpPart(at: place) { found = size.union(found) }
      // A frame of a film is a part with parts in it.
      place += says("ANMF", at: place) ? 8 + 16 : 8 + length + length % 2
    }
    return found
  }

  private func webpPart(at place: Int) -> PictureSize? {
    let content = place + 8
    if says("VP8X", at: place), let width = little(content + 4, 3),
      let height = little(content + 7, 3)
    {
      return PictureSize(width: width + 1, height: height + 1)
    }
    if says("VP8L", at: place), let packed = little(content + 1, 4) {
      return PictureSize(width: packed & 0x3FFF + 1, height: packed >> 14 & 0x3FFF + 1)
    }
    if says("VP8 ", at: place), let width = little(content + 6, 2),
      let height = little(content + 8, 2)
    {
      return PictureSize(width: width & 0x3FFF, height: height & 0x3FFF)
    }
    return nil
  }
}
