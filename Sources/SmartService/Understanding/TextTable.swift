/// Reads the text tables that are compiled into the module.
enum TextTable {
  /// The lines of a file that say something: no blank lines, no comments (`# …`).
  static func lines(_ path: String) -> [String] {
    guard let text = EmbeddedText.files[path] else {
      preconditionFailure("\(path) is not compiled into SmartService")
    }
    return text.split(whereSeparator: \.isNewline).map(String.init).filter {
      !$0.hasPrefix("# ") && $0 != "#" && $0.contains { $0 != " " }
    }
  }

  /// The cells of a line `a | b | c`, trimmed.
  static func cells(_ line: some StringProtocol, by separator: Character = "|") -> [String] {
    line.split(separator: separator).map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
  }
}

extension StringProtocol {
  /// Without spaces at both ends.
  func trimmingSpaces() -> String {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(start[...end])
  }
}
