/// One thing that is wrong in a file of a tenant's folder.
public struct FolderProblem: Hashable, Sendable, Codable {
  /// The file, below the tenant's folder.
  public let file: String
  /// The line, from 1, where there is one.
  public let line: Int?
  /// The column of a table or the key of a document, where there is one.
  public let field: String?
  /// What is wrong and what to do.
  public let message: String

  /// Describes one problem.
  public init(file: String, line: Int? = nil, field: String? = nil, message: String) {
    self.file = file
    self.line = line
    self.field = field
    self.message = message
  }
}

extension FolderProblem: CustomStringConvertible {
  /// `catalogue.csv:12: price: is negative`.
  public var description: String {
    let place = [file, line.map(String.init)].compactMap { $0 }.joined(separator: ":")
    return [place, field, message].compactMap { $0 }.joined(separator: ": ")
  }
}

/// All that is wrong in a tenant's folder.
public struct FolderProblems: Error, Hashable, Sendable {
  /// At least one problem, in the order of the files' lines.
  public let problems: [FolderProblem]

  /// Collects problems.
  public init(_ problems: [FolderProblem]) { self.problems = problems }

  /// One problem with a whole file.
  public init(_ file: String, _ message: String) {
    self.init([FolderProblem(file: file, message: message)])
  }
}

extension FolderProblems: CustomStringConvertible {
  /// One line per problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
