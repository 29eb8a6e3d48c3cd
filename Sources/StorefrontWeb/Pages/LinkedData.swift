internal import Foundation
internal import TenantStore

/// Schema.org statements inside a page.
enum LinkedData {
  /// JSON that may stand in a `script` element: no text in it can end the element.
  static func script(_ value: JSONValue) -> String {
    value.canonicalText
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
  }

  static func breadcrumbs(_ trail: [(name: String, url: String)]) -> JSONValue {
    let items = trail.enumerated().map { index, step -> JSONValue in
      [
        "@type": "ListItem", "position": .integer(Int64(index + 1)), "name": .string(step.name),
        "item": .string(step.url),
      ]
    }
    return [
      "@context": "https://schema.org", "@type": "BreadcrumbList",
      "itemListElement": .array(items),
    ]
  }

  /// Members whose value is nothing are left out.
  static func object(_ type: String, _ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    var object: [String: JSONValue] = ["@type": .string(type)]
    for case (let name, let value?) in members { object[name] = value }
    return .object(object)
  }

  /// A statement that stands alone in a page.
  static func document(_ type: String, _ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    guard case .object(var object) = object(type, members) else { return .null }
    object["@context"] = "https://schema.org"
    return .object(object)
  }
}

/// Addresses of one page in each language.
enum LanguageLinks {
  /// The written query of a canonical address with a language added.
  static func query(_ pairs: [(key: String, value: String?)], language: LanguageTag) -> String {
    var parts = URLComponents()
    parts.queryItems = pairs.compactMap { name, value in
      value.map { URLQueryItem(name: name, value: $0) }
    }
    parts.queryItems?.append(URLQueryItem(name: "lang", value: language.rawValue))
    return "?" + (parts.percentEncodedQuery ?? "")
  }
}

/// The names of locales in Open Graph: a language with a country.
enum OpenGraphLocale {
  static func name(of language: String) -> String {
    switch language {
    case "zh": "zh_CN"
    case "en": "en_GB"
    case "ja": "ja_JP"
    case "id": "id_ID"
    default: language
    }
  }
}
