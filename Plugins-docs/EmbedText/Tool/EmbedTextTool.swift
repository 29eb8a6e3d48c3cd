import Foundation

/// `EmbedTextTool OUTPUT ROOT FILE…` writes the files as Swift raw strings keyed by path below ROOT.
@main
struct EmbedTextTool {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      FileHandle.standardError.write(Data("usage: EmbedTextTool OUTPUT ROOT FILE…\n".utf8))
      exit(64)
    }
    let root = arguments[2]
    var source = "enum EmbeddedText {\n  static let files: [String: String] = ["
    source += arguments.count == 3 ? ":]\n}\n" : "\n"
    for path in arguments.dropFirst(3) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let key = path.dropFirst(root.count).drop { $0 == "/" }
      source += "    \(quoted(String(key))): \(quoted(text)),\n"
    }
    if arguments.count > 3 { source += "  ]\n}\n" }
    try Data(source.utf8).write(to: URL(fileURLWithPath: arguments[1]), options: .atomic)
  }

  /// A raw multi-line literal with one more `#` than any run of them in the text.
  private static func quoted(_ text: String) -> String {
    let longest = text.split(whereSeparator: { $0 != "#" }).map(\.count).max() ?? 0
    let fence = String(repeating: "#", count: longest + 1)
    return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
  }
}
