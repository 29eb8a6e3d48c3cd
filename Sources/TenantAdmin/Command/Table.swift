/// Rows under a heading, each column as wide as its widest cell.
struct Table {
  /// How a column's cells are placed.
  enum Alignment {
    case leading
    case trailing
  }

  private let heading: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// Starts a table; a heading that ends with `>` makes a column of numbers.
  init(_ heading: String...) {
    alignments = heading.map { $0.hasSuffix(">") ? .trailing : .leading }
    self.heading = heading.map { $0.hasSuffix(">") ? String($0.dropLast()) : $0 }
  }

  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The table's lines, or the given sentence when it has no row.
  func text(ifEmpty: String) -> String {
    guard !rows.isEmpty else { return ifEmpty }
    let lines = [heading] + rows
    let widths = heading.indices.map { column in
      lines.map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return lines.map { line in
      let cells = line.indices.map { column in
        padded(line[column], to: widths[column], alignments[column])
      }
      return trimmed(cells.joined(separator: "  "))
    }
    .joined(separator: "\n")
  }

  private func padded(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
    let padding = String(repeating: " ", count: width - TextWidth.columns(of: cell))
    return alignment == .leading ? cell + padding : padding + cell
  }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.hasSuffix(" ") { line = line.dropLast() }
    return String(line)
  }
}

/// How many columns of a terminal a text takes.
enum TextWidth {
  /// Two for the wide characters of Unicode's UAX #11, none for marks, else one.
  static func columns(of text: String) -> Int {
    text.reduce(0) { width, character in
      width + (character.unicodeScalars.first.map(isWide) == true ? 2 : 1)
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
