internal import CPostgres

/// Owns one result of the client library and clears it when the last reader has gone.
///
/// Sendable because the library never changes a result once it was handed over, and reading one
/// is safe from any thread.
@safe
final class PostgresResult: @unchecked Sendable {
  private let pointer: OpaquePointer
  let rowCount: Int
  let columnCount: Int

  /// Takes ownership of a result.
  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
    rowCount = Int(unsafe PQntuples(pointer))
    columnCount = Int(unsafe PQnfields(pointer))
  }

  deinit {
    unsafe PQclear(pointer)
  }

  var status: ExecStatusType { unsafe PQresultStatus(pointer) }

  var affected: Int {
    unsafe Int(String(cString: PQcmdTuples(pointer))) ?? 0
  }

  /// What the server did, such as `INSERT 0 1`.
  var commandTag: String { unsafe String(cString: PQcmdStatus(pointer)) }

  /// The error, unless the client library made it up itself.
  var serverError: ServerError? { unsafe ServerError(result: pointer) }

  var message: String { unsafe String(cString: PQresultErrorMessage(pointer)) }

  func columnName(_ column: Int) -> String {
    guard let name = unsafe PQfname(pointer, Int32(column)) else { return "" }
    return unsafe String(cString: name)
  }

  func type(of column: Int) -> PostgresType {
    PostgresType(rawValue: unsafe PQftype(pointer, Int32(column)))
  }

  /// The bytes of a cell, valid as long as this object; nil for NULL.
  func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
    let (row, column) = (Int32(row), Int32(column))
    guard unsafe PQgetisnull(pointer, row, column) == 0 else { return nil }
    return unsafe UnsafeRawBufferPointer(
      start: PQgetvalue(pointer, row, column),
      count: Int(PQgetlength(pointer, row, column))
    )
  }

  func columnCountError(expected: String) -> PostgresDecodingError {
    PostgresDecodingError(
      column: "",
      index: columnCount,
      expected: "\(expected) columns",
      found: "\(columnCount) columns"
    )
  }
}
