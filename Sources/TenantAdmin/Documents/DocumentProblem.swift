package import TenantStore

/// One thing that is wrong in a tenant's folder, with the place where an editor finds it.
package struct DocumentProblem: Error, Hashable, Sendable, Encodable {
  /// The file as the person at the command line names it.
  package let file: String
  /// The line, from 1, where there is one.
  package let line: Int?
  /// The column, from 1, where there is one.
  package let column: Int?
  /// The key of a document or the column of a table, where there is one.
  package let key: String?
  /// What is wrong and what to do.
  package let message: String

  package init(
    file: String,
    line: Int? = nil,
    column: Int? = nil,
    key: String? = nil,
    message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.message = message
  }

  /// A module's problem, in a folder that was named at the command line.
  package init(_ problem: FolderProblem, in folder: String) {
    self.init(
      file: folder + "/" + problem.file,
      line: problem.line,
      key: problem.field,
      message: problem.message
    )
  }
}

extension DocumentProblem: CustomStringConvertible {
  /// `shop/tenant.yaml:12:5: hosts.0: must be …`.
  package var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }
    return [place.joined(separator: ":"), key, message].compactMap { $0 }.joined(separator: ": ")
  }
}

/// All that is wrong in the folders of a command; nothing was written.
package struct DocumentProblems: Error, Hashable, Sendable {
  package let problems: [DocumentProblem]

  package init(_ problems: [DocumentProblem]) { self.problems = problems }
}
