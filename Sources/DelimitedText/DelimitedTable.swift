/// A whole file of comma-separated values with a header, after RFC 4180, in UTF-8.
///
/// Every problem carries its line and column, so that a merchant finds it in the spreadsheet.
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
    var rest = [bytes]
    var reader = DelimitedTextReader(.csv) { rest.popLast() ?? [] }
    do {
      columns = try reader.header(required: required, optional: optional)
      var records: [DelimitedRecord] = []
      var problems: [DelimitedTextProblem] = []
      while problems.count < 100, let record = try reader.next() {
        if !record.isSound { problems += reader.takeProblems() }
        records.append(record)
      }
      guard problems.isEmpty else { throw DelimitedTextProblems(problems: problems) }
      self.records = records
    } catch let error as DelimitedTextProblems {
      throw Self.told(error)
    } catch {
      preconditionFailure("bytes in memory can always be read")
    }
  }

  /// In a file of another encoding nearly every field is wrong: the first one says it all.
  private static func told(_ error: DelimitedTextProblems) -> DelimitedTextProblems {
    let encoding = error.problems.first { $0.fault == .invalidEncoding }
    return encoding.map { DelimitedTextProblems(problems: [$0]) } ?? error
  }
}
