import Foundation

/// The checkout that the tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths below the root of all files with an ending, build products left out.
  static func files(below folder: String, ending: String) -> [String] {
    let start = root.appending(path: folder)
    let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
    return (walk?.compactMap { $0 as? URL } ?? [])
      .map { String($0.path.dropFirst(root.path.count + 1)) }
      .filter { $0.hasSuffix(ending) && !$0.contains("/.build") }
      .sorted()
  }

  /// The modules that a Swift file imports, whatever the access of the import.
  static func imports(of path: String) throws -> Set<String> {
    let lines = try text(path).split(separator: "\n")
    return Set(
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 1 else { return nil }
        let isDeclaration =
          index == 0 || ["public", "package", "internal", "private"].contains(words[0])
        return isDeclaration ? words.last.map(String.init) : nil
      }
    )
  }
}
