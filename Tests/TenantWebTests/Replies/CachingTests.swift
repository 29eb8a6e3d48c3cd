import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Caching and policies", .tenantDatabase([Probe.module]))
struct CachingTests {
  @Test func `an unchanged page is answered 304, a changed one in full`() async throws {
    let server = try await ProbeServer()
    let first = try await server.ask(.get, "/")
    let tag = try #require(first.headers[.eTag])
    #expect(first.headers[.cacheControl] == "private, no-cache")
    for header in [tag, "\"x\", \(tag)", "W/\(tag)", "*"] {
      let again = try await server.ask(.get, "/", [.ifNoneMatch: header])
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
      #expect(again.headers[.eTag] == tag)
      #expect(again.headers[.contentLength] == nil)
    }
    try await server.mine.transaction { try await $0.audit("new", of: "note", by: .shopper) }
    let changed = try await server.ask(.get, "/", [.ifNoneMatch: tag])
    #expect(changed.status == 200)
    #expect(changed.text.contains("<li>new</li>"))
  }

  @Test func `a personal reply is kept nowhere and never answered 304`() async throws {
    let server = try await ProbeServer()
    let own = try await server.ask(.get, "/api/v1/own", [.ifNoneMatch: "*"])
    #expect(own.status == 200)
    #expect(own.headers[.cacheControl] == "no-store")
    #expect(own.headers[.eTag] == nil)
  }

  @Test func `every answer carries the policies`() async throws {
    let server = try await ProbeServer()
    for path in ["/", "/nothing", "/health", "/api/v1/notes"] {
      let headers = try await server.ask(.get, path).headers
      let policy = try #require(headers[.policy])
      #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
      #expect(policy.contains("base-uri 'none'") && policy.contains("form-action 'self'"))
      #expect(headers[.xContentTypeOptions] == "nosniff")
      #expect(headers[.requestID]?.isEmpty == false)
      #expect(headers[.strictTransportSecurity] == nil)
    }
  }

  @Test func `a picture is kept for ever and may run nothing`() async throws {
    let server = try await ProbeServer()
    let picture = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
    let id = try await server.mine.scope.keepMedia(picture)
    let answer = try await server.ask(.get, "/media/\(id)")
    #expect(answer.status == 200)
    #expect(answer.body == picture.bytes)
    #expect(answer.headers[.contentType] == "image/svg+xml")
    #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
    let policy = try #require(answer.headers[.policy])
    #expect(policy.contains("default-src 'none'") && policy.contains("sandbox"))
    let tag = try #require(answer.headers[.eTag])
    #expect(try await server.ask(.get, "/media/\(id)", [.ifNoneMatch: tag]).status == 304)
    let foreign = "\(server.other.snapshot.slug).localhost"
    let other = try await server.ask(.get, "/media/\(id)", host: foreign)
    #expect(other.status == 404)
    #expect(other.code == "tenancy.media_not_found")
    #expect(other.headers[.cacheControl] == "no-store")
  }

  @Test func `a picture waits for its renditions as it is, and then they are kept for ever`()
    async throws
  {
    let server = try await ProbeServer()
    let picture = try Media(file: Self.photograph)
    let id = try await server.mine.scope.keepMedia(picture)
    func ask(_ path: String) async throws -> Answer { try await server.ask(.get, path) }

    let waiting = try await ask("/media/\(id)/160")
    #expect(waiting.body == picture.bytes && waiting.headers[.contentType] == "image/png")
    #expect(waiting.headers[.cacheControl] == "private, no-cache")
    let maker = RenditionMaker { _, _ in [160: Self.narrow] }
    let renditions = try #require(await maker.renditions(of: picture))
    try await server.mine.transaction { try await $0.keepRenditions(renditions, of: id) }
    let made = try await ask("/media/\(id)/160")
    #expect(made.body == Self.narrow && made.headers[.contentType] == "image/webp")
    #expect(made.headers[.cacheControl] == "public, max-age=31536000, immutable")
    #expect(made.headers[.eTag] != waiting.headers[.eTag])
    #expect(made.headers[.policy]?.contains("sandbox") == true)
    // What is not wider comes as it is, for good.
    let whole = try await ask("/media/\(id)/1280")
    #expect(whole.body == picture.bytes)
    #expect(whole.headers[.cacheControl] == "public, max-age=31536000, immutable")
    for path in ["/media/\(id)/200", "/media/\(id)/x", "/media/\(MediaID(of: []))/160"] {
      #expect(try await ask(path).status == 404, "\(path)")
    }
    let foreign = "\(server.other.snapshot.slug).localhost"
    #expect(try await server.ask(.get, "/media/\(id)/160", host: foreign).status == 404)
  }

  /// The head of a PNG of 200 by 150 points, and a WebP of 160 by 120.
  private static let photograph: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 0, 200, 0, 0, 0, 150, 8, 2, 0, 0, 0] + Array(repeating: 0, count: 100)
  private static let narrow: [UInt8] =
    Array("RIFF".utf8) + [20, 0, 0, 0] + Array("WEBPVP8L".utf8) + [8, 0, 0, 0, 0x2F]
    + (0..<4).map { UInt8(truncatingIfNeeded: (159 | 119 << 14) >> ($0 * 8)) } + [0, 0, 0]

  @Test func `an asset's address changes with its content`() async throws {
    let server = try await ProbeServer()
    let path = "/assets/probe.\(try hash(of: "a { color: red }")).css"
    let answer = try await server.ask(.get, path, host: "anywhere.example")
    #expect(answer.status == 200)
    #expect(answer.text == "a { color: red }")
    #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
    #expect(try await server.ask(.get, "/assets/probe.0000000000000000.css").status == 404)
  }

  private func hash(of text: String) throws -> Substring {
    MediaID(of: Array(text.utf8)).description.prefix(16)
  }
}
