internal import HTTPTypes
internal import TenantStore

/// How a session's token travels.
struct SessionCookie: Sendable {
  /// The cookie's name at a place.
  ///
  /// `__Host-` lets no other host or path set it, which needs encryption and the whole host.
  static func name(at place: RequestPlace) -> String {
    place.isSecure && place.prefix.isEmpty ? "__Host-session" : "session"
  }

  /// The token that a client shows: as a cookie, or as a bearer where there are no cookies.
  static func visitor(_ headers: HTTPFields, at place: RequestPlace) -> RequestVisitor {
    if let authorization = headers[.authorization] {
      let parts = authorization.split(separator: " ", maxSplits: 1)
      let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
      let token = isBearer ? SessionToken(String(parts[1])) : nil
      if let token { return RequestVisitor(presented: token, isBearer: true) }
    }
    let cookie = CookieText.value(of: name(at: place), in: headers[values: .cookie])
    return RequestVisitor(presented: cookie.flatMap { SessionToken($0) }, isBearer: false)
  }

  /// `Set-Cookie` for a session that has just begun; it lives as long as an unused session.
  static func field(_ token: SessionToken, at place: RequestPlace) -> HTTPField {
    CookieText.field(
      name: name(at: place),
      value: token.cookieText,
      at: place,
      days: 30,
      isForScripts: false
    )
  }
}

/// The text of cookie headers, RFC 6265.
enum CookieText {
  static func value(of name: String, in headers: [String]) -> String? {
    for header in headers {
      for pair in header.split(separator: ";") {
        let pair = pair.trimmed
        guard let mark = pair.firstIndex(of: "="), pair[..<mark] == name else { continue }
        return String(pair[pair.index(after: mark)...])
      }
    }
    return nil
  }

  static func field(
    name: String,
    value: String,
    at place: RequestPlace,
    days: Int,
    isForScripts: Bool
  ) -> HTTPField {
    field(
      name: name,
      value: value,
      at: place,
      seconds: days * 24 * 3600,
      isForScripts: isForScripts
    )
  }

  static func field(
    name: String,
    value: String,
    at place: RequestPlace,
    seconds: Int,
    isForScripts: Bool
  ) -> HTTPField {
    var text = "\(name)=\(value); Path=\(place.prefix.isEmpty ? "/" : place.prefix)"
    text += "; Max-Age=\(seconds); SameSite=Lax"
    if !isForScripts { text += "; HttpOnly" }
    if place.isSecure { text += "; Secure" }
    return HTTPField(name: .setCookie, value: text)
  }
}
