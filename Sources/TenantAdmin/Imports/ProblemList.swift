internal import DelimitedText
internal import Foundation
internal import Storefront

/// Keeps the first problems for the person and writes all of them to a file.
final class ProblemList {
  /// How many problems are shown; a file takes all.
  static let shownLimit = 1_000

  private(set) var shown: [DocumentProblem] = []
  private let name: String
  private let file: FileHandle?
  private var writer = DelimitedTextWriter(columns: ["row", "line", "column", "field", "problem"])

  /// - Throws: ``AdminError`` when the file cannot be written.
  init(of name: String, to path: String?) throws {
    self.name = name
    guard let path else {
      file = nil
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw AdminError(.cannotWrite, "\(path) cannot be written") }
    file = handle
  }

  func add(_ problem: ImportProblem) throws {
    if shown.count < Self.shownLimit { shown.append(DocumentProblem(problem, in: name)) }
    guard file != nil else { return }
    writer.append([
      "\(problem.row)", "\(problem.line)", problem.column.map(String.init) ?? "",
      problem.field ?? "", problem.message,
    ])
    if writer.bytes.count > 64 << 10 { try flush() }
  }

  func close() throws {
    try flush()
    try file?.close()
  }

  private func flush() throws { try file?.write(contentsOf: Data(writer.take())) }
}

extension DocumentProblem {
  fileprivate init(_ problem: ImportProblem, in file: String) {
    let row = problem.row == problem.line ? "" : " (row \(problem.row) of a spreadsheet)"
    self.init(
      file: file,
      line: problem.line,
      column: problem.column,
      key: problem.field,
      message: problem.message + row
    )
  }
}
