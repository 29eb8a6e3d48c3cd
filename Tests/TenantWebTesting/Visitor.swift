package import HTTPTypes
package import TenantStore
package import TenantStoreTesting
import Testing

/// A browser without scripts, or an app: keeps cookies, sends forms and JSON, follows redirects.
package final class Visitor {
  private let site: TestSite
  private var host: String
  private var cookies: [String: String] = [:]

  package init(_ site: TestSite, at tenant: TestTenant) {
    self.site = site
    host = "\(tenant.snapshot.slug).localhost:8080"
  }

  /// Shows another visitor's cookies, perhaps at another merchant's.
  package convenience init(
    _ site: TestSite,
    at tenant: TestTenant,
    withCookiesOf other: Visitor
  ) {
    self.init(site, at: tenant)
    cookies = other.cookies
  }

  /// Goes to another merchant with the cookies of this one.
  package func moves(to tenant: TestTenant) { host = "\(tenant.snapshot.slug).localhost:8080" }

  /// The token of the session's cookie.
  package var session: SessionToken? { cookies["session"].flatMap { SessionToken($0) } }

  package func open(_ path: String) async throws -> TestReply {
    try await send(.get, path, [.accept: "text/html"], body: [])
  }

  /// Sends a form as a browser does, with the session's token, and follows the redirect.
  @discardableResult
  package func submit(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws
    -> TestReply
  {
    let answer = try await post(path, fields)
    guard answer.status == 303, let next = answer.location else { return answer }
    // What follows the sign leads within the page and is never sent.
    return try await open(String(next.prefix { $0 != "#" }))
  }

  /// Sends a form and stays at its answer.
  @discardableResult
  package func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws
    -> TestReply
  {
    var pairs = fields.map { ($0.key, $0.value) }
    let staff = cookies["staff"].flatMap { SessionToken($0) }
    let isDesks = path.hasPrefix("/desk") && path != "/desk/sign-in"
    let owner = isDesks ? staff : session
    if let token = owner?.formToken, !pairs.contains(where: { $0.0 == "form_token" }) {
      pairs.append(("form_token", token))
    }
    if !pairs.contains(where: { $0.0 == "idempotency_key" }) {
      pairs.append(("idempotency_key", SessionToken.make(in: .live).formToken))
    }
    let body = pairs.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
    ]
    return try await send(.post, path, headers, body: Array(body.utf8))
  }

  /// Sends a form with a file as a browser does, with the session's token, and stays at its answer.
  @discardableResult
  package func upload(
    _ path: String,
    _ fields: KeyValuePairs<String, String>,
    file: (field: String, bytes: [UInt8])?
  ) async throws -> TestReply {
    var pairs = fields.map { ($0.key, $0.value) }
    if let token = session?.formToken { pairs.append(("form_token", token)) }
    pairs.append(("idempotency_key", SessionToken.make(in: .live).formToken))
    var body: [UInt8] = []
    for (name, value) in pairs {
      body += Array("--edge\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
      body += Array("\(value)\r\n".utf8)
    }
    if let file {
      let disposition = "form-data; name=\"\(file.field)\"; filename=\"a file\""
      body += Array("--edge\r\nContent-Disposition: \(disposition)\r\n\r\n".utf8)
      body += file.bytes + Array("\r\n".utf8)
    }
    body += Array("--edge--\r\n".utf8)
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "multipart/form-data; boundary=edge",
    ]
    return try await send(.post, path, headers, body: body)
  }

  /// Sends JSON as an app does, with a bearer token when it has one.
  package func call(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ json: JSONValue? = nil,
    token: String? = nil
  ) async throws -> TestReply {
    var headers: HTTPFields = [.accept: "application/json"]
    if json != nil { headers[.contentType] = "application/json" }
    if let token { headers[.authorization] = "Bearer \(token)" }
    return try await send(method, path, headers, body: Array((json?.canonicalText ?? "").utf8))
  }

  /// Sends JSON as the script of the shop's own page does, with the cookies.
  package func callFromPage(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ json: JSONValue? = nil
  ) async throws -> TestReply {
    var headers: HTTPFields = [.accept: "application/json"]
    if json != nil { headers[.contentType] = "application/json" }
    if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = "same-origin" }
    return try await send(method, path, headers, body: Array((json?.canonicalText ?? "").utf8))
  }

  /// Signs in at the desk as somebody who was just employed.
  package func staff(_ login: String, _ role: StaffRole, of tenant: TestTenant) async throws {
    let password = "correct horse 7"
    try await StaffRoster(of: tenant.id, in: tenant.database, by: .admin("ada"))
      .add(login, role, password: password)
    let entered = try await post("/desk/sign-in", ["login": login, "password": password])
    #expect(entered.status == 303, "\(entered.text)")
  }

  private func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ headers: HTTPFields,
    body: [UInt8]
  ) async throws -> TestReply {
    var headers = headers
    if !cookies.isEmpty {
      headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "; ")
    }
    let answer = try await site.respond(method, path, host: host, headers, body: body)
    for cookie in answer.headers[values: .setCookie] {
      let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
    }
    return answer
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      if byte < 128, character.isLetter || character.isNumber { return String(character) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%\(byte < 16 ? "0" : "")\(digits)"
    }.joined()
  }
}
