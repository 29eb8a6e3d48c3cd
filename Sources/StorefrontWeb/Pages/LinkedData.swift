internal import TenantStore

/// Schema.org statements inside a page.
enum LinkedData {
  /// JSON that may stand in a `script` element: no text in it can end the element.
  static func script(_ value: JSONValue) -> String {
    var script: [UInt8] = []
    for byte in value.canonicalBytes {
      switch byte {
      case UInt8(ascii: "<"): script += "\\u003c".utf8
      case UInt8(ascii: ">"): script += "\\u003e".utf8
      case UInt8(ascii: "&"): script += "\\u0026".utf8
      default: script.append(byte)
      }
    }
    return String(decoding: script, as: UTF8.self)
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
