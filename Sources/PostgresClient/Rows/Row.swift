/// A type that reads itself from one row, column by column.
public protocol PostgresRow {
  /// Reads the columns from left to right, each exactly once.
  ///
  /// - Parameter row: The row, at its first column.
  /// - Throws: When a column does not fit.
  init(row: inout Row) throws(PostgresDecodingError)
}

/// A row while it is being read, which remembers the next column.
public struct Row {
  private let result: RowStorage
  private var row: Int
  private(set) var position = 0

  init(_ result: RowStorage, at row: Int) {
    self.result = result
    self.row = row
  }

  /// Goes to the first column of a row.
  mutating func move(to row: Int) {
    self.row = row
    position = 0
  }

  /// Reads the next column.
  ///
  /// - Parameter type: What the column is read as.
  /// - Throws: When the column does not fit, or there is none left.
  /// - Returns: The value.
  public mutating func next<T: PostgresDecodable>(
    _ type: T.Type = T.self
  ) throws(PostgresDecodingError) -> T {
    let column = position
    guard column < result.columnCount else {
      throw result.columnCountError(expected: "at least \(column + 1)")
    }
    position += 1
    return try T(postgres: PostgresCell(result, row: row, column: column))
  }

  /// Passes over columns unread, such as those of the empty side of an outer join.
  public mutating func skip(_ columns: Int) { position += columns }
}
