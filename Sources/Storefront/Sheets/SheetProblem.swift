internal import DelimitedText
internal import TenantStore

/// What is wrong with a cell that somebody typed into a form, in the words of the reader of files.
public struct SheetProblem: Hashable, Sendable {
  /// The row, from 0.
  public let row: Int
  /// The column's name in the file; empty when the whole row is meant.
  public let column: String
  /// What is wrong and what to do.
  public let message: String

  init(_ row: Int, _ column: String, _ message: String) {
    self.row = row
    self.column = column
    self.message = message
  }
}

extension StorefrontRefusal {
  /// What is wrong with the cells of a form; nothing for another refusal.
  public var sheetProblems: [SheetProblem] {
    guard code == .sheetInvalid, case .array(let problems)? = details["problems"] else { return [] }
    return problems.map { problem in
      let row = problem["row"]?.whole ?? 0
      return SheetProblem(
        Int(row),
        problem["column"]?.text ?? "",
        problem["message"]?.text ?? ""
      )
    }
  }

  static func sheet(_ problems: [SheetProblem]) -> Self {
    let list = problems.map { problem -> JSONValue in
      [
        "row": .integer(Int64(problem.row)), "column": .string(problem.column),
        "message": .string(problem.message),
      ]
    }
    return Self(.sheetInvalid, details: ["problems": .array(list)])
  }
}

/// Cells of a form as the rows of a file, so that both are held to the same rules.
struct TypedRows {
  /// The rows, in the order in which they were typed.
  let records: [DelimitedRecord]

  /// Writes the cells and reads them back.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `sheet_invalid` for a cell that no file may have.
  init(_ rows: [[String: String]], columns: [String]) throws {
    var writer = DelimitedTextWriter(columns: columns)
    for row in rows {
      writer.append(columns.map { (row[$0] ?? "").replacing("\r\n", with: "\n") })
    }
    do throws(DelimitedTextProblems) {
      records = try DelimitedTable(csv: writer.bytes, required: columns).records
    } catch {
      throw StorefrontRefusal.sheet(
        error.problems.map { SheetProblem(max(0, $0.row - 2), $0.name ?? "", $0.description) }
      )
    }
  }

  /// The problems of a file's reader at the rows that were typed.
  func problems(_ problems: [FolderProblem]) -> [SheetProblem] {
    problems.map { problem in
      let row = records.firstIndex { $0.line == problem.line }
      return SheetProblem(row ?? 0, problem.field ?? "", problem.message)
    }
  }
}
