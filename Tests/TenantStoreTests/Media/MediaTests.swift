import TenantStore
import TenantStoreTesting
import Testing

@Suite("Media", .tenantDatabase())
struct MediaTests {
  static let drawing =
    #"<svg xmlns="http://www.w3.org/2000/svg"><circle r="4" fill="url(#g)"/></svg>"#

  @Test func `a drawing is kept once and served to its tenant only`() async throws {
    let pair = try await TenantPair.fresh()
    let media = try Media(file: Array(Self.drawing.utf8))

    let first = try await pair.mine.scope.keepMedia(media)
    let second = try await pair.mine.scope.keepMedia(media)

    #expect(first == second)
    #expect(try await pair.mine.scope.media(first) == media)
    #expect(try await pair.other.scope.media(first) == nil)
    #expect(MediaID(first.description) == first)
  }

  @Test(arguments: [
    #"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><rect/></a></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><use href="http://elsewhere/x.svg#a"/></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://elsewhere/x)"/></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><rect style="fill: URL( 'http://elsewhere/x' )"/></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>"#,
    #"<svg xmlns="http://www.w3.org/2000/svg"><style>@import "x";</style></svg>"#,
    #"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>"#,
  ])
  func `a drawing that could run or load something is refused`(_ text: String) {
    #expect(throws: MediaError.self) { try Media(file: Array(text.utf8)) }
  }

  @Test func `what is no picture or too large is refused`() {
    #expect(throws: MediaError.notAPicture) { try Media(file: Array("MZ".utf8)) }
    #expect(throws: MediaError.notAPicture) { try Media(file: Array("<svg".utf8)) }
    #expect(throws: MediaError.tooLarge(byteCount: Media.byteLimit + 1)) {
      try Media(file: [UInt8](repeating: 0x89, count: Media.byteLimit + 1))
    }
  }
}
