internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TenantStore

/// Gives a reply what every answer has: policy, caching, cookies and the request's id.
enum FinalTouch {
  static func applied(to reply: Reply, _ arrival: Arrival, _ trace: RequestTrace) -> Reply {
    var reply = reply
    for field in policies where reply.headers[field.name] == nil { reply.headers.append(field) }
    if arrival.isSecure {
      reply.headers[.strictTransportSecurity] = "max-age=31536000"
    }
    reply.headers[.requestID] = arrival.id
    addCookies(to: &reply, arrival, trace)
    addCaching(to: &reply)
    return arrival.isReading ? conditional(reply, arrival) : reply
  }

  private static let policies: HTTPFields = [
    .contentSecurityPolicy:
      "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
      + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    .xContentTypeOptions: "nosniff",
    .referrerPolicy: "same-origin",
    .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    .openerPolicy: "same-origin",
    .resourcePolicy: "same-origin",
  ]

  /// A session that began, and a language that the address chose.
  private static func addCookies(to reply: inout Reply, _ arrival: Arrival, _ trace: RequestTrace) {
    guard let place = trace.place else { return }
    if let token = trace.visitor?.cookieToken {
      reply.headers.append(SessionCookie.field(token, at: place))
      reply.caching = .personal
    }
    // Scripts of a page must never read the token; browsers give themselves away by Sec-Fetch-Site.
    if let token = trace.visitor?.startedToken, trace.entry?.route.isAPI == true,
      arrival.headers[.fetchSite] == nil
    {
      reply.headers[.sessionToken] = token.cookieText
    }
    guard let language = place.language, !place.path.hasPrefix("/api/") else { return }
    let name = LanguageChoice.cookieName
    let present = CookieText.value(of: name, in: arrival.headers[values: .cookie])
    guard present != language.rawValue, arrival.isReading else { return }
    reply.headers.append(
      CookieText.field(
        name: name,
        value: language.rawValue,
        at: place,
        days: 365,
        isForScripts: false
      )
    )
  }

  private static func addCaching(to reply: inout Reply) {
    guard reply.headers[.cacheControl] == nil else { return }
    switch reply.caching {
    case .immutable: reply.headers[.cacheControl] = "public, max-age=31536000, immutable"
    case .personal: reply.headers[.cacheControl] = "no-store"
    case .revalidated:
      reply.headers[.cacheControl] = reply.status.code < 400 ? "private, no-cache" : "no-store"
      reply.headers[.vary] = "Accept, Accept-Language, Cookie"
    }
  }

  /// 304 when the client has the same body already.
  private static func conditional(_ reply: Reply, _ arrival: Arrival) -> Reply {
    guard reply.status == .ok, reply.headers[.cacheControl] != "no-store" else { return reply }
    var reply = reply
    let tag = reply.headers[.eTag] ?? EntityTag.of(reply.body)
    reply.headers[.eTag] = tag
    guard EntityTag.matches(arrival.headers[.ifNoneMatch], tag) else { return reply }
    reply.status = .notModified
    reply.body = []
    reply.headers[.contentType] = nil
    return reply
  }
}

/// Strong validators of RFC 9110.
enum EntityTag {
  static func of(_ body: [UInt8]) -> String {
    "\"" + SHA256.hash(data: body).prefix(12).hexadecimal + "\""
  }

  static func matches(_ header: String?, _ tag: String) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").map(\.trimmed).contains { given in
      given == "*" || (given.hasPrefix("W/") ? given.dropFirst(2) : given) == tag
    }
  }
}

extension Reply {
  /// What goes over the wire; the answer to HEAD says how long the body would be.
  func response(toHead isHead: Bool) -> Response {
    let mayHaveBody = status != .noContent && status != .notModified
    let bytes = ByteBuffer(bytes: isHead || !mayHaveBody ? [] : body)
    var response = Response(
      status: status,
      headers: headers,
      body: ResponseBody(byteBuffer: bytes)
    )
    response.headers[.contentLength] = mayHaveBody ? "\(body.count)" : nil
    return response
  }
}
