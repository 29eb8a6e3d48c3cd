internal import CPostgres

/// Names and types of the columns that the chunks of one stream share.
final class ColumnList: Sendable {
  let names: [String]
  let types: [PostgresType]

  /// Reads the columns of a result.
  init(_ result: OpaquePointer) {
    let columns = 0..<(unsafe PQnfields(result))
    names = columns.map { column in
      guard let name = unsafe PQfname(result, column) else { return "" }
      return unsafe String(cString: name)
    }
    types = columns.map { PostgresType(rawValue: unsafe PQftype(result, $0)) }
  }
}

/// Some rows of a stream, their cells one behind the other.
///
/// The library makes an object of more than two kilobytes for each single row; packed they take what
/// they weigh and four bytes a cell. Rows are appended by one thread, which then hands all of them
/// over and forgets them.
@safe
final class PackedRows: RowStorage, @unchecked Sendable {
  private let columns: ColumnList
  private let rowLimit: Int
  private var content: UnsafeMutableRawPointer
  private var capacity: Int
  /// How many bytes the cells take.
  private(set) var weight = 0
  /// Where each cell ends, and whether it is NULL.
  private let ends: UnsafeMutablePointer<UInt32>

  /// Makes room for rows.
  ///
  /// - Parameters:
  ///   - columns: The columns of every row.
  ///   - rowLimit: How many rows are enough.
  ///   - capacity: How many bytes they will probably take.
  init(_ columns: ColumnList, rowLimit: Int, capacity: Int) {
    self.columns = columns
    self.rowLimit = rowLimit
    self.capacity = max(capacity, 1_024)
    unsafe content = .allocate(byteCount: self.capacity, alignment: 8)
    unsafe ends = .allocate(capacity: max(1, rowLimit * columns.types.count))
    super.init(rowCount: 0, columnCount: columns.types.count)
  }

  deinit {
    unsafe content.deallocate()
    unsafe ends.deallocate()
  }

  /// Whether the rows are many or weigh much.
  var isFull: Bool { rowCount >= rowLimit || weight >= Self.usualWeight }

  /// Copies the only row of a result; there must be room for another row.
  func append(_ result: OpaquePointer) {
    var cell = rowCount * columnCount
    for column in 0..<Int32(columnCount) {
      var mark: UInt32 = 0
      let length = Int(unsafe PQgetlength(result, 0, column))
      if length > 0, let value = unsafe PQgetvalue(result, 0, column) {
        reserve(length)
        unsafe (content + weight).copyMemory(from: value, byteCount: length)
        weight += length
      } else if unsafe PQgetisnull(result, 0, column) != 0 {
        mark = Self.nullMark
      }
      unsafe ends[cell] = UInt32(weight) | mark
      cell += 1
    }
    rowCount += 1
  }

  override func columnName(_ column: Int) -> String { columns.names[column] }

  override func type(of column: Int) -> PostgresType { columns.types[column] }

  override func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
    let cell = row * columnCount + column
    let end = unsafe ends[cell]
    guard end & Self.nullMark == 0 else { return nil }
    let start = cell == 0 ? 0 : unsafe ends[cell - 1] & ~Self.nullMark
    return unsafe UnsafeRawBufferPointer(start: content + Int(start), count: Int(end - start))
  }

  private static let nullMark: UInt32 = 1 << 31

  /// What a chunk weighs at most, but for its last row.
  private static let usualWeight = 262_144

  private func reserve(_ length: Int) {
    let wanted = weight + length
    guard wanted > capacity else { return }
    capacity = max(wanted, capacity * 2)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    unsafe larger.copyMemory(from: content, byteCount: weight)
    unsafe content.deallocate()
    unsafe content = larger
  }
}
