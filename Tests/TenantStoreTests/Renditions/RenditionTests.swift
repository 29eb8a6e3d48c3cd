import Foundation
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

private let program = VipsProgram(variables: ProcessInfo.processInfo.environment)

/// What a maker was asked for.
private final class Asked: Sendable {
  private let widths = Mutex<[[Int]]>([])

  @inline(never)  // Decision 7.
  func note(_ asked: [Int]) { widths.withLock { $0.append(asked) } }

  @inline(never)  // Decision 7.
  func all() -> [[Int]] { widths.withLock { $0 } }
}

@Suite("Renditions of pictures", .tenantDatabase())
struct RenditionTests {
  private static let drawing = Array(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 900 900'/>".utf8
  )
  private static let movingPNG: [UInt8] =
    Array(DrawnPicture.png(200, 9).prefix(33))
    + DrawnPicture.part("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
    + Array(DrawnPicture.png(200, 9).dropFirst(33))
  private static let movingWebP = DrawnPicture.webp("VP8X", [2, 0, 0, 0, 199, 0, 0, 99, 0, 0])

  @Test(
    arguments: [
      (DrawnPicture.png(160, 90), []), (DrawnPicture.png(161, 90), [160]),
      (DrawnPicture.png(90, 161), [160]), (DrawnPicture.webp(1_281, 9), [160, 320, 640, 1_280]),
      (drawing, []), (movingPNG, []), (movingWebP, []),
    ] as [([UInt8], [Int])]
  )
  func `a picture is made narrower than it is, a drawing and what moves are not`(
    _ bytes: [UInt8],
    _ widths: [Int]
  ) async throws {
    let asked = Asked()
    let maker = RenditionMaker { _, widths in
      asked.note(widths)
      return [:]
    }
    let made = try await maker.renditions(of: Media(file: bytes))
    #expect(made == [] && asked.all() == (widths.isEmpty ? [] : [widths]))
  }

  @Test func `what a program made is looked at before it is kept`() async throws {
    let picture = try Media(file: DrawnPicture.png(700, 9))
    let maker = RenditionMaker { _, _ in
      [
        160: DrawnPicture.webp(160, 2), 320: DrawnPicture.webp(319, 4),
        640: DrawnPicture.webp("VP8L", [0x2F] + Array(repeating: 0, count: 20_001)),
      ]
    }
    #expect(await maker.renditions(of: picture)?.map(\.width) == [160])
    let text = RenditionMaker { _, _ in [160: Array("<svg/>".utf8)] }
    #expect(await text.renditions(of: picture) == [])
    let later = RenditionMaker { _, _ in nil }
    #expect(await later.renditions(of: picture) == nil)
  }

  @Test func `renditions are their tenant's, and go with their picture`() async throws {
    let pair = try await TenantPair.fresh()
    let scope = pair.mine.scope
    let picture = try Media(photograph: DrawnPicture.png(200, 9))
    let id = try await scope.keepMedia(picture)
    let maker = RenditionMaker { _, _ in [160: DrawnPicture.webp(160, 7)] }
    let renditions = try #require(await maker.renditions(of: picture))

    #expect(try await scope.unsizedMedia(after: nil, limit: 10) == [id])
    #expect(try await pair.other.scope.unsizedMedia(after: nil, limit: 10) == [])
    let waiting = try await scope.media(id, width: 160)
    #expect(waiting?.media == picture && waiting?.isFinal == false)
    for _ in 0..<2 {
      try await pair.mine.transaction { try await $0.keepRenditions(renditions, of: id) }
    }
    #expect(try await scope.unsizedMedia(after: nil, limit: 10).isEmpty)
    let shown = try #require(try await scope.media(id, width: 160))
    #expect(shown.media.bytes == renditions[0].bytes && shown.isRendition && shown.isFinal)
    #expect(shown.media.contentType == "image/webp" && shown.media.isVisitors)
    #expect(try await scope.media(id, width: 320)?.media == picture)
    #expect(try await pair.other.scope.media(id, width: 160) == nil)

    try await pair.mine.transaction { transaction in
      try await transaction.settleMedia([id]) { MediaUse(shown: [], hidden: [id]) }
    }
    #expect(try await scope.media(id, width: 160) == nil)
    try await pair.mine.transaction { transaction in
      try await transaction.settleMedia([id]) { MediaUse(shown: [], hidden: []) }
      // Whoever still works on it makes nothing of what was forgotten.
      try await transaction.keepRenditions(renditions, of: id)
    }
    let left: Int? = try await scope.value(
      "SELECT count(*) FROM tenancy.rendition WHERE tenant_id = \(pair.mine.id)"
    )
    #expect(left == 0)
  }

  @Test(.enabled(if: program != nil, "vipsthumbnail is not installed"))
  func `the program makes each width, and nothing of what it cannot read`() async throws {
    let maker = try #require(program).maker
    let picture = try Media(file: DrawnPicture.png(700, 350))
    let made = try #require(await maker.renditions(of: picture))
    #expect(made.map(\.width) == [160, 320, 640])
    for rendition in made {
      #expect(
        PictureSize(of: rendition.bytes)
          == PictureSize(width: rendition.width, height: rendition.width / 2)
      )
      #expect(rendition.bytes.count < 10_000)
    }
    let broken =
      Array(DrawnPicture.png(700, 350).prefix(33)) + DrawnPicture.part("IDAT", [1, 2, 3])
    #expect(try await maker.renditions(of: Media(file: broken)) == [])
  }
}
