internal import PostgresClient

/// Takes the rows of a load; not Sendable, and over when its closure has returned.
public final class BulkLoader {
  private let table: BulkTable
  private let tenant: PostgresValue
  private let writer: CopyWriter
  private var row = BulkRow()

  init(_ table: BulkTable, tenant: TenantID, writer: CopyWriter) {
    self.table = table
    self.tenant = tenant.postgresValue
    self.writer = writer
  }

  /// Writes one row; the layer puts the tenant before it.
  ///
  /// Mostly the row only joins the others; about every 64 KiB it waits for the server.
  /// - Parameter fill: Writes the values in the order of the columns.
  /// - Throws: What `fill` throws, ``TenantStoreError/bulkRowMisfits(table:reason:)``, what ended the
  ///   load, or `CancellationError`.
  public func row(_ fill: (inout BulkRow) throws -> Void) async throws {
    row.clear()
    row.append(tenant: tenant)
    try fill(&row)
    guard row.values.count == table.columns.count + 1 else {
      throw TenantStoreError.bulkRowMisfits(
        table: table.name,
        reason: "\(row.values.count - 1) values for \(table.columns.count) columns"
      )
    }
    try await writer.row(row.values)
  }
}

extension TenantDatabase {
  /// Loads many rows by COPY as the loader role: all of them, or none.
  ///
  /// The fastest way in, for first loads: no policy looks at the rows, so the layer itself writes the
  /// tenant into each of them. The role may only insert, into tables whose directive says `loader`.
  /// - Parameters:
  ///   - tenant: Whose rows they are.
  ///   - table: The table and its columns.
  ///   - limit: How long the whole load may take on the server.
  ///   - body: Writes the rows; what it throws undoes the load.
  /// - Throws: What `body` throws, ``TenantStoreError/loaderMissing``, or what the database refuses.
  /// - Returns: How many rows were loaded.
  @discardableResult
  public func load(
    for tenant: TenantID,
    into table: BulkTable,
    statementLimit limit: Duration = .seconds(600),
    _ body: (BulkLoader) async throws -> Void
  ) async throws -> Int {
    guard let pool = loader?.pool else { throw TenantStoreError.loaderMissing }
    let target = CopyTarget(table.name, columns: ["tenant_id"] + table.columns)
    do {
      return try await pool.withConnection(fairnessKey: tenant.uuid) { connection in
        _ = try await connection.run(
          ["BEGIN", BulkLoadQueries.limit(limit)],
          deadline: TenantDatabase.defaultStatementLimit
        )
        let count = try await connection.copyIn(target, patience: limit) { writer in
          try await body(BulkLoader(table, tenant: tenant, writer: writer))
        }
        _ = try await connection.run(["COMMIT"], deadline: limit)
        return count
      }
    } catch {
      throw DatabaseFault.translated(error)
    }
  }
}
