/// What a file says of its size, each part of it read without decoding any.
///
/// JPEG (ITU-T T.81), PNG (W3C, third edition), WebP (RFC 9649) and SVG.
struct PictureHead {
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

  /// The last two numbers of the attribute `viewBox`.
  var drawing: PictureSize? {
    guard PictureFormat.contentType(of: bytes) == "image/svg+xml" else { return nil }
    let head = String(decoding: bytes.prefix(2_048), as: UTF8.self)
    guard let start = head.firstRange(of: "viewBox=") else { return nil }
    let numbers = head[start.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
      .split { $0 == " " || $0 == "," }.compactMap { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy({ $0.magnitude <= 1_000_000 }) else { return nil }
    return PictureSize(width: Int(numbers[2].rounded()), height: Int(numbers[3].rounded()))
  }
}
