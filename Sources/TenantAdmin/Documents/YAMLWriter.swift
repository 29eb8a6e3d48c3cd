package import TenantStore
internal import Yams

/// Writes a tenant's document so that reading it gives the same document.
///
/// The keys come in a fixed order, languages in the order of the shop; comments are not kept,
/// because the database keeps the document's content and not its text.
package enum YAMLWriter {
  package static func text(of document: TenantDocument) throws -> String {
    let json = try JSONValue(encoding: document)
    let writer = Writer(locales: document.locales.map(\.rawValue))
    let pairs = TenantYAML.keys.compactMap { key in
      json[key].map { (Node(key), writer.node($0, named: key)) }
    }
    return try serialize(node: Node(pairs), width: 100, allowUnicode: true)
  }

  private struct Writer {
    let locales: [String]

    func node(_ value: JSONValue, named name: String = "") -> Node {
      switch value {
      case .null: Node("null")
      case .bool(let value): Node(value ? "true" : "false")
      case .integer(let value): Node("\(value)")
      case .number(let value): Node("\(value)")
      case .string(let text): scalar(text)
      case .array(let elements):
        Node(elements.map { node($0) }, .implicit, elements.allSatisfy(isPlain) ? .flow : .block)
      case .object(let members): mapping(members, isTop: name == "modules")
      }
    }

    private func mapping(_ members: [String: JSONValue], isTop: Bool) -> Node {
      let pairs = members.sorted { rank($0.key) < rank($1.key) }
        .map { (scalar($0.key), node($0.value)) }
      let isText = !members.isEmpty && members.keys.allSatisfy(locales.contains)
      return Node(pairs, .implicit, (isText || members.isEmpty) && !isTop ? .flow : .block)
    }

    /// Names come first in a group, because a person finds it by them; languages as the shop's.
    private func rank(_ key: String) -> (Int, String) {
      if let index = locales.firstIndex(of: key) { return (index, key) }
      let names = ["code", "provider", "name"]
      return (100 + (names.firstIndex(of: key) ?? names.count), key)
    }

    /// Words that this or another reader of YAML takes for something else are quoted.
    private func scalar(_ text: String) -> Node {
      let ambiguous: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
      let isText = PlainScalarRule.value(text) == .string(text)
      let looksNumeric = text.first.map { $0.isNumber || "+-.".contains($0) } ?? true
      let isSafe = isText && !looksNumeric && !ambiguous.contains(text.lowercased())
      return Node(text, .implicit, isSafe ? .any : .doubleQuoted)
    }

    private func isPlain(_ value: JSONValue) -> Bool {
      switch value {
      case .array, .object: false
      default: true
      }
    }
  }
}
