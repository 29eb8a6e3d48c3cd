/// One column of one row, or one element of an array, while it is being read.
///
/// Valid only inside the initialiser that it is handed to: it points into the result.
@safe
public struct PostgresCell {
  /// The type that the server sent.
  public let type: PostgresType
  /// The binary form, nil for NULL.
  public let bytes: UnsafeRawBufferPointer?
  private let result: RowStorage
  private let index: Int

  init(_ result: RowStorage, row: Int, column: Int) {
    self.result = result
    index = column
    type = result.type(of: column)
    unsafe bytes = result.bytes(row: row, column: column)
  }

  /// An element of the array that `array` holds.
  init(elementOf array: PostgresCell, type: PostgresType, bytes: UnsafeRawBufferPointer?) {
    result = array.result
    index = array.index
    self.type = type
    unsafe self.bytes = unsafe bytes
  }

  /// The name of the column.
  public var columnName: String { result.columnName(index) }

  /// Whether the cell is NULL.
  public var isNull: Bool { unsafe bytes == nil }

  /// Makes the error that says what was expected here, without the value.
  public func error(expected: String) -> PostgresDecodingError {
    PostgresDecodingError(
      column: columnName,
      index: index,
      expected: expected,
      found: isNull ? "NULL" : type.description
    )
  }

  /// Gives the bytes when the type is one of those accepted.
  ///
  /// - Parameters:
  ///   - expected: What an error names.
  ///   - accepts: Whether a type can be read.
  /// - Throws: When the cell is NULL or of another type.
  /// - Returns: The binary form, as long-lived as the cell.
  func content(
    _ expected: @autoclosure () -> String,
    where accepts: (PostgresType) -> Bool
  ) throws(PostgresDecodingError) -> UnsafeRawBufferPointer {
    guard let bytes = unsafe bytes, accepts(type) else { throw error(expected: expected()) }
    return unsafe bytes
  }

  func integer<Integer: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer,
    as _: Integer.Type
  ) throws(PostgresDecodingError) -> Integer {
    guard bytes.count == MemoryLayout<Integer>.size else {
      throw error(expected: "\(MemoryLayout<Integer>.size) bytes")
    }
    return unsafe Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
  }
}
