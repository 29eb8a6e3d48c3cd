internal import PostgresClient

extension TenantTransaction {
  /// Inserts many rows, some thousand a second and more, as row-level security allows.
  ///
  /// The layer writes `tenant_id`. All statements belong to the transaction: all rows are written, or
  /// none.
  /// - Parameters:
  ///   - rows: What to write, read once.
  ///   - table: The table and its columns.
  ///   - onConflict: What happens to a row whose key exists.
  ///   - rowsPerStatement: How many rows one round trip carries.
  ///   - function: The query function, for the suite that proves isolation.
  ///   - file: The query function's file.
  ///   - fill: Writes the values of one element.
  /// - Throws: What `fill` throws, ``TenantStoreError/bulkRowMisfits(table:reason:)``, or what the
  ///   database refuses.
  /// - Returns: How many rows were written, without those that a conflict left alone.
  @discardableResult
  public func insert<Elements: Sequence>(
    _ rows: Elements,
    into table: BulkTable,
    onConflict: BulkConflict = .refuse,
    rowsPerStatement: Int = 1_000,
    function: String = #function,
    file: String = #fileID,
    _ fill: (inout BulkRow, Elements.Element) throws -> Void
  ) async throws -> Int {
    try await insert(
      rows,
      into: table,
      as: mode == .citus ? .values : .arrays,
      onConflict: onConflict,
      rowsPerStatement: rowsPerStatement,
      function: function,
      file: file,
      fill
    )
  }

  package func insert<Elements: Sequence>(
    _ rows: Elements,
    into table: BulkTable,
    as form: BulkForm,
    onConflict: BulkConflict,
    rowsPerStatement: Int,
    function: String = #function,
    file: String = #fileID,
    _ fill: (inout BulkRow, Elements.Element) throws -> Void
  ) async throws -> Int {
    var batch = BulkBatch(
      table,
      form: form,
      onConflict: onConflict,
      limit: max(1, min(rowsPerStatement, form.rowLimit(columns: table.columns.count)))
    )
    var row = BulkRow()
    var written = 0
    func send() async throws {
      guard let query = batch.take(for: tenant) else { return }
      written += try await run([query], function: function, file: file).first?.affected ?? 0
    }
    for element in rows {
      row.clear()
      try fill(&row, element)
      try batch.append(row)
      if batch.isFull { try await send() }
    }
    try await send()
    return written
  }
}

extension BulkForm {
  /// The protocol counts values in 16 bits, and one of them is the tenant.
  fileprivate func rowLimit(columns: Int) -> Int {
    switch self {
    case .arrays: 65_536
    case .values: (Int(UInt16.max) - 1) / columns
    }
  }
}

/// The rows of the next statement.
struct BulkBatch {
  private let table: BulkTable
  private let form: BulkForm
  private let onConflict: BulkConflict
  private let limit: Int
  private var columns: [ColumnArray]
  private var values: [PostgresValue] = []
  private var count = 0

  init(_ table: BulkTable, form: BulkForm, onConflict: BulkConflict, limit: Int) {
    self.table = table
    self.form = form
    self.onConflict = onConflict
    self.limit = limit
    columns = table.columns.map { _ in ColumnArray() }
  }

  var isFull: Bool { count >= limit }

  mutating func append(_ row: BulkRow) throws {
    guard row.values.count == table.columns.count else {
      throw misfit("\(row.values.count) values for \(table.columns.count) columns")
    }
    for (place, value) in row.values.enumerated() {
      guard take(value, at: place) else {
        throw misfit("\(value) cannot stand in column \(table.columns[place])")
      }
    }
    count += 1
  }

  /// Takes a value, unless it is of another type than those above it.
  private mutating func take(_ value: PostgresValue, at place: Int) -> Bool {
    guard form == .values else { return columns[place].append(value) }
    guard count == 0 || value.type == values[place].type else { return false }
    values.append(value)
    return true
  }

  /// The statement for the rows so far, which are then forgotten; nothing when there are none.
  mutating func take(for tenant: TenantID) -> TenantQuery? {
    guard count > 0 else { return nil }
    defer {
      values.removeAll(keepingCapacity: true)
      count = 0
    }
    let sent = form == .values ? values : columns.indices.compactMap { columns[$0].take() }
    return BulkInsertQueries.insert(
      into: table,
      rows: count,
      as: form,
      onConflict: onConflict,
      values: sent,
      tenant: tenant
    )
  }

  private func misfit(_ reason: String) -> TenantStoreError {
    .bulkRowMisfits(table: table.name, reason: reason)
  }
}
