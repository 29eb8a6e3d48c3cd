internal import Foundation
internal import Storefront
internal import TenantWeb

/// The files that the pages load.
enum ShopAssets {
  static let style = "storefront.css"
  static let deskStyle = "desk.css"
  static let script = "storefront.js"

  static let all = [
    Asset(name: style, contentType: "text/css; charset=utf-8", text: styleSheet),
    Asset(
      name: deskStyle,
      contentType: "text/css; charset=utf-8",
      text: file("Styles/desk.css")
    ),
    Asset(
      name: script,
      contentType: "text/javascript; charset=utf-8",
      text: file("Scripts/storefront.js")
    ),
  ]

  /// The tab's picture in the shop's colour: a sprout, without a request of its own.
  static func icon(accent: String) -> String {
    let drawing = """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>\
      <circle cx='16' cy='16' r='15' fill='\(accent)'/>\
      <path d='M16 26V15M16 17c0-4-3-6.5-7-6.5 0 4 3 6.5 7 6.5zM16 15c0-4 3-6.5 7-6.5 0 4-3 6.5-7 6.5z' \
      fill='#fff' stroke='#fff' stroke-width='1.5' stroke-linejoin='round'/></svg>
      """
    let address = drawing.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "data:image/svg+xml,\(address)"
  }

  /// The shop's colour as a style sheet of its own, because pages may not style themselves inline.
  static let theme = Route.read("/theme.css", operation: "showTheme") { request in
    let accent = try request.tenant.storefront.accent
    return .bytes(Array(":root{--accent:\(accent)}".utf8), contentType: "text/css; charset=utf-8")
  }

  private static var styleSheet: String {
    ["icons", "storefront", "purchase", "reviews", "wide"].map { file("Styles/\($0).css") }
      .joined(separator: "\n")
  }

  private static func file(_ path: String) -> String { EmbeddedText.files[path] ?? "" }
}

/// What the pages say.
enum ShopTexts {
  static let all = Texts(files: EmbeddedText.files)
}

/// The templates by the names under which they refer to each other.
///
/// A hyphen joins module and page: a closing tag of Mustache takes no slash.
enum ShopTemplates {
  static let all: [String: String] = Dictionary(
    uniqueKeysWithValues: EmbeddedText.files.compactMap { path, text in
      guard path.hasPrefix("Templates/"), path.hasSuffix(".mustache") else { return nil }
      return ("storefront-\(path.dropFirst(10).dropLast(9))", text)
    }
  )
}
