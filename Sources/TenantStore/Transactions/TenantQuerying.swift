public import PostgresClient

/// A value that is read from one row, column by column in the order of the query.
public protocol TenantRow: Sendable {
  /// Reads the columns from the first to the last.
  init(row: inout ColumnReader) throws
}

/// Reads one row's columns from the first to the last.
public struct ColumnReader {
  var row: Row

  /// The next column's value.
  ///
  /// - Throws: An error that names the column when it holds something else, or there is none.
  public mutating func next<Value: PostgresDecodable>(
    _ type: Value.Type = Value.self
  ) throws -> Value {
    try row.next(type)
  }

  /// Passes over columns unread, such as those of the empty side of an outer join.
  public mutating func skip(_ columns: Int) { row.skip(columns) }
}

/// Where a tenant's queries run: its scope, or one of its transactions.
///
/// Query functions hang on this protocol, so that the same function serves a page and a
/// transaction. Operations that read and then write take a ``TenantTransaction`` and nothing else.
public protocol TenantQuerying {
  /// Whose rows the queries see.
  var tenant: TenantID { get }
  /// Clock, ids and randomness.
  var environment: StoreEnvironment { get }
  /// Runs queries as one declared batch: all or none, in one round trip.
  func run(_ queries: [TenantQuery], function: String, file: String) async throws -> [QueryResult]
}

/// The rows that one query gave.
public struct QueryResult: Sendable {
  package let rows: Rows

  /// How many rows the statement wrote or gave.
  public var affected: Int { rows.affected }

  /// All rows.
  public func all<Value: TenantRow>(_ type: Value.Type = Value.self) throws -> [Value] {
    try rows.map { try ColumnReader.read(&$0) }
  }

  /// The first row, or nothing.
  public func optional<Value: TenantRow>(_ type: Value.Type = Value.self) throws -> Value? {
    try rows.first { try ColumnReader.read(&$0) }
  }

  /// The first column of all rows.
  public func values<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> [Value] {
    try rows.scalars(type)
  }
}

extension ColumnReader {
  /// Reads a value from a row, and leaves the row where the value's columns end.
  fileprivate static func read<Value: TenantRow>(_ row: inout Row) throws -> Value {
    var reader = ColumnReader(row: row)
    let value = try Value(row: &reader)
    row = reader.row
    return value
  }
}

extension TenantQuerying {
  /// All rows of a query.
  public func all<Value: TenantRow>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    function: String = #function,
    file: String = #fileID
  ) async throws -> [Value] {
    try await only(query, function, file).all(type)
  }

  /// The row of a query that gives at most one.
  public func optional<Value: TenantRow>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    function: String = #function,
    file: String = #fileID
  ) async throws -> Value? {
    try await only(query, function, file).optional(type)
  }

  /// The first column of all rows of a query.
  public func values<Value: PostgresDecodable>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    function: String = #function,
    file: String = #fileID
  ) async throws -> [Value] {
    try await only(query, function, file).values(type)
  }

  /// The single value of a query that gives at most one row of one column.
  public func value<Value: PostgresDecodable>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    function: String = #function,
    file: String = #fileID
  ) async throws -> Value? {
    try await only(query, function, file).values(type).first
  }

  /// Runs a statement and says how many rows it wrote.
  @discardableResult
  public func execute(
    _ query: TenantQuery,
    function: String = #function,
    file: String = #fileID
  ) async throws -> Int {
    try await only(query, function, file).affected
  }

  /// Runs several queries as one declared batch: all or none, in one round trip.
  public func batch(
    _ queries: [TenantQuery],
    function: String = #function,
    file: String = #fileID
  ) async throws -> [QueryResult] {
    try await run(queries, function: function, file: file)
  }

  private func only(_ query: TenantQuery, _ function: String, _ file: String) async throws
    -> QueryResult
  {
    let results = try await run([query], function: function, file: file)
    guard let result = results.first else { throw TenantStoreError.emptyAnswer }
    return result
  }
}
