import Foundation
import TenantStore
import Testing

@Suite("Sizes of pictures")
struct PictureSizeTests {
  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0]
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0x01, 0xE0, 0x02, 0x80, 3, 1]
  private static func webp(_ chunk: String, _ data: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array(chunk.utf8) + [0, 0, 0, 0] + data
      + Array(repeating: 0, count: 12)
  }

  @Test(arguments: [
    png, jpeg, webp("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x42, 0xE0, 0x01]),
    webp("VP8L", [0x2F, 0x7F, 0xC2, 0x77, 0x00]),
    webp("VP8X", [0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]),
    Array("<svg viewBox='0 0 640 480'></svg>".utf8),
    Array("<?xml version=\"1.0\"?><svg viewBox=\"0,0,640.2,479.8\"/>".utf8),
  ])
  func `each kind of picture says its size in its head`(_ bytes: [UInt8]) {
    #expect(PictureSize(of: bytes) == PictureSize(width: 640, height: 480))
  }

  @Test func `a head that is cut anywhere says nothing, and never more than is there`() {
    for whole in [
      Self.png, Self.jpeg, Self.webp("VP8X", [0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]),
    ] {
      for count in 0..<whole.count {
        let size = PictureSize(of: Array(whole.prefix(count)))
        #expect(size == nil || size == PictureSize(width: 640, height: 480))
      }
    }
    for text in ["<svg/>", "<svg viewBox=\"a b c d\"/>", "<svg viewBox=\"0 0 0 5\"/>", "text"] {
      #expect(PictureSize(of: Array(text.utf8)) == nil, "\(text)")
    }
    #expect(PictureSize(of: Array("<svg viewBox=\"0 0 1e300 1\"/>".utf8)) == nil)
  }

  @Test func `what would be huge is not taken, before anything decodes it`() {
    let (head, end) = (Self.png.prefix(16), Self.png.dropFirst(24))
    let wide = head + [0, 0, 0x20, 0x01, 0, 0, 1, 224] + end
    let vast = head + [0, 0, 0x1F, 0x40, 0, 0, 0x1F, 0x40] + end
    #expect(throws: MediaError.tooManyPixels(width: 8_193, height: 480)) {
      _ = try Media(file: Array(wide))
    }
    #expect(throws: MediaError.tooManyPixels(width: 8_000, height: 8_000)) {
      _ = try Media(file: Array(vast))
    }
    #expect(throws: Never.self) { _ = try Media(file: Self.png) }
  }
}
