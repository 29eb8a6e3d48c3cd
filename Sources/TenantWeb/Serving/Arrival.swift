internal import HTTPTypes
internal import Hummingbird
internal import TenantStore

/// A request as it came in, before anybody knows which tenant it is for.
struct Arrival: Sendable {
  let request: Request
  /// The header, without fields whose values are not ASCII (RFC 9110 §5.5).
  let headers: HTTPFields
  let id: String
  /// The client's address, as far as it can be trusted.
  let address: String
  /// What is counted as one client: the address, or of IPv6 the network of 64 bits, of which one
  /// subscriber has all addresses.
  let network: String
  /// Whether a program of this machine asks, and no proxy for somebody else.
  let isFromThisMachine: Bool
  /// Whether the connection to the browser is encrypted.
  let isSecure: Bool
  /// The host with its port, in lower case, as the client wrote it.
  let authority: String
  /// Whether the client named one host, or none, in the form that may stand in our addresses, and a
  /// target that is ASCII, as RFC 3986 has it.
  let isSound: Bool
  /// The path as written, without the query.
  let rawPath: Substring
  /// What stands after the question mark.
  let rawQuery: Substring

  init(_ request: Request, address: String, id: String, trustsProxy: Bool) {
    self.request = request
    self.id = id
    let headers = Self.asciiFields(request.headers)
    self.headers = headers
    let forwarded = trustsProxy ? headers[values: .forwardedFor].last : nil
    self.address = forwarded?.split(separator: ",").last.map { String($0.trimmed) } ?? address
    network = ClientNetwork.name(of: self.address)
    isFromThisMachine =
      Self.isLoopback(address) && !headers.contains { Self.isOfProxy($0.name) }
    let scheme = trustsProxy ? headers[.forwardedProto] : nil
    isSecure = (scheme ?? request.head.scheme ?? "http").lowercased() == "https"
    // The server takes the first Host header for the authority; others stay among the headers.
    let hosts = [request.head.authority].compactMap(\.self) + headers[values: .host]
    authority = (hosts.first ?? "").lowercased()
    let path = request.head.path ?? "/"
    let isASCII = path.utf8.allSatisfy { $0 < 0x80 }
    isSound =
      isASCII && hosts.count < 2 && (authority.utf8.isEmpty || HostHeader.isSound(authority))
    let target = isASCII ? Self.originForm(path) : "/"
    let mark = target.firstIndex(of: "?") ?? target.endIndex
    rawPath = target[..<mark]
    rawQuery = target[mark...].dropFirst()
  }

  private static func asciiFields(_ fields: HTTPFields) -> HTTPFields {
    func isASCII(_ field: HTTPField) -> Bool { field.value.utf8.allSatisfy { $0 < 0x80 } }
    return fields.allSatisfy(isASCII) ? fields : HTTPFields(fields.filter(isASCII))
  }

  private static func isLoopback(_ address: String) -> Bool {
    address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
  }

  private static func isOfProxy(_ header: HTTPField.Name) -> Bool {
    let name = header.canonicalName
    return name.hasPrefix("x-forwarded-") || ["forwarded", "via", "x-real-ip"].contains(name)
  }

  /// A proxy may send the whole address (RFC 9112); its path and query count.
  private static func originForm(_ target: String) -> Substring {
    guard target.hasPrefix("http://") || target.hasPrefix("https://"),
      let host = target.firstRange(of: "://")?.upperBound
    else { return target[...] }
    return target[host...].firstIndex(of: "/").map { target[$0...] } ?? "/"
  }

  var method: HTTPRequest.Method { request.method }
  var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }
  var isReading: Bool { method == .get || method == .head }

  /// The host without a port and without the dot that ends a full name.
  var host: String {
    if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }.dropFirst()) }
    let name = authority.prefix { $0 != ":" }
    return String(name.hasSuffix(".") ? name.dropLast() : name)
  }

  /// Whether the client would rather have HTML; an API address never does.
  var prefersHTML: Bool {
    !rawPath.contains("/api/") && AcceptHeader.prefersHTML(headers[.accept])
  }
}

extension HTTPField.Name {
  private static func known(_ name: String) -> Self {
    guard let name = Self(name) else { preconditionFailure("\(name) is no header name") }
    return name
  }

  static let forwardedFor = known("X-Forwarded-For")
  static let forwardedProto = known("X-Forwarded-Proto")
  static let host = known("Host")
  static let link = known("Link")
  static let requestID = known("X-Request-Id")
  static let idempotencyKey = known("Idempotency-Key")
  static let idempotentReplayed = known("Idempotent-Replayed")
  static let formToken = known("X-Form-Token")
  static let sessionToken = known("X-Session-Token")
  static let fetchSite = known("Sec-Fetch-Site")
  static let contentSecurityPolicy = known("Content-Security-Policy")
  static let referrerPolicy = known("Referrer-Policy")
  static let permissionsPolicy = known("Permissions-Policy")
  static let openerPolicy = known("Cross-Origin-Opener-Policy")
  static let resourcePolicy = known("Cross-Origin-Resource-Policy")
}
