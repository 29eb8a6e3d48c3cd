import Foundation
import RecommendEvaluation
import Testing

@Suite("Files of tasks")
struct TaskFileTests {
  @Test func `a file that is not there is named`() {
    for path in ["/nowhere/lines.csv.gz", "/nowhere/lines.csv"] {
      let error = #expect(throws: TaskFileError.self) { try TaskFile.bytes(of: path) }
      #expect(error?.description.contains(path) == true)
    }
  }

  @Test func `a compressed file that was cut off is refused, a whole one read`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "lines.csv.gz").path()
    // "user,item\nu1,i1\n" by gzip.
    let whole: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2B, 0x2D,
      0x4E, 0x2D, 0xD2, 0xC9, 0x2C, 0x49, 0xCD, 0xE5, 0x2A, 0x35, 0xD4, 0xC9,
      0x34, 0xE4, 0x02, 0x00, 0x2C, 0x8B, 0xDD, 0xF0, 0x10, 0x00, 0x00, 0x00,
    ]

    try Data(whole).write(to: URL(filePath: path))
    #expect(try TaskFile.bytes(of: path) == Data("user,item\nu1,i1\n".utf8))

    for length in [4, 12, 20, whole.count - 4] {
      try Data(whole[..<length]).write(to: URL(filePath: path))
      #expect(throws: TaskFileError.self, "\(length)") { try TaskFile.bytes(of: path) }
    }
  }

  @Test func `an error names the column as the file does`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "lines.csv").path()
    try Data("day,sales_value\n3,nan\n".utf8).write(to: URL(filePath: path))
    var reader = try LinesReader(path, columns: [["value", "sales_value"], ["day"]])
    _ = try reader.next()

    let error = #expect(throws: TaskFileError.self) { try reader.number(0) }

    #expect(error?.problem == "line 2, column sales_value: \"nan\" is no finite number")
  }
}
