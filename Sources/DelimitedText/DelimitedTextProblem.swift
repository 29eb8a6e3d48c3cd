/// What is wrong in a delimited file, and where.
public struct DelimitedTextProblem: Error, Hashable, Sendable {
  /// The line, from 1, on which the record or the fault begins.
  public let line: Int
  /// The number of the record, from 1 for the header: the row that a spreadsheet shows.
  public let row: Int
  /// The column, from 1, counted in fields.
  public let column: Int
  /// The column's name, where it has one.
  public let name: String?
  /// What is wrong.
  public let fault: Fault

  /// What can be wrong.
  @nonexhaustive
  public enum Fault: Hashable, Sendable {
    /// The bytes are no text of the file's encoding, or hold the character NUL.
    case invalidEncoding
    /// A quotation mark stands inside a field that does not begin with one, or text follows one.
    case strayQuote
    /// A field begins with a quotation mark and never ends.
    case unclosedQuote
    /// A record has more or fewer fields than the header.
    case fieldCount(expected: Int, found: Int)
    /// The header names a column twice.
    case duplicateColumn
    /// The header lacks a column.
    case missingColumn(String)
    /// The header names a column that nobody knows.
    case unknownColumn(String)
    /// A field has more than 64 KiB.
    case fieldTooLarge
    /// A field begins like a formula of a spreadsheet and is no number.
    case formula
    /// The file has no header.
    case empty
  }

  init(line: Int, row: Int, column: Int, name: String? = nil, _ fault: Fault) {
    self.line = line
    self.row = row
    self.column = column
    self.name = name
    self.fault = fault
  }
}

extension DelimitedTextProblem: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch fault {
    case .invalidEncoding:
      "is not written in the file's encoding; save the file as UTF-8 (in Excel: \"CSV UTF-8\")"
    case .strayQuote: "has a stray quotation mark; put the field in quotes and double those inside"
    case .unclosedQuote: "begins with a quotation mark that is never closed"
    case .fieldCount(let expected, let found):
      "the record has \(found) fields but the header has \(expected); check commas and quotes"
    case .duplicateColumn: "the column stands twice in the header; remove one"
    case .missingColumn(let name): "the column \"\(name)\" is missing; add it to the header"
    case .unknownColumn(let name): "the column \"\(name)\" is not known; remove or rename it"
    case .fieldTooLarge: "has more than 64 KiB; shorten it"
    case .formula:
      "begins like a formula of a spreadsheet; let it begin with another character than = + - @"
    case .empty: "the file has no header; write the names of the columns into the first line"
    }
  }
}

/// All problems that were found in a file; at least one.
public struct DelimitedTextProblems: Error, Hashable, Sendable {
  /// The problems in the order of the lines.
  public let problems: [DelimitedTextProblem]
}
