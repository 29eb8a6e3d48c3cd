/// What a header must and may name.
enum HeaderRule {
  static func problems(_ header: DelimitedRecord, required: [String], known: Set<String>)
    -> [DelimitedTextProblem]
  {
    var problems: [DelimitedTextProblem] = []
    var seen: Set<String> = []
    func note(_ column: Int, _ name: String, _ fault: DelimitedTextProblem.Fault) {
      problems.append(
        DelimitedTextProblem(
          line: header.line,
          row: header.row,
          column: column,
          name: name,
          fault
        )
      )
    }
    for (index, name) in header.fields.enumerated() {
      if !seen.insert(name).inserted {
        note(index + 1, name, .duplicateColumn)
      } else if !known.contains(name) {
        note(index + 1, name, .unknownColumn(name))
      }
    }
    for name in required where !seen.contains(name) {
      note(header.count + 1, name, .missingColumn(name))
    }
    return problems
  }
}

/// Which character stands between fields, by the first line of a file.
enum DelimiterRule {
  /// - Returns: The delimiter, and how many bytes of a line that only names it are skipped.
  static func choice(_ bytes: [UInt8]) -> (delimiter: UInt8, skipped: Int) {
    let announced = Array("sep=".utf8)
    if bytes.starts(with: announced), bytes.count > 5, bytes[5] == 0x0A || bytes[5] == 0x0D {
      let isPair = bytes[5] == 0x0D && bytes.count > 6 && bytes[6] == 0x0A
      return (bytes[4], isPair ? 7 : 6)
    }
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if byte == 0x0A || byte == 0x0D { break }
      counts[byte, default: 0] += 1
    }
    let known = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let best = known.reduce(known[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    return (best, 0)
  }
}
