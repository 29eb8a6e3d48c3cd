/// Finds words in templates that no language file can translate.
public enum TemplateProse {
  /// Every piece of literal text that a visitor would read, `template: text`.
  ///
  /// Tags, comments, mustache expressions and the contents of attributes that are not read aloud
  /// are skipped; what is left and holds a letter is prose.
  public static func findings(in templates: [String: String]) -> [String] {
    templates.sorted { $0.key < $1.key }.flatMap { name, template in
      prose(of: template).map { "\(name): \($0)" }
    }
  }

  private static let readAttributes = ["alt", "title", "placeholder", "aria-label", "label"]

  private static func prose(of template: String) -> [String] {
    let plain = without(template, from: "{{", to: "}}")
    let visible = without(without(plain, from: "<!--", to: "-->"), from: "<script", to: "</script>")
    var findings: [String] = []
    var rest = visible[...]
    while !rest.isEmpty {
      let text = rest.prefix { $0 != "<" }
      findings.append(String(text.trimmed))
      rest = rest[text.endIndex...]
      let tag = rest.prefix { $0 != ">" }
      findings += attributes(of: String(tag))
      rest = rest[tag.endIndex...].dropFirst()
    }
    return findings.filter { $0.contains(where: \.isLetter) }
  }

  private static func attributes(of tag: String) -> [String] {
    readAttributes.compactMap { name in
      guard let range = tag.firstRange(of: " \(name)=\"") else { return nil }
      return String(tag[range.upperBound...].prefix { $0 != "\"" })
    }
  }

  /// The text with each piece between two marks replaced by a space.
  private static func without(_ text: String, from start: String, to end: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: start) {
      result += rest[..<open.lowerBound] + " "
      let close = rest[open.upperBound...].firstRange(of: end)
      rest = close.map { rest[$0.upperBound...] } ?? ""
    }
    return result + rest
  }
}
