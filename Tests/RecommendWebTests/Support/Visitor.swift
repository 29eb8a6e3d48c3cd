import HTTPTypes
import TenantStore
import TenantStoreTesting
import Testing

/// A browser without scripts, or an app: keeps cookies, sends forms and JSON, follows redirects.
final class Visitor {
  let server: RecommendServer
  private var host: String
  private var cookies: [String: String] = [:]

  init(_ server: RecommendServer, at tenant: TestTenant) {
    self.server = server
    host = "\(tenant.snapshot.slug).localhost:8080"
  }

  /// Goes to another merchant with the cookies of this one.
  func moves(to tenant: TestTenant) { host = "\(tenant.snapshot.slug).localhost:8080" }

  func open(_ path: String) async throws -> RecommendReply {
    try await send(.get, path, [.accept: "text/html"], body: [])
  }

  /// Sends a form as a browser does, with the session's token, and follows the redirect.
  @discardableResult
  func submit(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws
    -> RecommendReply
  {
    let answer = try await post(path, fields)
    guard answer.status == 303, let next = answer.location else { return answer }
    return try await open(next)
  }

  /// Sends a form and stays at its answer.
  @discardableResult
  func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws
    -> RecommendReply
  {
    var pairs = fields.map { ($0.key, $0.value) }
    let owner = cookies[path.hasPrefix("/desk") ? "staff" : "session"]
    if let token = owner.flatMap({ SessionToken($0) })?.formToken {
      pairs.append(("form_token", token))
    }
    pairs.append(("idempotency_key", SessionToken.make(in: .live).formToken))
    let body = pairs.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
    ]
    return try await send(.post, path, headers, body: Array(body.utf8))
  }

  /// Calls the API as an app does.
  func call(_ method: HTTPRequest.Method, _ path: String, _ json: JSONValue? = nil) async throws
    -> RecommendReply
  {
    var headers: HTTPFields = [.accept: "application/json"]
    if json != nil { headers[.contentType] = "application/json" }
    // What a browser says of a request by the shop's own page.
    if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = "same-origin" }
    return try await send(method, path, headers, body: Array((json?.canonicalText ?? "").utf8))
  }

  /// Signs in at the desk as somebody who was just employed.
  func staff(_ login: String, _ role: StaffRole, of tenant: TestTenant) async throws {
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
  ) async throws -> RecommendReply {
    var headers = headers
    if !cookies.isEmpty {
      headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "; ")
    }
    let answer = try await server.respond(method, path, host: host, headers, body: body)
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
