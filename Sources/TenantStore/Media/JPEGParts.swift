/// The segments of a JPEG file.
struct JPEGParts {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private enum Marker {
    static let start: UInt8 = 0xD8
    static let end: UInt8 = 0xD9
    static let scan: UInt8 = 0xDA
    static let jfif: UInt8 = 0xE0
    static let exif: UInt8 = 0xE1
    static let profile: UInt8 = 0xE2
    static let adobe: UInt8 = 0xEE
    static let applications: ClosedRange<UInt8> = 0xE0...0xEF
    static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
    static let comment: UInt8 = 0xFE
  }

  /// The picture without what it says beside itself; nothing when it does not come to its end.
  func plain() -> [UInt8]? {
    var kept: [UInt8] = [0xFF, Marker.start]
    var (index, hasScan) = (2, false)
    while index + 1 < bytes.count {
      let marker = bytes[index + 1]
      guard bytes[index] == 0xFF else { return nil }
      if marker == 0xFF {
        index += 1  // A byte that fills.
      } else if marker == Marker.end {
        return hasScan ? kept + [0xFF, Marker.end] : nil
      } else if marker == 0x01 || Marker.restarts.contains(marker) {
        index += 2
      } else {
        guard let end = segmentEnd(at: index) else { return nil }
        kept += shown(marker, index..<end)
        index = end
        guard marker == Marker.scan else { continue }
        hasScan = true
        index = scanEnd(from: end)
        kept += bytes[end..<index]
      }
    }
    return nil
  }

  private func segmentEnd(at index: Int) -> Int? {
    guard index + 3 < bytes.count else { return nil }
    let length = bytes.number(at: index + 2, bytes: 2)
    let end = index + 2 + length
    return length >= 2 && end <= bytes.count ? end : nil
  }

  /// Where the next marker is after the data of a scan, in which 0xFF is followed by a zero or a
  /// restart.
  private func scanEnd(from start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count {
      let next = bytes[index + 1]
      let isMarker = bytes[index] == 0xFF && next != 0 && !Marker.restarts.contains(next)
      if isMarker { return index }
      index += 1
    }
    return bytes.count
  }

  /// What stays of a segment.
  private func shown(_ marker: UInt8, _ range: Range<Int>) -> [UInt8] {
    let segment = bytes[range]
    func begins(_ text: String) -> Bool { segment.dropFirst(4).starts(with: Array(text.utf8)) }
    switch marker {
    case Marker.jfif: return begins("JFIF\0") ? Array(segment) : []
    case Marker.exif: return begins("Exif\0\0") ? turn(Array(segment.dropFirst(10))) : []
    case Marker.profile: return begins("ICC_PROFILE\0") ? Array(segment) : []
    case Marker.adobe: return Array(segment)
    case Marker.comment, Marker.applications: return []
    default: return Array(segment)
    }
  }

  /// A segment of EXIF that says how the picture is turned, and nothing else; empty for an upright
  /// one.
  private func turn(_ tiff: [UInt8]) -> [UInt8] {
    guard let turn = Self.orientation(of: tiff), turn != 1 else { return [] }
    let head: [UInt8] = [0xFF, Marker.exif, 0, 34] + Array("Exif\0\0MM\0*".utf8)
    let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0]
    return head + [0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
  }

  /// The tag 0x0112 of the first directory, 1 to 8.
  private static func orientation(of tiff: [UInt8]) -> UInt8? {
    guard tiff.count >= 8 else { return nil }
    let isLittle = tiff.starts(with: Array("II".utf8))
    func number(_ index: Int, _ count: Int) -> Int? {
      guard index >= 0, index + count <= tiff.count else { return nil }
      return tiff.number(at: index, bytes: count, isLittle: isLittle)
    }
    guard let start = number(4, 4), let entries = number(start, 2) else { return nil }
    for entry in 0..<entries {
      let place = start + 2 + entry * 12
      guard let tag = number(place, 2) else { return nil }
      guard tag == 0x0112 else { continue }
      return number(place + 8, 2).flatMap { (1...8).contains($0) ? UInt8($0) : nil }
    }
    return nil
  }
}
