/// A script as the statements that it consists of.
///
/// Citus hands the whole text of a message on to its shards and refuses one of several statements,
/// so in its mode a migration is sent statement by statement.
package enum SQLScript {
  /// The statements without their semicolons, comments kept; text of blanks and comments is none.
  ///
  /// Semicolons within quotes, dollar quotes and comments divide nothing.
  package static func statements(_ script: String) -> [String] {
    let text = Array(script.utf8)
    var statements: [String] = []
    var (start, position) = (0, 0)
    var hasWords = false
    func take() {
      if hasWords { statements.append(String(decoding: text[start..<position], as: UTF8.self)) }
      hasWords = false
    }
    while position < text.count {
      let end = endOfToken(in: text, at: position)
      if text[position] == UInt8(ascii: ";") {
        take()
        start = end
      } else if !isBlank(text[position]), !isComment(in: text, at: position) {
        hasWords = true
      }
      position = end
    }
    take()
    return statements
  }

  /// Where the quoted text, the comment or the single byte at a place ends.
  private static func endOfToken(in text: [UInt8], at place: Int) -> Int {
    switch text[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      return end(of: [text[place]], in: text, from: place + 1)
    case UInt8(ascii: "-") where text[place...].starts(with: "--".utf8):
      return end(of: Array("\n".utf8), in: text, from: place + 2)
    case UInt8(ascii: "/") where text[place...].starts(with: "/*".utf8):
      return end(of: Array("*/".utf8), in: text, from: place + 2)
    case UInt8(ascii: "$"):
      let tag = text[(place + 1)...].prefix { $0 == UInt8(ascii: "_") || isAlphanumeric($0) }
      guard tag.endIndex < text.count, text[tag.endIndex] == UInt8(ascii: "$") else {
        return place + 1
      }
      return end(of: Array(text[place...tag.endIndex]), in: text, from: tag.endIndex + 1)
    default: return place + 1
    }
  }

  /// Behind the next occurrence of a mark, or the end of the text.
  private static func end(of mark: [UInt8], in text: [UInt8], from start: Int) -> Int {
    var place = start
    while place < text.count, !text[place...].starts(with: mark) { place += 1 }
    return min(place + mark.count, text.count)
  }

  private static func isComment(in text: [UInt8], at place: Int) -> Bool {
    text[place...].starts(with: "--".utf8) || text[place...].starts(with: "/*".utf8)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 32)
  }
}
