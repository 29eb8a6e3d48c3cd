import Foundation
import RecommendEvaluation
import Testing

@Suite("Rows of a task's file")
struct TaskTableTests {
  @Test func `columns are found by name, further ones passed over`() throws {
    let file = try TemporaryFile("item,when,user\n7,x,1\n\n8,\"a,b\",2\n")

    var table = try TaskTable(file.path, columns: ["user", "item"])
    var rows: [[String]] = []
    while let row = try table.next() { rows.append([row[0], row[1]]) }

    #expect(rows == [["1", "7"], ["2", "8"]])
  }

  @Test(arguments: [
    ("", "line 1, column 1: the file has no header"),
    ("user,thing\n1,2\n", "line 1, column item: the column \"item\" is missing"),
    ("user,user,item\n", "line 1, column user: the column stands twice"),
    ("user,item\n1,2\n3\n", "line 3, column user: the record has 1 fields"),
    ("user,item\n1,2\n1,two\n", "line 3, column item: \"two\" is no whole number"),
  ])
  func `an error names file, line and column`(text: String, told: String) throws {
    let file = try TemporaryFile(text)

    let error = #expect(throws: TaskFileError.self) {
      var table = try TaskTable(file.path, columns: ["user", "item"])
      while let row = try table.next() { _ = try row.integer(1) }
    }

    let description = error?.description ?? ""
    #expect(description.hasPrefix(file.path), "\(description)")
    #expect(description.contains(told), "\(description)")
  }

  @Test(arguments: ["nan", "inf", "-", "1e999"])
  func `what is no finite number is refused`(text: String) throws {
    let file = try TemporaryFile("price\n\(text)\n")

    #expect(throws: TaskFileError.self) {
      var table = try TaskTable(file.path, columns: ["price"])
      _ = try table.next()?.number(0)
    }
  }
}

/// A file that is removed with its value.
final class TemporaryFile {
  let path: String

  init(_ text: String) throws {
    path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).csv"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
