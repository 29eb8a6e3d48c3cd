/// Why a row could not be read: what stood where, never the value.
public struct PostgresDecodingError: Error, Hashable, Sendable {
  /// The name of the column.
  public let column: String
  /// The position of the column, from 0.
  public let index: Int
  /// What the reader wanted.
  public let expected: String
  /// What the server sent: a type, NULL or a number of columns.
  public let found: String

  /// Says what was expected and found at a column.
  public init(column: String, index: Int, expected: String, found: String) {
    self.column = column
    self.index = index
    self.expected = expected
    self.found = found
  }
}

extension PostgresDecodingError: CustomStringConvertible, CustomDebugStringConvertible {
  /// Generic on purpose: column names are for logs.
  public var description: String { "A row from the database could not be read." }

  /// Names the column and both types.
  public var debugDescription: String {
    "column \(index) (\(column)): expected \(expected), found \(found)"
  }
}
