import TenantStore
import Testing

/// A segment of a JPEG with its length.
private func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
  let length = data.count + 2
  return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + data
}

/// What a camera writes: a directory with the tag of the orientation and one more.
private func exif(_ turn: UInt8, isLittle: Bool) -> [UInt8] {
  func two(_ number: UInt8) -> [UInt8] { isLittle ? [number, 0] : [0, number] }
  func four(_ number: UInt8) -> [UInt8] { isLittle ? [number, 0, 0, 0] : [0, 0, 0, number] }
  let tag: [UInt8] = isLittle ? [0x12, 0x01] : [0x01, 0x12]
  let make: [UInt8] = isLittle ? [0x0F, 0x01] : [0x01, 0x0F]
  let tiff =
    Array((isLittle ? "II*\0" : "MM\0*").utf8) + four(8) + two(2)
    + make + two(2) + four(4) + Array("GPS!".utf8) + tag + two(3) + four(1) + two(turn) + two(0)
    + four(0)
  return Array("Exif\0\0".utf8) + tiff
}

private let start: [UInt8] = [0xFF, 0xD8]
private let table = segment(0xDB, [0, 1, 2])
private let scan = segment(0xDA, [1, 0]) + [0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD0, 0x33]
private let end: [UInt8] = [0xFF, 0xD9]

@Suite("Photographs")
struct PhotographTests {
  private func plain(_ bytes: [UInt8]) -> [UInt8]? { try? Media(photograph: bytes).bytes }

  @Test(arguments: [false, true])
  func `of a JPEG the picture, its colours and how it is turned are kept`(isLittle: Bool) throws {
    let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0])
    let colours = segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 9])
    let told =
      segment(0xE1, exif(6, isLittle: isLittle)) + segment(0xFE, Array("Mei's phone".utf8))
      + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x/>".utf8))
      + segment(0xED, Array("Photoshop 3.0\0".utf8)) + segment(0xE0, Array("JFXX\0".utf8))
      + segment(0xE2, Array("MPF\0".utf8))

    let kept = try #require(plain(start + jfif + told + colours + table + scan + end + [7, 7]))

    let turn = segment(
      0xE1,
      Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
        + [0, 0, 0, 0]
    )
    #expect(kept == start + jfif + turn + colours + table + scan + end)
    #expect(plain(kept) == kept)
  }

  @Test func `an upright JPEG and one of several scans need no word about it`() {
    let upright = start + segment(0xE1, exif(1, isLittle: true)) + table + scan + scan + end
    #expect(plain(upright) == start + table + scan + scan + end)
  }

  @Test func `of a WebP the parts of the picture are kept, and its size is right`() throws {
    func part(_ name: String, _ data: [UInt8]) -> [UInt8] {
      Array(name.utf8) + [UInt8(data.count), 0, 0, 0] + data + (data.count % 2 == 1 ? [0] : [])
    }
    func file(_ parts: [UInt8]) -> [UInt8] {
      Array("RIFF".utf8) + [UInt8(parts.count + 4), 0, 0, 0] + Array("WEBP".utf8) + parts
    }
    let told = part("EXIF", [1, 2, 3]) + part("XMP ", [4])
    let flags: [UInt8] = [0x3C, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let quiet: [UInt8] = [0x30] + flags.dropFirst()
    let bytes = file(part("VP8X", flags) + part("VP8 ", [9, 9, 9]) + told) + [1]
    #expect(plain(bytes) == file(part("VP8X", quiet) + part("VP8 ", [9, 9, 9])))
  }

  @Test func `what is cut off, broken or a drawing is refused`() {
    let whole = start + table + scan + end
    #expect(plain(whole) == whole)
    for count in 3..<whole.count { #expect(plain(Array(whole.prefix(count))) == nil, "\(count)") }
    #expect(plain(start + table + end) == nil)
    #expect(plain(Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)) == nil)
    for head in [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("RIFF....WEBP".utf8)] {
      #expect(plain(head) == nil)
      #expect(plain(head + Array(repeating: 0xFF, count: 40)) == nil)
    }
  }
}
