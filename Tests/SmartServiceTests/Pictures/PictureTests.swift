import SmartService
import TenantStore
import Testing

@Suite("Pictures before anything of them is decoded")
struct PictureTests {
  private func reason(_ file: [UInt8]) -> JSONValue? {
    do throws(ConversationRefusal) {
      _ = try Picture(file)
      return nil
    } catch {
      #expect(error.code == .pictureInvalid)
      return error.details["reason"]
    }
  }

  @Test func `their size is read from the head of each format`() {
    #expect(PictureSize(of: MadePicture.png(640, 480)) == PictureSize(width: 640, height: 480))
    for frame: UInt8 in [0xC0, 0xC1, 0xC2, 0xCF] {
      let file = MadePicture.jpeg(800, 600, frame: frame)
      #expect(PictureSize(of: file) == PictureSize(width: 800, height: 600), "\(frame)")
    }
    // A table of codes has the same kind of number and is no frame.
    #expect(PictureSize(of: MadePicture.jpeg(800, 600, frame: 0xC4)) == nil)
    #expect(
      PictureSize(of: MadePicture.lossless(300, 200)) == PictureSize(width: 300, height: 200)
    )
    let lossy: [UInt8] = [0, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00]
    #expect(
      PictureSize(of: MadePicture.webp("VP8 ", lossy)) == PictureSize(width: 320, height: 240)
    )
  }

  @Test func `one that is taken is what it was, without what it says of its place`() throws {
    let secret = MadePicture.part("tEXt", Array("GPS\u{0}30.2,120.1".utf8))
    let picture = try Picture(MadePicture.png(64, 48, more: secret))
    #expect(
      picture.contentType == "image/png" && picture.size == PictureSize(width: 64, height: 48)
    )
    #expect(!String(decoding: picture.bytes, as: UTF8.self).contains("GPS"))
    #expect(try Picture(MadePicture.jpeg(64, 64)).contentType == "image/jpeg")
  }

  @Test func `a bomb is refused by what it claims`() {
    #expect(reason(MadePicture.png(100_000, 100_000)) == "dimensions")
    #expect(reason(MadePicture.png(8_000, 8_000)) == "dimensions")
    #expect(reason(MadePicture.png(0xFFFF_FFFF, 1)) == "dimensions")
    #expect(reason(MadePicture.jpeg(65_535, 65_535)) == "dimensions")
    #expect(reason(MadePicture.lossless(16_384, 16_384)) == "dimensions")
    #expect(reason(MadePicture.png(31, 31)) == "dimensions")
    #expect(reason(MadePicture.png(0, 64)) == "format")
    // A small canvas around a large frame, and a second frame behind a small one.
    let canvas: [UInt8] = [0, 0, 0, 0, 63, 0, 0, 63, 0, 0]
    let small = MadePicture.webp("VP8X", canvas)
    #expect(PictureSize(of: small) == PictureSize(width: 64, height: 64))
    let lying = small + MadePicture.lossless(16_000, 16_000).dropFirst(12)
    #expect(reason(lying) == "dimensions")
    var two = Array(MadePicture.jpeg(64, 64).prefix(25))
    two += MadePicture.jpeg(60_000, 60_000).dropFirst(12)
    #expect(reason(two) == "dimensions")
  }

  @Test func `what is no whole picture is refused`() {
    #expect(reason([]) == "format")
    #expect(reason(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)) == "format")
    #expect(reason(Array("GIF89a".utf8)) == "format")
    #expect(reason(Array(MadePicture.png(64, 64).dropLast(16))) == "format")
    #expect(reason([UInt8](repeating: 0xFF, count: Media.byteLimit + 1)) == "bytes")
  }

  @Test func `no file whatever it holds does harm`() {
    var random = SplitMix(seed: 11)
    let whole = [
      MadePicture.png(640, 480), MadePicture.jpeg(640, 480), MadePicture.lossless(64, 64),
    ]
    for _ in 0..<500 {
      var file = whole[Int(random.next() % 3)]
      for _ in 0..<Int(random.next() % 6) {
        file[Int(random.next() % UInt64(file.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      file = Array(file.prefix(Int(random.next() % UInt64(file.count + 1))))
      if let size = PictureSize(of: file) { #expect(size.width > 0 && size.height > 0) }
      if let picture = try? Picture(file) {
        #expect(picture.size.width * picture.size.height <= Picture.areaLimit)
      }
    }
  }
}
