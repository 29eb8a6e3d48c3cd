/// A file of comma-separated values with a header, after RFC 4180, in UTF-8.
///
/// Lines end with LF or CRLF; a byte order mark is skipped. Every problem carries its line and
/// column, so that a merchant finds it in the spreadsheet.
public struct DelimitedTable: Sendable {
  /// The names of the columns in the order of the file.
  public let columns: [String]
  /// The records below the header, in the order of the file.
  public let records: [DelimitedRecord]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - required: The columns that the header must name.
  ///   - optional: The columns that it may name besides.
  /// - Throws: ``DelimitedTextProblems`` with everything that is wrong, at most 100.
  public init(csv bytes: [UInt8], required: [String], optional: [String] = [])
    throws(DelimitedTextProblems)
  {
    var reader = DelimitedTextReader(bytes)
    guard let header = reader.nextRecord() else {
      throw DelimitedTextProblems(
        problems: reader.problems.isEmpty
          ? [DelimitedTextProblem(line: 1, column: 1, .empty)] : reader.problems
      )
    }
    let known = Set(required + optional)
    let problems = Self.headerProblems(header, required: required, known: known)
    guard problems.isEmpty, reader.problems.isEmpty else {
      throw Self.told(reader.problems + problems)
    }
    reader.names = header.fields
    let places = Dictionary(uniqueKeysWithValues: header.fields.enumerated().map { ($1, $0) })
    var records: [DelimitedRecord] = []
    while let record = reader.nextRecord(), reader.problems.count < 100 {
      if record.fields.count == header.fields.count {
        records.append(DelimitedRecord(line: record.line, fields: record.fields, places: places))
      } else {
        reader.note(
          .fieldCount(expected: header.fields.count, found: record.fields.count),
          line: record.line,
          column: min(record.fields.count, header.fields.count)
        )
      }
    }
    guard reader.problems.isEmpty else { throw Self.told(reader.problems) }
    columns = header.fields
    self.records = records
  }

  /// In a file of another encoding nearly every field is wrong: the first one says it all.
  private static func told(_ problems: [DelimitedTextProblem]) -> DelimitedTextProblems {
    let encoding = problems.first { $0.fault == .invalidEncoding }
    return DelimitedTextProblems(problems: encoding.map { [$0] } ?? problems)
  }

  private static func headerProblems(
    _ header: DelimitedTextReader.Record,
    required: [String],
    known: Set<String>
  ) -> [DelimitedTextProblem] {
    var problems: [DelimitedTextProblem] = []
    var seen: Set<String> = []
    for (index, name) in header.fields.enumerated() {
      let fault: DelimitedTextProblem.Fault? =
        if !seen.insert(name).inserted {
          .duplicateColumn
        } else if !known.contains(name) {
          .unknownColumn(name)
        } else {
          nil
        }
      if let fault {
        problems.append(
          DelimitedTextProblem(line: header.line, column: index + 1, name: name, fault)
        )
      }
    }
    problems += required.filter { !seen.contains($0) }.map {
      DelimitedTextProblem(
        line: header.line,
        column: header.fields.count + 1,
        name: $0,
        .missingColumn($0)
      )
    }
    return problems
  }
}

/// One record of a table.
public struct DelimitedRecord: Sendable {
  /// The line, from 1, on which the record begins.
  public let line: Int
  let fields: [String]
  let places: [String: Int]

  /// The field of a column; empty when the file has no such column.
  public subscript(column: String) -> String { places[column].map { fields[$0] } ?? "" }
}
