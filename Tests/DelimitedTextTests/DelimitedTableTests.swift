import DelimitedText
import Testing

/// What is wrong in a file, as `line:column fault`.
private func problems(_ text: String, columns: [String] = ["a", "b"]) -> [String] {
  problems(Array(text.utf8), columns: columns)
}

private func problems(_ bytes: [UInt8], columns: [String] = ["a", "b"]) -> [String] {
  do throws(DelimitedTextProblems) {
    _ = try DelimitedTable(csv: bytes, required: columns)
    return []
  } catch {
    return error.problems.map { "\($0.line):\($0.column) \($0.fault)" }
  }
}

@Suite("Comma-separated tables")
struct DelimitedTableTests {
  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "\u{FEFF}a,b\n1,2\n", "a,b\n1,2\n\n",
  ])
  func `lines may end with LF, CR or CRLF, with or without a last one`(_ text: String) throws {
    let table = try DelimitedTable(csv: Array(text.utf8), required: ["a", "b"])

    #expect(table.columns == ["a", "b"])
    #expect(table.records.map { [$0["a"], $0["b"]] } == [["1", "2"]])
    #expect(table.records.map(\.line) == [2])
  }

  @Test func `quoted fields hold commas, quotes and line breaks`() throws {
    let text = "a,b\n\"x,y\",\"he said \"\"hi\"\"\nand left\"\nnext,\n"

    let table = try DelimitedTable(csv: Array(text.utf8), required: ["a", "b"])

    #expect(table.records.map { $0["a"] } == ["x,y", "next"])
    #expect(table.records.map { $0["b"] } == ["he said \"hi\"\nand left", ""])
    #expect(table.records.map(\.line) == [2, 4])
  }

  @Test func `what is written is read back`() throws {
    let fields = ["红色|Red", "a \"quoted\", text\r\nof two lines", "", "-9", "-9..0", " spaced "]
    var writer = DelimitedTextWriter(columns: ["value", "other"])
    for field in fields { writer.append([field, "x"]) }

    let table = try DelimitedTable(csv: writer.bytes, required: ["value", "other"])

    #expect(table.records.map { $0["value"] } == fields)
  }

  @Test(arguments: [
    ("", "1:1 empty"),
    ("a,b,a\n", "1:3 duplicateColumn"),
    ("a\n1\n", "1:2 missingColumn(\"b\")"),
    ("a,b,c\n", "1:3 unknownColumn(\"c\")"),
    ("a,b\n1\n", "2:1 fieldCount(expected: 2, found: 1)"),
    ("a,b\n1,2\n1,2,3\n", "3:2 fieldCount(expected: 2, found: 3)"),
    ("a,b\n1,\"open\n\n", "2:2 unclosedQuote"),
    ("a,b\n1,in\"side\n", "2:2 strayQuote"),
    ("a,b\n\"x\"y,2\n", "2:1 strayQuote"),
    ("a,b\n1,=SUM(A1)\n", "2:2 formula"),
    ("a,b\n+cmd,2\n", "2:1 formula"),
    ("a,b\n-x,2\n", "2:1 formula"),
    ("a,b\n-9..A1,2\n", "2:1 formula"),
    ("a,b\n-9..0..1,2\n", "2:1 formula"),
    ("a,b\n@x,2\n", "2:1 formula"),
    ("a,b\n\"\tx\",2\n", "2:1 formula"),
    ("a,b\n\"\rx\",2\n", "2:1 formula"),
    ("a,b\n1,x\u{0}y\n", "2:2 invalidEncoding"),
  ])
  func `a fault names its line and column`(_ text: String, _ expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test func `bytes that are not UTF-8 are refused where they stand`() {
    #expect(problems(Array("a,b\n1,".utf8) + [0xC3, 0x28, 0x0A]) == ["2:2 invalidEncoding"])
  }

  @Test func `a file of another encoding is told so once`() {
    let gb18030: [UInt8] = [0xC4, 0xCC, 0xB7, 0xDB]
    let line = gb18030 + [0x2C] + gb18030 + [0x0A]

    #expect(problems(line + line + line) == ["1:1 invalidEncoding"])
  }

  @Test func `a field of more than 64 KiB is refused`() {
    let huge = String(repeating: "x", count: (64 << 10) + 1)

    #expect(problems("a,b\n1,\(huge)\n") == ["2:2 fieldTooLarge"])
    #expect(problems("a,b\n1,\(huge.dropLast())\n") == [])
  }

  @Test(arguments: ["-9", "+12", "-1.50", "0", "-9..0", "-12..-3", "-9.."])
  func `numbers and spans of them may have a sign`(_ number: String) {
    #expect(problems("a,b\n\(number),2\n") == [])
  }

  @Test func `all problems of a file are found at once`() {
    #expect(problems("a,b\n=x,2\n1\n\"x\"y,@z\n").count == 4)
  }

  @Test func `arbitrary bytes never trap`() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("a,b\"\r\n=-\u{0}".utf8) + [0xFF, 0xC3]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      _ = problems(Array("a,b\n".utf8) + bytes)
    }
  }
}
