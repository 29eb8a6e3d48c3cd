/// What one statement gave back.
///
/// Reading happens on the task that asks, not on the connection's thread.
public struct Rows: Sendable {
  let result: RowStorage

  init(_ result: RowStorage) {
    self.result = result
  }

  /// How many rows there are.
  public var count: Int { result.rowCount }

  /// How many rows the statement touched, by its command tag; 0 for commands that count none.
  public var affected: Int { result.affected }

  /// What the server says that it has done, such as `COMMIT`, which may be another than was asked.
  package var commandTag: String { result.commandTag }

  /// The names of the columns.
  public var columns: [String] { (0..<result.columnCount).map(result.columnName) }

  /// Reads every row.
  ///
  /// - Parameter type: What a row is read as.
  /// - Throws: When a column does not fit, or a row did not read exactly its columns.
  /// - Returns: The rows in order.
  public func decode<R: PostgresRow>(_ type: R.Type) throws(PostgresDecodingError) -> [R] {
    var decoded: [R] = []
    decoded.reserveCapacity(count)
    // One reader for all rows: what it holds is counted once.
    var row = Row(result, at: 0)
    for index in 0..<count {
      row.move(to: index)
      decoded.append(try R(row: &row))
      try check(row)
    }
    return decoded
  }

  /// Reads the first row, if there is one, with a closure that may throw anything.
  package func first<T>(_ body: (inout Row) throws -> T) throws -> T? {
    guard count > 0 else { return nil }
    var row = Row(result, at: 0)
    let value = try body(&row)
    try check(row)
    return value
  }

  /// Reads every row with a closure that may throw anything.
  package func map<T>(_ body: (inout Row) throws -> T) throws -> [T] {
    var values: [T] = []
    values.reserveCapacity(count)
    var row = Row(result, at: 0)
    for index in 0..<count {
      row.move(to: index)
      values.append(try body(&row))
      try check(row)
    }
    return values
  }

  /// Reads the first row, if there is one.
  ///
  /// - Parameter type: What the row is read as.
  /// - Throws: When a column does not fit, or the row did not read exactly its columns.
  /// - Returns: The row, or nil when there is none.
  public func first<R: PostgresRow>(_ type: R.Type) throws(PostgresDecodingError) -> R? {
    guard count > 0 else { return nil }
    var row = Row(result, at: 0)
    let decoded = try R(row: &row)
    try check(row)
    return decoded
  }

  /// Reads the first column of the first row, if there is one.
  ///
  /// - Parameter type: What the column is read as.
  /// - Throws: When the column does not fit.
  /// - Returns: The value, or nil when there is no row.
  public func scalar<T: PostgresDecodable>(
    _ type: T.Type
  ) throws(PostgresDecodingError) -> T? {
    count == 0 ? nil : try value(0, as: type)
  }

  /// Reads the first column of every row.
  ///
  /// - Parameter type: What the column is read as.
  /// - Throws: When the column does not fit.
  /// - Returns: The values in order.
  public func scalars<T: PostgresDecodable>(
    _ type: T.Type
  ) throws(PostgresDecodingError) -> [T] {
    var values: [T] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(try value(index, as: type)) }
    return values
  }

  /// A cell as text, whatever its type: UTF-8 as it is, other bytes in hexadecimal.
  package func text(row: Int, column: Int) -> String? {
    precondition((0..<count).contains(row) && (0..<result.columnCount).contains(column))
    let cell = PostgresCell(result, row: row, column: column)
    if let text = try? String(postgres: cell) { return text }
    guard let bytes = unsafe cell.bytes else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    let hexadecimal = unsafe bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "\\x" + String(decoding: hexadecimal, as: UTF8.self)
  }

  private func check(_ row: Row) throws(PostgresDecodingError) {
    guard row.position == result.columnCount else {
      throw result.columnCountError(expected: "\(row.position)")
    }
  }

  private func value<T: PostgresDecodable>(
    _ index: Int,
    as type: T.Type
  ) throws(PostgresDecodingError) -> T {
    var row = Row(result, at: index)
    return try row.next(type)
  }
}
