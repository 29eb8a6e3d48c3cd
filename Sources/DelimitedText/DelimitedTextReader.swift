/// Cuts bytes into records and fields, noting what is wrong where.
struct DelimitedTextReader {
  struct Record {
    let line: Int
    let fields: [String]
  }

  static let fieldLimit = 64 << 10

  private(set) var problems: [DelimitedTextProblem] = []
  /// The names of the columns, once they are known, for the problems.
  var names: [String] = []
  private let bytes: [UInt8]
  private var offset: Int
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func note(_ fault: DelimitedTextProblem.Fault, line: Int, column: Int) {
    let name = names.indices.contains(column - 1) ? names[column - 1] : nil
    problems.append(DelimitedTextProblem(line: line, column: column, name: name, fault))
  }

  /// The next record, or nothing at the end of the file.
  mutating func nextRecord() -> Record? {
    guard offset < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      let fieldLine = line
      let raw = nextField(column: fields.count + 1)
      fields.append(text(raw, line: fieldLine, column: fields.count + 1))
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else { break }
      offset += 1
    }
    skipLineEnd()
    return Record(line: start, fields: fields)
  }

  private mutating func skipLineEnd() {
    guard offset < bytes.count else { return }
    if bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") {
      offset += 1
      line += 1
    }
  }

  private mutating func nextField(column: Int) -> [UInt8] {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      return plainField(column: column)
    }
    return quotedField(column: column)
  }

  private mutating func plainField(column: Int) -> [UInt8] {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: ","), !isLineEnd(offset) {
      offset += 1
    }
    let field = bytes[start..<offset]
    if field.contains(UInt8(ascii: "\"")) { note(.strayQuote, line: line, column: column) }
    return Array(field)
  }

  private mutating func quotedField(column: Int) -> [UInt8] {
    let start = line
    var field: [UInt8] = []
    offset += 1
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\"") else {
        if byte == UInt8(ascii: "\n") { line += 1 }
        field.append(byte)
        continue
      }
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
        skipStrayText(line: line, column: column)
        return field
      }
      field.append(byte)
      offset += 1
    }
    note(.unclosedQuote, line: start, column: column)
    return field
  }

  /// Skips what follows a closing quotation mark up to the next comma, which should be nothing.
  private mutating func skipStrayText(line: Int, column: Int) {
    var isStray = false
    while offset < bytes.count, bytes[offset] != UInt8(ascii: ","), !isLineEnd(offset) {
      isStray = true
      offset += 1
    }
    if isStray { note(.strayQuote, line: line, column: column) }
  }

  private func isLineEnd(_ index: Int) -> Bool {
    if bytes[index] == UInt8(ascii: "\n") { return true }
    return bytes[index] == UInt8(ascii: "\r") && index + 1 < bytes.count
      && bytes[index + 1] == UInt8(ascii: "\n")
  }

  private mutating func text(_ raw: [UInt8], line: Int, column: Int) -> String {
    guard raw.count <= Self.fieldLimit else {
      note(.fieldTooLarge, line: line, column: column)
      return ""
    }
    guard !raw.contains(0), let text = String(validating: raw, as: UTF8.self) else {
      note(.invalidEncoding, line: line, column: column)
      return ""
    }
    if FormulaRule.isDangerous(text) { note(.formula, line: line, column: column) }
    return text
  }
}
