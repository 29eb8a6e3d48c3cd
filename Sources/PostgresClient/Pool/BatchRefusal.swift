/// Statements that would outlive their batch or upset its connection, found before anything is sent.
enum BatchRefusal {
  /// Refuses what must not run between the batches of others.
  ///
  /// A transaction opened here would swallow the batches that follow on the connection, and a
  /// subscription or a discarded cache would concern them too.
  static func shared(_ statements: [Statement]) -> PostgresError? {
    refusal(
      statements,
      words: [
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE", "COPY", "LISTEN",
        "UNLISTEN", "DISCARD",
      ]
    )
  }

  /// Refuses what the pipeline cannot carry at all.
  static func exclusive(_ statements: [Statement]) -> PostgresError? {
    refusal(statements, words: ["COPY"])
  }

  private static func refusal(_ statements: [Statement], words: Set<String>) -> PostgresError? {
    for statement in statements {
      if statement.values.count > Int(UInt16.max) {
        return .server(
          ServerError(sqlState: .programLimitExceeded, message: "more than 65535 values")
        )
      }
      let word = firstWord(of: statement.text)
      if words.contains(word) {
        return .server(
          ServerError(
            sqlState: .featureNotSupported,
            message: "\(word) cannot run on this connection"
          )
        )
      }
    }
    return nil
  }

  /// The first word in capitals, behind blanks and comments.
  static func firstWord(of text: String) -> String {
    var rest = text.utf8[...]
    while let first = rest.first {
      if first == UInt8(ascii: "-"), rest.dropFirst().first == first {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else if first == UInt8(ascii: "/"), rest.dropFirst().first == UInt8(ascii: "*") {
        rest = afterComment(rest)
      } else if first <= UInt8(ascii: " ") || first == UInt8(ascii: ";") {
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    let word = rest.prefix(9).prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    return String(decoding: word.map { $0 & 0xDF }, as: UTF8.self)
  }

  /// Skips one comment of the form that may hold others.
  private static func afterComment(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text
    var depth = 0
    while let first = rest.first {
      let second = rest.dropFirst().first
      if first == UInt8(ascii: "/"), second == UInt8(ascii: "*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if first == UInt8(ascii: "*"), second == UInt8(ascii: "/") {
        depth -= 1
        rest = rest.dropFirst(2)
        if depth == 0 { break }
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }
}
