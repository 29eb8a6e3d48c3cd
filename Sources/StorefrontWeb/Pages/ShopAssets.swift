internal import TenantWeb

/// The files that the pages load.
enum ShopAssets {
  static let style = "storefront.css"
  static let script = "storefront.js"

  static let all = [
    Asset(name: style, contentType: "text/css; charset=utf-8", text: styleSheet),
    Asset(
      name: script,
      contentType: "text/javascript; charset=utf-8",
      text: BaseFiles.script + file("Scripts/storefront.js")
    ),
  ]

  private static var styleSheet: String {
    BaseFiles.styleSheet
      + ["storefront", "purchase", "reviews", "rows", "groups", "wide"].map {
        file("Styles/\($0).css")
      }
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
