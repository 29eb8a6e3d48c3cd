public import DelimitedText

/// A file to import, which is read twice: once to check it and once to write it.
public struct ImportSource: Sendable {
  /// The file's name, as problems tell it.
  public let name: String
  /// How many bytes the file has, for progress.
  public let byteCount: Int
  /// How the file is written.
  public let format: DelimitedTextFormat
  /// Opens the file at its beginning; the source gives the next bytes each time it is called.
  public let open: @Sendable () throws -> DelimitedTextReader.Source

  /// Names a file.
  public init(
    name: String,
    byteCount: Int,
    format: DelimitedTextFormat = .init(),
    open: @escaping @Sendable () throws -> DelimitedTextReader.Source
  ) {
    self.name = name
    self.byteCount = byteCount
    self.format = format
    self.open = open
  }
}

/// What a file holds.
public enum ImportKind: String, CaseIterable, Sendable {
  /// Products and their SKUs, with the columns of `catalogue.csv`.
  case products
  /// How many pieces of SKUs there are at locations, with the columns of `stock.csv`.
  case stock
}

/// How a file is imported.
public struct ImportOptions: Sendable {
  /// Whether nothing is written and only what would change is counted.
  public var isDryRun = false
  /// Whether an import of the same file that was stopped goes on where it was.
  public var resumes = false
  /// Whether what is right is written although something else is wrong.
  public var skipsBadRows = false
  /// How many rows are written in one transaction, at least.
  ///
  /// Defaults to 2,000.
  public var batchRows = 2_000

  /// The usual way: all or nothing, from the first row on.
  public init() {}
}

/// One thing that is wrong in a file that is imported.
public struct ImportProblem: Hashable, Sendable {
  /// The row that a spreadsheet shows, from 1 for the header.
  public let row: Int
  /// The line of the file, from 1.
  public let line: Int
  /// The column, from 1; nothing when the whole row is meant.
  public let column: Int?
  /// The column's name, where it has one.
  public let field: String?
  /// What is wrong and what to do.
  public let message: String
}

extension ImportProblem: CustomStringConvertible {
  /// `row 12, column 17 (price): is negative`.
  public var description: String {
    let place = column.map { ", column \($0)" } ?? ""
    let name = field.map { " (\($0))" } ?? ""
    return "row \(row)\(place)\(name): \(message)"
  }

  init(_ problem: DelimitedTextProblem) {
    self.init(
      row: problem.row,
      line: problem.line,
      column: problem.column,
      field: problem.name,
      message: problem.description
    )
  }
}

/// How far an import is.
public struct ImportProgress: Sendable {
  /// What is done now.
  public enum Phase: Sendable {
    /// The whole file is read and checked.
    case checking
    /// What it says is written.
    case writing
  }

  /// What is done now.
  public let phase: Phase
  /// How many bytes of the file were read in this phase.
  public let bytesRead: Int
  /// How many rows were checked, or are committed.
  public let rows: Int
}

/// How many rows an import changed, or would change.
public struct ImportCounts: Hashable, Sendable {
  /// Rows whose SKU, or level of stock, was not there.
  public var created = 0
  /// Rows that changed something.
  public var updated = 0
  /// Rows that say what is there already.
  public var unchanged = 0

  /// Counts nothing yet.
  public init() {}

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.created += right.created
    sum.updated += right.updated
    sum.unchanged += right.unchanged
    return sum
  }
}

/// What came of an import.
public struct ImportResult: Sendable {
  /// How many rows the file has, the header apart.
  public let rows: Int
  /// How many rows were left out, because they, or another row of their product, are wrong.
  public let badRows: Int
  /// How many problems there are.
  public let problems: Int
  /// How many rows an earlier import had committed, which this one went on from.
  public let resumedAfter: Int
  /// What was changed in this run, or would be.
  public let counts: ImportCounts
  /// Whether problems kept all of it back.
  public let isHeldBack: Bool
}

extension ImportSource {
  /// Names a file that is in memory, whose encoding nobody said.
  ///
  /// Without a byte order mark it is UTF-8 if it is sound UTF-8, else GB 18030, as a Chinese
  /// spreadsheet saves it.
  public init(name: String, bytes: [UInt8]) {
    let hasMark = [TextEncoding.utf16LittleEndian, .utf16BigEndian].contains {
      bytes.starts(with: $0.mark)
    }
    let isUTF8 = hasMark || String(validating: bytes, as: UTF8.self) != nil
    self.init(
      name: name,
      byteCount: bytes.count,
      format: DelimitedTextFormat(encoding: isUTF8 ? nil : .gb18030)
    ) {
      var rest = bytes[...]
      return {
        defer { rest = rest.dropFirst(64 << 10) }
        return Array(rest.prefix(64 << 10))
      }
    }
  }
}
