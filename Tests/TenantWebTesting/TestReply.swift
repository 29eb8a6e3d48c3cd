package import HTTPTypes
package import TenantStore

/// What came back.
package struct TestReply: Sendable {
  package let status: Int
  package let headers: HTTPFields
  package let text: String

  package var location: String? { headers[.location] }
  package var json: JSONValue? { try? JSONValue(json: text) }

  /// The value of the first field of a name in the page.
  package func field(_ name: String) -> String? {
    guard let start = text.firstRange(of: "name=\"\(name)\"") else { return nil }
    let element = text[start.upperBound...].prefix { $0 != ">" }
    guard let value = element.firstRange(of: "value=\"") else { return nil }
    return String(element[value.upperBound...].prefix { $0 != "\"" })
  }

  /// The first id with a prefix, such as `chd_`, in the page.
  package func id(_ prefix: String) -> String? {
    guard let start = text.firstRange(of: prefix) else { return nil }
    return String(text[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// Whether one text stands before another.
  package func shows(_ first: String, before second: String) -> Bool {
    guard let one = text.firstRange(of: first), let two = text.firstRange(of: second) else {
      return false
    }
    return one.lowerBound < two.lowerBound
  }
}
