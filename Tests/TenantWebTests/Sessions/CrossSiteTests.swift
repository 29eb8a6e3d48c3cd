import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

/// One row of the table: who sends a change, and what becomes of it.
struct CrossSiteCase: Sendable, CustomTestStringConvertible {
  enum Token: String, Sendable { case none, right, wrong }
  enum Origin: String, Sendable { case none, own, foreign, null }

  let site: String?
  let origin: Origin
  let hasSession: Bool
  let token: Token
  let status: Int

  var testDescription: String {
    "site \(site ?? "-"), origin \(origin), session \(hasSession), token \(token) → \(status)"
  }

  static let all: [Self] = [
    // Without a session only the source counts.
    Self(site: nil, origin: .none, hasSession: false, token: .none, status: 303),
    Self(site: "same-origin", origin: .own, hasSession: false, token: .none, status: 303),
    Self(site: "none", origin: .none, hasSession: false, token: .none, status: 303),
    Self(site: "cross-site", origin: .foreign, hasSession: false, token: .none, status: 403),
    Self(site: "same-site", origin: .none, hasSession: false, token: .none, status: 403),
    Self(site: nil, origin: .foreign, hasSession: false, token: .none, status: 403),
    Self(site: nil, origin: .null, hasSession: false, token: .none, status: 403),
    // A session needs its token, unless the browser vouches for the page.
    Self(site: nil, origin: .none, hasSession: true, token: .none, status: 403),
    Self(site: nil, origin: .own, hasSession: true, token: .none, status: 403),
    Self(site: "none", origin: .none, hasSession: true, token: .none, status: 403),
    Self(site: "same-origin", origin: .own, hasSession: true, token: .none, status: 303),
    Self(site: nil, origin: .none, hasSession: true, token: .right, status: 303),
    Self(site: nil, origin: .own, hasSession: true, token: .right, status: 303),
    // A wrong token and a foreign source are always refused.
    Self(site: "same-origin", origin: .own, hasSession: true, token: .wrong, status: 403),
    Self(site: nil, origin: .none, hasSession: true, token: .wrong, status: 403),
    Self(site: "cross-site", origin: .own, hasSession: true, token: .right, status: 403),
    Self(site: "same-origin", origin: .foreign, hasSession: true, token: .right, status: 403),
  ]
}

@Suite("Changes that another site asks for", .tenantDatabase([Probe.module]))
struct CrossSiteTests {
  @Test(arguments: CrossSiteCase.all)
  func `a form is taken or refused by the table`(row: CrossSiteCase) async throws {
    let server = try await ProbeServer()
    let session = row.hasSession ? try await server.startedSession() : nil
    let before = try await server.notes(of: server.mine).count
    var headers = HTTPFields()
    headers[.fetchSite] = row.site
    headers[.cookie] = session.map { "session=\($0.cookieText)" }
    headers[.origin] =
      switch row.origin {
      case .none: nil
      case .own: "http://\(server.mine.snapshot.slug).localhost:8080"
      case .foreign: "http://evil.example"
      case .null: "null"
      }
    let token =
      switch row.token {
      case .none: ""
      case .right: "&form_token=\(session?.formToken ?? "")"
      case .wrong: "&form_token=\(String(repeating: "0", count: 64))"
      }
    let answer = try await server.submit("/notes", "text=x\(token)", headers)
    #expect(answer.status == row.status)
    let written = try await server.notes(of: server.mine).count - before
    #expect(written == (row.status == 303 ? 2 : 0))
  }

  @Test func `below a tenant's name the same origin vouches for nothing`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    let headers: HTTPFields = [
      .fetchSite: "same-origin", .cookie: "session=\(token.cookieText)",
    ]
    let path = "/t/\(server.mine.snapshot.slug)/notes"
    let bare = try await server.submit(path, "text=x", host: "localhost", headers)
    #expect(bare.status == 403)
    #expect(bare.code == "web.form_token_wrong")
    let full = try await server.submit(
      path,
      "text=x&form_token=\(token.formToken)",
      host: "localhost",
      headers
    )
    #expect(full.status == 303)
  }

  @Test func `an API write with a cookie shows the token in the header`() async throws {
    let server = try await ProbeServer()
    let token = try await server.startedSession()
    var headers: HTTPFields = [.cookie: "session=\(token.cookieText)"]
    let body = #"{"text":"x"}"#
    #expect(try await server.send("/api/v1/notes", body, key: "11111111", headers).status == 403)
    headers[.formToken] = token.formToken
    #expect(try await server.send("/api/v1/notes", body, key: "11111111", headers).status == 201)
  }
}
