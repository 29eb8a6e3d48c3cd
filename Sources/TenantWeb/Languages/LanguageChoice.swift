internal import HTTPTypes
internal import TenantStore

/// Which of a tenant's languages an answer is written in.
enum LanguageChoice {
  /// The cookie in which a visitor's choice is kept.
  static let cookieName = "lang"

  /// The tenant's languages, the visitor's first.
  ///
  /// The address decides, else the cookie, else the browser, else the tenant's own order.
  static func preferred(
    of available: [LanguageTag],
    address: LanguageTag?,
    headers: HTTPFields
  ) -> [LanguageTag] {
    let cookie = CookieText.value(of: cookieName, in: headers[values: .cookie])
      .flatMap { tag in available.first { $0.rawValue == tag } }
    let chosen = address ?? cookie ?? accepted(headers[.acceptLanguage] ?? "", of: available)
    guard let chosen else { return available }
    return [chosen] + available.filter { $0 != chosen }
  }

  /// The best match of `Accept-Language` by lookup of RFC 4647: `zh-CN` finds `zh`.
  static func accepted(_ header: String, of available: [LanguageTag]) -> LanguageTag? {
    // No tag of RFC 5646 that is in use is longer.
    let entries = AcceptHeader.entries(header).lazy.filter { $0.value.utf8.count <= 35 }
    return entries.compactMap { entry -> LanguageTag? in
      var range = entry.value[...]
      while !range.isEmpty {
        if let match = available.first(where: { $0.rawValue == range }) { return match }
        range = range.lastIndex(of: "-").map { range[..<$0] } ?? ""
      }
      return nil
    }.first
  }
}

/// Headers that list values by preference, RFC 9110.
enum AcceptHeader {
  struct Entry {
    let value: String
    let quality: Double
  }

  /// The acceptable values in lower case, best first.
  static func entries(_ header: String) -> [Entry] {
    let entries = header.split(separator: ",").prefix(32).map { part -> Entry in
      let pieces = part.split(separator: ";")
      let quality = pieces.dropFirst().lazy.map(\.trimmed).first { $0.hasPrefix("q=") }
      return Entry(
        value: pieces.first.map { $0.trimmed.lowercased() } ?? "",
        quality: quality.flatMap { Double($0.dropFirst(2)) } ?? 1
      )
    }
    return entries.filter { $0.quality > 0 }.enumerated()
      .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
      .map(\.element)
  }

  /// Whether a client that sends this `Accept` would rather have HTML than JSON.
  static func prefersHTML(_ header: String?) -> Bool {
    guard let header else { return false }
    for entry in entries(header) {
      switch entry.value {
      case "text/html", "application/xhtml+xml": return true
      case "application/json", "application/problem+json", "*/*": return false
      default: continue
      }
    }
    return false
  }
}
