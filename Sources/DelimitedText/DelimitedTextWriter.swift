/// Writes comma-separated values after RFC 4180, with LF at the ends of lines.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe before it, which reading
/// takes away again.
public struct DelimitedTextWriter: Sendable {
  private var output: [UInt8]
  private let delimiter: UInt8

  /// Begins a file with its header.
  ///
  /// - Parameters:
  ///   - columns: The names of the columns.
  ///   - delimiter: The ASCII character between fields.
  ///   - hasMark: Whether a byte order mark comes first, without which Excel takes UTF-8 for the
  ///     machine's own encoding.
  public init(
    columns: [String],
    delimiter: UInt8 = UInt8(ascii: ","),
    hasMark: Bool = false
  ) {
    output = hasMark ? TextEncoding.utf8.mark : []
    self.delimiter = delimiter
    append(columns)
  }

  /// Adds a record with one field per column.
  public mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(delimiter) }
      append(field, isAlone: fields.count == 1)
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// What was written and not taken yet, in UTF-8.
  public var bytes: [UInt8] { output }

  /// Takes what was written, so that a long file need not be held.
  public mutating func take() -> [UInt8] {
    defer { output.removeAll(keepingCapacity: true) }
    return output
  }

  private mutating func append(_ field: String, isAlone: Bool) {
    let guarding = FormulaRule.needsGuard(field) ? "'" : ""
    let needsQuotes = field.utf8.contains { byte in
      byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
    }
    guard needsQuotes || (isAlone && field.isEmpty) else {
      output.append(contentsOf: guarding.utf8)
      output.append(contentsOf: field.utf8)
      return
    }
    output.append(UInt8(ascii: "\""))
    output.append(contentsOf: guarding.utf8)
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { output.append(byte) }
      output.append(byte)
    }
    output.append(UInt8(ascii: "\""))
  }
}
