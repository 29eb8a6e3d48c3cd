import HTTPTypes
import TenantStore

/// A browser without scripts: keeps cookies, sends forms, follows redirects.
final class Visitor {
  private let server: ShopServer
  let host: String
  private var cookies: [String: String] = [:]

  init(_ server: ShopServer, at tenant: TenantSnapshot) {
    self.server = server
    host = "\(tenant.slug).localhost:8080"
  }

  /// A visitor who shows another one's cookies, at another shop.
  convenience init(_ server: ShopServer, at tenant: TenantSnapshot, withCookiesOf other: Visitor) {
    self.init(server, at: tenant)
    cookies = other.cookies
  }

  /// The value of a cookie.
  func cookie(_ name: String) -> String? { cookies[name] }

  /// Sets a cookie as another site of the same host might.
  func plant(_ name: String, _ value: String) { cookies[name] = value }

  func open(_ path: String, _ headers: HTTPFields = [:]) async throws -> WebAnswer {
    var headers = headers
    if headers[.accept] == nil { headers[.accept] = "text/html" }
    return try await send(.get, path, headers, body: [])
  }

  /// Sends a form as a browser does and follows the redirect.
  func submit(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> WebAnswer {
    let answer = try await post(path, fields)
    guard answer.status == 303, let next = answer.location else { return answer }
    return try await open(next)
  }

  /// Sends a form and stays at its answer.
  func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> WebAnswer {
    let body = fields.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
      .joined(separator: "&")
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
    ]
    return try await send(.post, path, headers, body: Array(body.utf8))
  }

  /// Sends a form with a file as a browser does, and stays at its answer.
  func upload(
    _ path: String,
    _ fields: KeyValuePairs<String, String>,
    file: [UInt8]? = nil,
    pictures: [(name: String, bytes: [UInt8])] = [],
    edge: String = "edge"
  ) async throws -> WebAnswer {
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--\(edge)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
      body += Array("\(value)\r\n".utf8)
    }
    let files = file.map { [("file", "new.csv", $0)] } ?? []
    for (field, name, bytes) in files + pictures.map({ ("pictures", $0.name, $0.bytes) }) {
      let disposition = "form-data; name=\"\(field)\"; filename=\"\(name)\""
      body += Array("--\(edge)\r\nContent-Disposition: \(disposition)\r\n\r\n".utf8)
      body += bytes + Array("\r\n".utf8)
    }
    body += Array("--\(edge)--\r\n".utf8)
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "multipart/form-data; boundary=\(edge)",
    ]
    return try await send(.post, path, headers, body: body)
  }

  /// Sends a form with pictures as a browser does and follows the redirect.
  func submit(
    _ path: String,
    _ fields: KeyValuePairs<String, String>,
    pictures: [(name: String, bytes: [UInt8])],
    edge: String = "edge"
  ) async throws -> WebAnswer {
    let answer = try await upload(path, fields, pictures: pictures, edge: edge)
    guard answer.status == 303, let next = answer.location else { return answer }
    return try await open(next)
  }

  /// Sends JSON as an app does.
  func call(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ json: JSONValue? = nil,
    key: String? = nil
  ) async throws -> WebAnswer {
    var headers: HTTPFields = [.accept: "application/json"]
    if json != nil { headers[.contentType] = "application/json" }
    if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
    // What a browser says of a request by the shop's own page.
    if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = "same-origin" }
    return try await send(method, path, headers, body: Array((json?.canonicalText ?? "").utf8))
  }

  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ headers: HTTPFields,
    body: [UInt8]
  ) async throws -> WebAnswer {
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
      let isPlain =
        byte < 128
        && (Character(UnicodeScalar(byte)).isLetter
          || Character(UnicodeScalar(byte)).isNumber)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%\(byte < 16 ? "0" : "")\(digits)"
    }.joined()
  }
}
