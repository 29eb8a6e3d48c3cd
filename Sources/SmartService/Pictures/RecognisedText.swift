/// The words that a programme read in a picture, with how sure it is of them.
public struct RecognisedText: Hashable, Sendable {
  /// The lines, from top to bottom.
  public let text: String
  /// The mean over all characters, 0 to 1; 0 where there are none.
  public let confidence: Double

  /// From this mean on the words are shown to be confirmed; below, a better picture is asked for.
  public static let shownFrom = 0.6
  /// A word below this is left out: dirt and drawings are read as letters.
  private static let wordFrom = 0.3

  /// Reads Tesseract's table: a row for each word with its block, paragraph, line and confidence.
  ///
  /// - Parameter table: Twelve columns parted by tabs below a header; other rows are left out.
  public init(tesseract table: String) {
    var lines: [(key: [Substring], words: [String])] = []
    var (weight, sum) = (0, 0.0)
    for row in table.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = row.split(separator: "\t", maxSplits: 11, omittingEmptySubsequences: false)
      guard cells.count == 12, cells[0] == "5", let percent = Double(cells[10]), percent >= 0 else {
        continue
      }
      let word = cells[11].filter { !$0.isWhitespace && !$0.isControl }
      guard !word.isEmpty, percent / 100 >= Self.wordFrom else { continue }
      let key = Array(cells[1...4])
      if lines.last?.key != key { lines.append((key, [])) }
      lines[lines.count - 1].words.append(String(word))
      weight += word.count
      sum += Double(word.count) * min(percent, 100) / 100
    }
    text = lines.map { Self.joined($0.words) }.joined(separator: "\n")
    confidence = weight > 0 ? sum / Double(weight) : 0
  }

  /// Words with spaces between them, but not between characters of a script that has none.
  private static func joined(_ words: [String]) -> String {
    words.reduce(into: "") { line, word in
      if let last = line.last, let first = word.first, !(last.isDense && first.isDense) {
        line += " "
      }
      line += word
    }
  }
}

extension Character {
  fileprivate var isDense: Bool { ScriptClass(self) == .dense || isFullWidthMark }
  fileprivate var isFullWidthMark: Bool {
    unicodeScalars.first.map {
      (0x3000...0x303F).contains($0.value) || (0xFF00...0xFF65).contains($0.value)
    }
      ?? false
  }
  fileprivate var isControl: Bool {
    unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }
}
