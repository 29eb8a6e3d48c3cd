/// Where the cells of some rows lie.
///
/// Sendable because nothing in it changes once a reader can see it.
class RowStorage: @unchecked Sendable {
  /// Grows while a storage is filled, before anyone reads it.
  var rowCount: Int
  let columnCount: Int

  init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
  }

  /// How many rows the statement touched.
  var affected: Int { 0 }

  /// What the server did, such as `INSERT 0 1`.
  var commandTag: String { "" }

  func columnName(_ column: Int) -> String { preconditionFailure("Every storage names columns.") }

  func type(of column: Int) -> PostgresType { preconditionFailure("Every storage has types.") }

  /// The bytes of a cell, valid as long as this object; nil for NULL.
  func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
    preconditionFailure("Every storage has cells.")
  }

  final func columnCountError(expected: String) -> PostgresDecodingError {
    PostgresDecodingError(
      column: "",
      index: columnCount,
      expected: "\(expected) columns",
      found: "\(columnCount) columns"
    )
  }
}
