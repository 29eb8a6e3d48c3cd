/// Statements that would outlive their batch or upset its connection, found before anything is sent.
enum BatchRefusal {
  /// Refuses what must not run between the batches of others.
  ///
  /// A transaction opened here would swallow the batches that follow on the connection; a setting,
  /// a subscription or a discarded cache of the session would concern them too.
  static func shared(_ text: String) -> PostgresError? {
    let words = words(of: text)
    let first = words.first ?? ""
    if isSetting(words) || sessionWords.contains(first) || boundaryWords.contains(first) {
      return refusal(.featureNotSupported, "\(first) cannot run on a shared connection")
    }
    return unreadable(text)
  }

  /// Refuses what the pipeline cannot carry at all, and behind a pooler what the session must keep.
  static func exclusive(_ text: String, keepsSession: Bool) -> PostgresError? {
    let words = words(of: text)
    let first = words.first ?? ""
    if first == "COPY" {
      return refusal(.featureNotSupported, "COPY cannot run on this connection")
    }
    if !keepsSession, isSetting(words) || sessionWords.contains(first) {
      let message = "\(first) needs a session, which a transaction pooler does not keep"
      return refusal(.featureNotSupported, message)
    }
    return unreadable(text)
  }

  /// The client library reads a text up to its first NUL, and would run a part of it.
  private static func unreadable(_ text: String) -> PostgresError? {
    text.utf8.contains(0) ? refusal(.syntaxError, "a NUL in the text of a statement") : nil
  }

  /// Whether a setting is made for the session and not for its transaction.
  private static func isSetting(_ words: [String]) -> Bool {
    words.first == "SET" && !settingsOfTransaction.contains(words.dropFirst().first ?? "")
  }

  private static let sessionWords: Set<String> = [
    "DISCARD", "LISTEN", "PREPARE", "RESET", "UNLISTEN",
  ]
  private static let boundaryWords: Set<String> = [
    "ABORT", "BEGIN", "COMMIT", "COPY", "END", "ROLLBACK", "START",
  ]
  private static let settingsOfTransaction: Set<String> = ["LOCAL", "TRANSACTION", "CONSTRAINTS"]

  /// The protocol counts values in 16 bits, and the server takes no value above a gibibyte.
  static func tooLarge(_ statements: [Statement]) -> PostgresError? {
    for statement in statements {
      if statement.values.count > Int(UInt16.max) {
        return refusal(.programLimitExceeded, "more than 65535 values")
      }
      for value in statement.values where value.payload.byteCount >= 1 << 30 {
        return refusal(.programLimitExceeded, "a value of a gibibyte")
      }
    }
    return nil
  }

  private static func refusal(_ state: SQLState, _ message: String) -> PostgresError {
    .server(ServerError(sqlState: state, message: message))
  }

  /// The first two words in capitals, behind blanks and comments.
  private static func words(of text: String) -> [String] {
    var rest = text.utf8[...]
    var words: [String] = []
    while words.count < 2 {
      rest = afterBlanks(rest)
      let word = rest.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
      if word.isEmpty { break }
      words.append(String(decoding: word.prefix(12).map { $0 & 0xDF }, as: UTF8.self))
      rest = rest.dropFirst(word.count)
    }
    return words
  }

  private static func afterBlanks(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text
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
    return rest
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
