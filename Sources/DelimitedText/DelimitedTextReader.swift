/// Cuts a file into records while it is read, noting what is wrong where.
///
/// Memory is bounded by one chunk and one record. Lines end with LF, CR or CRLF; empty lines are
/// passed over; a first line `sep=;` of Excel names the delimiter.
public struct DelimitedTextReader {
  /// Gives the next bytes of the file, of any number; none at its end.
  public typealias Source = () throws -> [UInt8]

  /// The most bytes that a field may have in UTF-8.
  public static let fieldLimit = 64 << 10
  /// The most fields that are kept of a record.
  static let countLimit = 4_096

  private let source: Source
  private var transcoder: TextTranscoder?
  private var format: DelimitedTextFormat
  private var buffer: [UInt8] = []
  private var offset = 0
  private var isAtEnd = false
  private var line = 1
  private var row = 0
  private var delimiter = UInt8(ascii: ",")
  private var special = UInt8(ascii: ",")
  private var places = ColumnPlaces([])
  private var found: [DelimitedTextProblem] = []

  /// Prepares to read; the first bytes are read with the header.
  public init(_ format: DelimitedTextFormat = .init(), from source: @escaping Source) {
    self.format = format
    self.source = source
  }

  /// What was found to be wrong since this was asked last, in the order of the file.
  public mutating func takeProblems() -> [DelimitedTextProblem] {
    defer { found = [] }
    return found
  }

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - required: The columns that it must name.
  ///   - optional: The columns that it may name besides.
  /// - Throws: ``DelimitedTextProblems`` with all that is wrong with it; what the source throws.
  /// - Returns: The names in the order of the file.
  public mutating func header(required: [String], optional: [String] = []) throws -> [String] {
    try begin()
    guard let header = try record() else {
      throw DelimitedTextProblems(
        problems: found.isEmpty ? [DelimitedTextProblem(line: 1, row: 1, column: 1, .empty)] : found
      )
    }
    let names = header.fields
    let problems =
      found + HeaderRule.problems(header, required: required, known: Set(required + optional))
    guard problems.isEmpty else { throw DelimitedTextProblems(problems: problems) }
    places = ColumnPlaces(names)
    return names
  }

  /// The next record whatever its number of fields; nothing at the end of the file.
  ///
  /// It is for a file whose columns nobody promised, of which the first record is the header.
  public mutating func anyRecord() throws -> DelimitedRecord? {
    if transcoder == nil { try begin() }
    return try record()
  }

  /// The next record; nothing at the end of the file.
  ///
  /// A record that is written wrongly is given too, and says so.
  public mutating func next() throws -> DelimitedRecord? {
    guard let record = try record() else { return nil }
    let expected = places.names.count
    guard record.count != expected else { return record }
    note(
      .fieldCount(expected: expected, found: record.count),
      line: record.line,
      column: min(record.count, expected)
    )
    return DelimitedRecord(
      line: record.line,
      row: record.row,
      isSound: false,
      bytes: record.bytes,
      ends: record.ends,
      places: places
    )
  }

  private mutating func note(_ fault: DelimitedTextProblem.Fault, line: Int, column: Int) {
    let name = places.names.indices.contains(column - 1) ? places.names[column - 1] : nil
    found.append(
      DelimitedTextProblem(line: line, row: row, column: column, name: name, fault)
    )
  }
}

extension DelimitedTextReader {
  private enum Ending {
    case field
    case record
  }

  private mutating func record() throws -> DelimitedRecord? {
    guard try skipEmptyLines() else { return nil }
    row += 1
    let (start, faults) = (line, found.count)
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var count = 0
    while true {
      let kept = bytes.count
      let fieldLine = line
      count += 1
      let ending = try field(into: &bytes, line: fieldLine, column: count)
      check(&bytes, from: kept, line: fieldLine, column: count)
      if count <= Self.countLimit {
        ends.append(bytes.count)
      } else {
        bytes.removeLast(bytes.count - kept)
      }
      if ending == .record { break }
    }
    return DelimitedRecord(
      line: start,
      row: row,
      isSound: found.count == faults,
      bytes: bytes,
      ends: ends,
      places: places
    )
  }

  /// Reads one field with what ends it.
  private mutating func field(into bytes: inout [UInt8], line: Int, column: Int) throws -> Ending {
    let start = bytes.count
    guard try peek() == UInt8(ascii: "\"") else {
      return try plain(into: &bytes, from: start, line: line, column: column)
    }
    offset += 1
    while true {
      let isEnd = try run(into: &bytes, from: start) { $0 == UInt8(ascii: "\"") }
      guard !isEnd else {
        note(.unclosedQuote, line: line, column: column)
        return .record
      }
      offset += 1
      guard try peek() == UInt8(ascii: "\"") else { break }
      if bytes.count - start <= Self.fieldLimit { bytes.append(UInt8(ascii: "\"")) }
      offset += 1
    }
    let closed = bytes.count
    let closingLine = self.line
    let ending = try plain(into: &bytes, from: start, line: nil, column: column)
    if bytes.count > closed {
      note(.strayQuote, line: closingLine, column: column)
      bytes.removeLast(bytes.count - closed)
    }
    return ending
  }

  /// Reads to a delimiter or the end of the line; a line says that quotes are strange here.
  private mutating func plain(into bytes: inout [UInt8], from start: Int, line: Int?, column: Int)
    throws -> Ending
  {
    let delimiter = delimiter
    let special = special
    var hasQuote = false
    while true {
      let isEnd = try run(into: &bytes, from: start) { byte in
        byte <= special
          && (byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\""))
      }
      guard !isEnd, buffer[offset] == UInt8(ascii: "\"") else {
        if hasQuote, let line { note(.strayQuote, line: line, column: column) }
        if isEnd { return .record }
        break
      }
      hasQuote = true
      if bytes.count - start <= Self.fieldLimit { bytes.append(UInt8(ascii: "\"")) }
      offset += 1
    }
    guard buffer[offset] != delimiter else {
      offset += 1
      return .field
    }
    try skipLineEnd()
    return .record
  }

  /// Takes bytes up to one that stops, counting lines; beyond the limit of a field they are dropped.
  ///
  /// - Returns: Whether the file ended before.
  private mutating func run(
    into bytes: inout [UInt8],
    from start: Int,
    until stops: (UInt8) -> Bool
  ) throws -> Bool {
    while true {
      guard try fill() else { return true }
      let (end, lines) = buffer.withUnsafeBufferPointer { buffer -> (Int, Int) in
        var index = offset
        var lines = 0
        while index < buffer.count, !stops(buffer[index]) {
          let byte = buffer[index]
          if byte == UInt8(ascii: "\n") {
            lines += index > 0 && buffer[index - 1] == UInt8(ascii: "\r") ? 0 : 1
          } else if byte == UInt8(ascii: "\r") {
            lines += 1
          }
          index += 1
        }
        return (index, lines)
      }
      line += lines
      if bytes.count - start <= Self.fieldLimit { bytes += buffer[offset..<end] }
      offset = end
      if end < buffer.count { return false }
    }
  }

  /// Checks the field that was read last.
  private mutating func check(_ bytes: inout [UInt8], from start: Int, line: Int, column: Int) {
    let count = bytes.count - start
    guard count > 0 else { return }
    guard count <= Self.fieldLimit else {
      note(.fieldTooLarge, line: line, column: column)
      bytes.removeLast(count)
      return
    }
    let isText = bytes.withUnsafeBufferPointer { bytes in
      UTF8Rule.isText(UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    guard isText else {
      note(.invalidEncoding, line: line, column: column)
      bytes.removeLast(count)
      return
    }
    guard FormulaRule.mayBegin(bytes[start]) else { return }
    let text = String(decoding: bytes[start...], as: UTF8.self)
    if FormulaRule.isDangerous(text) { note(.formula, line: line, column: column) }
    if FormulaRule.isGuarded(text) { bytes.remove(at: start) }
  }
}

extension DelimitedTextReader {
  /// Reads so much that the encoding and the delimiter can be told.
  private mutating func begin() throws {
    var start: [UInt8] = []
    while start.count < Self.fieldLimit {
      let chunk = try source()
      guard !chunk.isEmpty else {
        isAtEnd = true
        break
      }
      start += chunk
    }
    var transcoder = TextTranscoder(encoding: format.encoding, start: start)
    buffer = transcoder.utf8([], isLast: isAtEnd)
    self.transcoder = transcoder
    let choice = DelimiterRule.choice(buffer)
    delimiter = format.delimiter ?? choice.delimiter
    special = max(delimiter, UInt8(ascii: "\""))
    if choice.skipped > 0 {
      offset = choice.skipped
      line += 1
    }
  }

  /// Makes sure that there is a byte to look at.
  ///
  /// - Returns: Whether there is one.
  private mutating func fill() throws -> Bool {
    while offset >= buffer.count {
      guard !isAtEnd else { return false }
      let chunk = try source()
      isAtEnd = chunk.isEmpty
      // The last byte stays, for CRLF is one end of a line even when a chunk ends between.
      let last = buffer.last
      buffer = transcoder?.utf8(chunk, isLast: isAtEnd) ?? chunk
      offset = 0
      if let last, last == UInt8(ascii: "\r") {
        buffer.insert(last, at: 0)
        offset = 1
      }
    }
    return true
  }

  private mutating func peek() throws -> UInt8? { try fill() ? buffer[offset] : nil }

  private mutating func skipLineEnd() throws {
    let isReturn = buffer[offset] == UInt8(ascii: "\r")
    offset += 1
    line += 1
    if isReturn, try peek() == UInt8(ascii: "\n") { offset += 1 }
  }

  /// - Returns: Whether a record follows.
  private mutating func skipEmptyLines() throws -> Bool {
    while let byte = try peek() {
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return true }
      try skipLineEnd()
      row += 1
    }
    return false
  }
}
