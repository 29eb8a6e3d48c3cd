internal import DelimitedText
internal import Foundation

/// The rows of a task's file, one after the other, by the columns that the task names.
///
/// Further columns are passed over. Every error names the file, the line and the column.
package struct TaskTable {
  /// The file as it was named.
  package let path: String
  /// The columns in the order in which a row is asked for them.
  package let columns: [String]
  private let places: [Int]
  private var reader: DelimitedTextReader

  /// Opens a file, inflating it when its name ends in `.gz`, and reads its header.
  ///
  /// - Parameters:
  ///   - path: CSV with a header, in UTF-8.
  ///   - columns: The columns that the header must name, in any order.
  /// - Throws: `TaskFileError` that names the file and what is missing.
  package init(_ path: String, columns: [String]) throws {
    let bytes = try [UInt8](TaskFile.bytes(of: path))
    self.path = path
    self.columns = columns
    do {
      let names = try Self.names(bytes)
      reader = Self.reader(bytes)
      let header = try reader.header(required: columns, optional: names)
      places = columns.compactMap { header.firstIndex(of: $0) }
    } catch let error as DelimitedTextProblems {
      throw TaskFileError(path: path, problems: error.problems)
    }
  }

  /// The next row; nothing at the end of the file.
  ///
  /// - Throws: `TaskFileError` that names the line.
  package mutating func next() throws -> TaskRow? {
    guard let record = try reader.next() else { return nil }
    guard record.isSound else {
      throw TaskFileError(path: path, problems: reader.takeProblems())
    }
    return TaskRow(record: record, path: path, columns: columns, places: places)
  }

  /// The fields of the first record, whatever they are.
  private static func names(_ bytes: [UInt8]) throws -> [String] {
    var reader = reader(bytes)
    return try reader.next()?.fields ?? []
  }

  /// A reader that takes the bytes in pieces, so that its buffer stays small.
  private static func reader(_ bytes: [UInt8]) -> DelimitedTextReader {
    var offset = 0
    return DelimitedTextReader(.csv) {
      let end = min(bytes.count, offset + 1 << 18)
      defer { offset = end }
      return Array(bytes[offset..<end])
    }
  }
}

/// One row of a task's file; columns count from 0 in the order that the task named them.
package struct TaskRow {
  let record: DelimitedRecord
  let path: String
  let columns: [String]
  let places: [Int]

  /// The text of a column.
  package subscript(column: Int) -> String { record[places[column]] }

  /// The whole number of a column.
  ///
  /// - Throws: `TaskFileError` that names line and column when there is none.
  package func integer(_ column: Int) throws -> Int {
    guard let value = Int(self[column]) else { throw error(column, "is no whole number") }
    return value
  }

  /// The finite number of a column.
  ///
  /// - Throws: `TaskFileError` that names line and column when there is none, or `NaN`.
  package func number(_ column: Int) throws -> Double {
    guard let value = Double(self[column]), value.isFinite else {
      throw error(column, "is no finite number")
    }
    return value
  }

  /// An error about a column of this row.
  package func error(_ column: Int, _ problem: String) -> TaskFileError {
    TaskFileError(
      path: path,
      problem: "line \(record.line), column \(columns[column]): \"\(self[column])\" \(problem)"
    )
  }
}

extension TaskFileError {
  /// The first of the problems of a delimited file, in the words of a task.
  init(path: String, problems: [DelimitedTextProblem]) {
    guard let problem = problems.first else {
      self.init(path: path, problem: "cannot be read")
      return
    }
    let column = problem.name ?? String(problem.column)
    self.init(path: path, problem: "line \(problem.line), column \(column): \(problem)")
  }
}
