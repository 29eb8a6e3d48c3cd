import Foundation
import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Sessions of visitors", .tenantDatabase([Probe.module]))
struct VisitorSessionTests {
  @Test func `reading starts no session, the first write does`() async throws {
    let server = try await ProbeServer()
    let read = try await server.ask(.get, "/api/v1/own")
    #expect(try read.json["session"] == false)
    #expect(read.headers[.cacheControl] == "no-store")
    #expect(read.cookies.isEmpty)
    let written = try await server.submit("/notes", "text=a")
    #expect(written.status == 303)
    #expect(written.headers[.location] == "/")
    let cookie = try #require(written.cookies.first)
    #expect(cookie.hasPrefix("session="))
    #expect(cookie.contains("; Path=/;") && cookie.contains("HttpOnly"))
    #expect(cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
    let own = try await server.ask(.get, "/api/v1/own", [.cookie: "a=b; " + pair(cookie)])
    #expect(try own.json["session"] == true)
  }

  @Test func `over https the cookie is bound to the host`() async throws {
    let server = try await ProbeServer { $0.trustsProxy = true }
    let written = try await server.submit("/notes", "text=a", [.forwardedProto: "https"])
    let cookie = try #require(written.cookies.first)
    #expect(cookie.hasPrefix("__Host-session="))
    #expect(cookie.contains("; Path=/;") && cookie.contains("; Secure"))
    #expect(written.headers[.strictTransportSecurity] != nil)
    let own = try await server.ask(
      .get,
      "/api/v1/own",
      [.cookie: pair(cookie), .forwardedProto: "https"]
    )
    #expect(try own.json["session"] == true)
  }

  @Test func `below a tenant's name the cookie stays below it`() async throws {
    let server = try await ProbeServer()
    let slug = server.mine.snapshot.slug
    let written = try await server.submit("/t/\(slug)/notes", "text=a", host: "localhost")
    #expect(written.headers[.location] == "/t/\(slug)/")
    #expect(try #require(written.cookies.first).contains("; Path=/t/\(slug);"))
  }

  @Test func `a proxy that is not trusted says nothing about https`() async throws {
    let server = try await ProbeServer()
    let written = try await server.submit("/notes", "text=a", [.forwardedProto: "https"])
    #expect(try #require(written.cookies.first).hasPrefix("session="))
  }

  @Test(arguments: [
    "session=garbage", "session=", "session=\(String(repeating: "f", count: 64))",
    "session=\(String(repeating: "F", count: 64))", "session", ";;;=", "session=%00",
  ])
  func `a forged cookie is no session and never becomes one`(cookie: String) async throws {
    let server = try await ProbeServer()
    let own = try await server.ask(.get, "/api/v1/own", [.cookie: cookie])
    #expect(try own.json["session"] == false)
    let written = try await server.submit(
      "/notes",
      "text=a",
      [.cookie: cookie, .fetchSite: "same-origin"]
    )
    #expect(written.status == 303)
    let given = try #require(written.cookies.first)
    #expect(!given.contains(String(repeating: "f", count: 64)))
  }

  @Test func `another tenant's session is none`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let own = try await server.ask(
      .get,
      "/api/v1/own",
      host: "\(server.other.snapshot.slug).localhost",
      [.cookie: "session=\(token.cookieText)"]
    )
    #expect(try own.json["session"] == false)
  }

  @Test func `a mini-programme shows its session as a bearer and needs no form token`()
    async throws
  {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let bearer: HTTPFields = [.authorization: "Bearer \(token.cookieText)"]
    #expect(try await server.ask(.get, "/api/v1/own", bearer).json["session"] == true)
    let again = try await server.send("/api/v1/notes", #"{"text":"b"}"#, key: "12345678", bearer)
    #expect(again.status == 201)
    #expect(again.headers[.sessionToken] == nil)
    #expect(again.cookies.isEmpty)
  }

  @Test func `a session that has ended is replaced`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    server.mine.clock.advance(by: 31 * 24 * 3600)
    let written = try await server.submit(
      "/notes",
      "text=a",
      [.cookie: "session=\(token.cookieText)", .fetchSite: "same-origin"]
    )
    #expect(try #require(written.cookies.first).hasPrefix("session="))
    #expect(!written.cookies.joined().contains(token.cookieText))
  }

  @Test func `a session that is used lives on`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let headers: HTTPFields = [.authorization: "Bearer \(token.cookieText)"]
    for _ in 0..<3 {
      server.mine.clock.advance(by: 20 * 24 * 3600)
      let answer = try await server.submit("/notes", "text=a", headers)
      #expect(answer.cookies.isEmpty)
    }
    #expect(try await server.ask(.get, "/api/v1/own", headers).json["session"] == true)
  }

  @Test func `a cookie is set again when its session lives longer`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let headers: HTTPFields = [
      .cookie: "session=\(token.cookieText)", .fetchSite: "same-origin",
    ]
    #expect(try await server.submit("/notes", "text=a", headers).cookies.isEmpty)
    server.mine.clock.advance(by: 2 * 24 * 3600)
    let later = try await server.submit("/notes", "text=a", headers)
    #expect(try #require(later.cookies.first).hasPrefix("session=\(token.cookieText);"))
    #expect(later.headers[.sessionToken] == nil)
  }

  @Test func `a page's scripts never see the token`() async throws {
    let server = try await ProbeServer()
    let browser: HTTPFields = [.fetchSite: "same-origin"]
    let answer = try await server.send("/api/v1/notes", #"{"text":"a"}"#, key: "12345678", browser)
    #expect(answer.status == 201)
    #expect(answer.headers[.sessionToken] == nil)
    #expect(try #require(answer.cookies.first).contains("HttpOnly"))
    #expect(try await server.submit("/notes", "text=a").headers[.sessionToken] == nil)
  }

  private func pair(_ cookie: String) -> String { String(cookie.prefix { $0 != ";" }) }
}
