/// One language's file of `key = text` lines.
enum TextFile {
  static func read(_ content: String, path: String, problems: inout [String]) -> [String: String] {
    var texts: [String: String] = [:]
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = line.trimmed
      guard !line.isEmpty, line.first != "#" else { continue }
      guard let mark = line.firstIndex(of: "=") else {
        problems.append("\(path):\(index + 1): is not `key = text`")
        continue
      }
      let key = String(line[..<mark].trimmed)
      if texts[key] != nil { problems.append("\(path):\(index + 1): \(key) stands here twice") }
      texts[key] = String(line[line.index(after: mark)...].trimmed)
    }
    return texts
  }

  /// The names in braces, sorted.
  static func placeholders(of text: String) -> [String] {
    var names: Set<String> = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.insert(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names.sorted()
  }
}

extension StringProtocol {
  /// The text without white space at both ends.
  var trimmed: SubSequence {
    let head = drop(while: \.isWhitespace)
    guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return head }
    return head[...last]
  }
}
