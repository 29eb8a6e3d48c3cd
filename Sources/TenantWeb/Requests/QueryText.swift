internal import TenantStore

/// The text after the question mark, and the fields of a form, which are written alike.
enum QueryText {
  /// `?name=value&…`, or nothing when no field has a value.
  static func written(_ fields: [(String, String?)]) -> String {
    var text = ""
    for case (let name, let value?) in fields {
      text += text.isEmpty ? "?" : "&"
      text += encoded(name) + "=" + encoded(value)
    }
    return text
  }

  /// The most fields that are read; no form has as many, and they are looked up one by one.
  private static let fieldLimit: Int64 = 1_000

  /// Reads fields.
  ///
  /// - Throws: A refusal when an escape is broken, the bytes are no UTF-8, or there are too many.
  static func fields(_ text: some StringProtocol) throws(WebRefusal) -> [(
    name: String, value: String
  )] {
    var fields: [(name: String, value: String)] = []
    // By bytes: a character may be as long as the text, and is compared by its canonical form.
    for part in text.utf8.split(separator: UInt8(ascii: "&")) {
      guard fields.count < fieldLimit else {
        throw WebRefusal(
          .requestMalformed,
          details: ["reason": "too many fields", "limit": .integer(fieldLimit)]
        )
      }
      let mark = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      fields.append(
        (
          name: try PercentCoding.decoded(part[..<mark], plusIsSpace: true),
          value: try PercentCoding.decoded(part[mark...].dropFirst(), plusIsSpace: true)
        )
      )
    }
    return fields
  }

  private static func encoded(_ text: String) -> String { PercentCoding.encoded(text) }
}
