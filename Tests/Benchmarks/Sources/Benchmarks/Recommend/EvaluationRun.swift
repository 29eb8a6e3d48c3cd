import Foundation

/// One run of `recommend-evaluation` on files in a folder of its own.
struct EvaluationRun {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "cradle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Writes a file and gives its path.
  func file(_ name: String, _ header: String, _ rows: some Sequence<String>) throws -> String {
    let path = folder.appending(path: name)
    let text = header + "\n" + rows.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: path)
    return path.path()
  }

  /// Runs a task and gives the rows of its answer and the seconds that it took.
  func answer(_ arguments: [String]) async throws -> (rows: [[Substring]], seconds: Double) {
    let out = folder.appending(path: "out.csv").path()
    let started = ContinuousClock.now
    _ = try await Program.output(
      try Program.beside("recommend-evaluation"),
      arguments + ["--out", out]
    )
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    let text = try String(contentsOfFile: out, encoding: .utf8)
    return (text.split(separator: "\n").dropFirst().map { Self.fields($0) }, seconds)
  }

  /// Deletes the folder.
  func clear() { try? FileManager.default.removeItem(at: folder) }

  /// The fields of a row, quotes taken away.
  private static func fields(_ row: Substring) -> [Substring] {
    guard row.contains("\"") else { return row.split(separator: ",") }
    var fields: [Substring] = []
    var rest = row
    while !rest.isEmpty {
      let isQuoted = rest.first == "\""
      let end =
        isQuoted
        ? rest.dropFirst().firstIndex(of: "\"").map { rest.index(after: $0) } ?? rest.endIndex
        : rest.firstIndex(of: ",") ?? rest.endIndex
      let field = rest[..<end]
      fields.append(isQuoted ? field.dropFirst().dropLast() : field)
      rest = rest[end...].dropFirst()
    }
    return fields
  }
}
