/// An error that the server reported, without the row values and the statement it came from.
public struct ServerError: Error, Hashable, Sendable {
  /// Which condition.
  public let sqlState: SQLState
  /// `ERROR`, `FATAL` or `PANIC`.
  public let severity: String
  /// The schema of the object concerned, when the server names one.
  public let schema: String?
  /// The table concerned.
  public let table: String?
  /// The column concerned.
  public let column: String?
  /// The constraint concerned.
  public let constraint: String?
  /// Where in the statement, in characters from 1.
  public let position: Int?
  /// Where a copy went wrong, such as `COPY product, line 3, column price`, without the value.
  public let copyContext: String?
  /// Whether a prepared statement's result has another type than when it was prepared.
  ///
  /// A migration made it stale. It fails before it does anything, and is prepared anew the next time:
  /// a transaction that it ended can be repeated.
  package let isStaleStatement: Bool
  /// The server's sentence, for logs; what may quote a value is cut off.
  package let message: String

  package init(
    sqlState: SQLState,
    severity: String = "ERROR",
    schema: String? = nil,
    table: String? = nil,
    column: String? = nil,
    constraint: String? = nil,
    position: Int? = nil,
    context: String? = nil,
    isStaleStatement: Bool = false,
    message: String
  ) {
    self.sqlState = sqlState
    self.severity = severity
    self.schema = schema
    self.table = table
    self.column = column
    self.constraint = constraint
    self.position = position
    self.isStaleStatement = isStaleStatement
    copyContext = context.flatMap(Self.copyPlace)
    self.message = Self.withoutValues(message, sqlState)
  }

  /// The place that a context names; the value behind it and the contexts of other kinds of
  /// statements, which quote their text, are dropped.
  private static func copyPlace(_ context: String) -> String? {
    guard context.hasPrefix("COPY ") else { return nil }
    return String(context.prefix { $0 != ":" && $0 != "\"" && !$0.isNewline })
  }

  /// Cuts a message at its first quotation when the server quotes values in it.
  ///
  /// Data exceptions quote the offending value ("invalid input syntax for type uuid: …"); other
  /// classes quote names of the schema only, and put values into the DETAIL, which is not read.
  private static func withoutValues(_ message: String, _ sqlState: SQLState) -> String {
    guard sqlState.family == .dataException else { return message }
    let quotes: Set<Character> = ["\"", "'", "`", "\u{AB}", "\u{201E}", "\u{201C}", "\u{300C}"]
    guard let quote = message.firstIndex(where: quotes.contains) else { return message }
    return message[..<quote] + "\u{2026}"
  }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible {
  /// The code and nothing else.
  public var description: String { "The database refused the request (\(sqlState.rawValue))." }

  /// The server's sentence with its code and position, for logs.
  public var debugDescription: String {
    let place = position.map { " at character \($0)" } ?? ""
    let row = copyContext.map { " (\($0))" } ?? ""
    return "\(severity) \(sqlState.rawValue)\(place): \(message)\(row)"
  }
}
