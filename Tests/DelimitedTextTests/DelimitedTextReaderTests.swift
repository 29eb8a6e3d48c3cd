import DelimitedText
import Testing

/// Reads a file that comes in chunks of the given sizes, repeated until it ends.
func read(
  _ bytes: [UInt8],
  chunks: [Int] = [1 << 20],
  _ format: DelimitedTextFormat = .init(),
  columns: [String] = ["a", "b"]
) throws -> (records: [[String]], problems: [String]) {
  var rest = bytes[...]
  var turn = 0
  var reader = DelimitedTextReader(format) {
    defer { turn += 1 }
    let size = chunks[turn % chunks.count]
    defer { rest = rest.dropFirst(size) }
    return Array(rest.prefix(size))
  }
  _ = try reader.header(required: columns)
  var records: [[String]] = []
  while let record = try reader.next() { records.append(record.fields) }
  return (records, reader.takeProblems().map { "\($0.row):\($0.line):\($0.column) \($0.fault)" })
}

@Suite("Delimited text, read as it comes")
struct DelimitedTextReaderTests {
  @Test(arguments: 1...64)
  func `what is written is read back, wherever the chunks are cut`(_ seed: UInt64) throws {
    var random = Chance(seed: seed)
    let columns = (0..<Int.random(in: 1...5, using: &random)).map { "column\($0)" }
    let pieces = ["", "a", "\"", ",", ";", "\t", "\n", "\r", "\r\n", "'", "=", "-1", "红", "𝔘", "é"]
    let table = (0..<Int.random(in: 0...20, using: &random)).map { _ in
      columns.map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          pieces.randomElement(using: &random) ?? ""
        }
        .joined()
      }
    }
    let delimiter = Array(",;\t".utf8).randomElement(using: &random) ?? 0
    var writer = DelimitedTextWriter(
      columns: columns,
      delimiter: delimiter,
      hasMark: Bool.random(using: &random)
    )
    for fields in table { writer.append(fields) }
    let sizes = (0..<8).map { _ in Int.random(in: 1...9, using: &random) }

    let result = try read(
      writer.bytes,
      chunks: sizes,
      DelimitedTextFormat(delimiter: columns.count == 1 ? delimiter : nil),
      columns: columns
    )

    #expect(result.records == table)
    #expect(result.problems.isEmpty)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ["1", "2"]), ("a;b\n1,5;2\n", ["1,5", "2"]), ("a\tb\n1;\t2\n", ["1;", "2"]),
    ("sep=;\r\na;b\r\n1;2\r\n", ["1", "2"]), ("\"a\";\"b\"\n1;2\n", ["1", "2"]),
    ("a;b\n\"1\n;\";2\n", ["1\n;", "2"]),
  ])
  func `the delimiter is the one that the header has`(_ text: String, _ expected: [String]) throws {
    #expect(try read(Array(text.utf8)).records == [expected])
  }

  @Test(arguments: [1, 2, 3, 5, 1_000])
  func `UTF-16 is told by its mark, and surrogates are never cut`(_ chunk: Int) throws {
    let text = "\u{FEFF}a\tb\r\n红\t𝔘\r\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }

    #expect(try read(little, chunks: [chunk]).records == [["红", "𝔘"]])
    #expect(try read(big, chunks: [chunk]).records == [["红", "𝔘"]])
  }

  @Test(arguments: [1, 2, 3, 5, 1_000])
  func `GB 18030 is read in two and four bytes`(_ chunk: Int) throws {
    // 红色 and U+20000, as a Chinese Excel and glibc write them.
    let bytes = Array("a,b\n".utf8) + [0xBA, 0xEC, 0xC9, 0xAB, 0x2C, 0x95, 0x32, 0x82, 0x36, 0x0A]

    let result = try read(bytes, chunks: [chunk], DelimitedTextFormat(encoding: .gb18030))

    #expect(result.records == [["红色", "\u{20000}"]])
    #expect(result.problems.isEmpty)
  }

  @Test func `what is no character is refused in the field where it stands`() throws {
    let start = "a,b\n1,".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let loneSurrogate: [UInt8] = start + [0x00, 0xDC, 0x0A, 0x00]
    let halfCharacter = Array("a,b\n1,".utf8) + [0xBA]

    #expect(
      try read(loneSurrogate, DelimitedTextFormat(encoding: .utf16LittleEndian)).problems
        == ["2:2:2 invalidEncoding"]
    )
    #expect(
      try read(halfCharacter, DelimitedTextFormat(encoding: .gb18030)).problems
        == ["2:2:2 invalidEncoding"]
    )
    #expect(
      try read(Array("a,b\n1,2\n".utf8) + [0xED, 0xA0, 0x80, 0x2C, 0x0A]).problems
        == ["3:3:1 invalidEncoding"]
    )
  }

  @Test func `a problem tells the row of the spreadsheet and the line of the file`() throws {
    let text = "a,b\n\"1\r\n2\n\",x\n\n3\n=4,5\n"

    #expect(
      try read(Array(text.utf8)).problems
        == ["4:6:1 fieldCount(expected: 2, found: 1)", "5:7:1 formula"]
    )
  }

  @Test(arguments: [1, 7, 100_000])
  func `a quote that is never closed costs one field and no memory`(_ chunk: Int) throws {
    let size = chunk == 1 ? 70_000 : 1_000_000
    let bytes = Array("a,b\n1,\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: size)

    let result = try read(bytes, chunks: [chunk])

    #expect(result.problems == ["2:2:2 unclosedQuote", "2:2:2 fieldTooLarge"])
    #expect(result.records == [["1", ""]])
  }

  @Test func `what the source throws is passed on`() {
    struct Broken: Error {}
    var reader = DelimitedTextReader { throw Broken() }

    #expect(throws: Broken.self) { try reader.header(required: ["a"]) }
  }

  @Test(arguments: 1...40)
  func `no bytes whatever make the reader fall`(_ seed: UInt64) throws {
    var random = Chance(seed: seed)
    let alphabet: [UInt8] = [0, 9, 10, 13, 34, 39, 44, 59, 61, 65, 0x81, 0xBA, 0xD8, 0xE4, 0xFF]
    let bytes = (0..<400).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    for encoding in TextEncoding.allCases {
      let whole = try? read(bytes, DelimitedTextFormat(encoding: encoding))
      let cut = try? read(bytes, chunks: [3, 1, 2], DelimitedTextFormat(encoding: encoding))
      #expect(whole?.records == cut?.records)
      #expect(whole?.problems == cut?.problems)
      var rest = [Array("a,b\n".utf8), bytes]
      var reader = DelimitedTextReader(.csv) { rest.isEmpty ? [] : rest.removeFirst() }
      _ = try reader.header(required: ["a", "b"])
      while let record = try reader.next() {
        #expect(record.fields.allSatisfy { !$0.contains("\0") })
      }
    }
  }
}

/// Random numbers that are the same in every run.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
