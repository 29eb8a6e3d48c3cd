internal import CPostgres

/// Owns one result of the client library and clears it when the last reader has gone.
///
/// Sendable because the library never changes a result once it was handed over, and reading one
/// is safe from any thread.
@safe
final class PostgresResult: RowStorage, @unchecked Sendable {
  private let pointer: OpaquePointer

  /// Takes ownership of a result.
  init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
    super.init(
      rowCount: Int(unsafe PQntuples(pointer)),
      columnCount: Int(unsafe PQnfields(pointer))
    )
  }

  deinit {
    unsafe PQclear(pointer)
  }

  var status: ExecStatusType { unsafe PQresultStatus(pointer) }

  override var affected: Int {
    unsafe Int(String(cString: PQcmdTuples(pointer))) ?? 0
  }

  override var commandTag: String { unsafe String(cString: PQcmdStatus(pointer)) }

  /// The error, unless the client library made it up itself.
  var serverError: ServerError? { unsafe ServerError(result: pointer) }

  var message: String { unsafe String(cString: PQresultErrorMessage(pointer)) }

  override func columnName(_ column: Int) -> String {
    guard let name = unsafe PQfname(pointer, Int32(column)) else { return "" }
    return unsafe String(cString: name)
  }

  override func type(of column: Int) -> PostgresType {
    PostgresType(rawValue: unsafe PQftype(pointer, Int32(column)))
  }

  override func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
    let (row, column) = (Int32(row), Int32(column))
    let length = Int(unsafe PQgetlength(pointer, row, column))
    if length == 0, unsafe PQgetisnull(pointer, row, column) != 0 { return nil }
    return unsafe UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length)
  }
}
