internal import Foundation

/// How a merchant's pages look; a module gives it by ``WebModule/look``.
public struct PageLook: Hashable, Sendable {
  /// The colour of buttons, links and the tab's picture, as CSS writes it: `#c2410c`.
  public let accent: String

  /// Describes a look.
  public init(accent: String) { self.accent = accent }

  /// What merchants look like that have chosen nothing.
  public static let standard = Self(accent: "#c2410c")

  /// The tab's picture in the merchant's colour: a sprout, without a request of its own.
  public var icon: String {
    let drawing = """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>\
      <circle cx='16' cy='16' r='15' fill='\(accent)'/>\
      <path d='M16 26V15M16 17c0-4-3-6.5-7-6.5 0 4 3 6.5 7 6.5zM16 15c0-4 3-6.5 7-6.5 0 4-3 6.5-7 6.5z' \
      fill='#fff' stroke='#fff' stroke-width='1.5' stroke-linejoin='round'/></svg>
      """
    let address = drawing.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "data:image/svg+xml,\(address)"
  }

  /// The colour as a style sheet of its own, because pages may not style themselves inline.
  static let theme = Route.read("/theme.css", operation: "showTheme") { request in
    .bytes(
      Array(":root{--accent:\(request.look.accent)}".utf8),
      contentType: "text/css; charset=utf-8"
    )
  }
}

extension TenantRequest {
  /// How this merchant's pages look.
  public var look: PageLook { pages.look(of: tenant) }

  /// The address of the style sheet with the merchant's colour; another colour is another address.
  public var themeURL: String {
    url("/theme.css", ["accent": String(look.accent.dropFirst()), "lang": nil])
  }
}
