/// How the rows of a copy are written down.
public enum CopyFormat: Hashable, Sendable {
  /// The server's binary form: fast, and exact about types.
  case binary
  /// The server's own text form: columns divided by tabs, `\N` for NULL.
  case text
  /// Comma-separated values as RFC 4180 has them, NULL as nothing between two commas.
  case csv(header: Bool)

  /// The options of the statement.
  var options: String {
    switch self {
    case .binary: "(FORMAT binary)"
    case .text: "(FORMAT text)"
    case .csv(let header): "(FORMAT csv, HEADER \(header))"
    }
  }
}

/// A table and the columns of it that a copy writes.
public struct CopyTarget: Hashable, Sendable {
  let table: String
  let columns: [String]

  /// Names a table, perhaps with its schema, and columns in the order of a row's values.
  ///
  /// The names are quoted, so they must be spelled as the catalogue has them. A NUL or a missing
  /// name is a mistake of the developer and traps.
  public init(_ table: String, columns: [String]) {
    precondition(!columns.isEmpty, "A copy writes at least one column.")
    self.table = table.split(separator: ".", omittingEmptySubsequences: false)
      .map { Self.quoted(String($0)) }
      .joined(separator: ".")
    self.columns = columns.map(Self.quoted)
  }

  func statement(_ format: CopyFormat) -> Statement {
    let columns = columns.joined(separator: ", ")
    return Statement(unsafeText: "COPY \(table) (\(columns)) FROM STDIN \(format.options)")
  }

  private static func quoted(_ name: String) -> String {
    precondition(!name.isEmpty && !name.utf8.contains(0), "A name has letters and no NUL.")
    return "\""
      + name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
