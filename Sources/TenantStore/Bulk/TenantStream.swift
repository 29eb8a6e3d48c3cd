internal import PostgresClient

/// The rows of a query as they come, so that a million of them take the memory of a thousand.
public struct TenantRows<Value: TenantRow>: AsyncSequence {
  /// One row.
  public typealias Element = Value
  /// What ends a query, or what the row's initialiser throws.
  public typealias Failure = any Error

  /// Where the chunks come from: a stream, or a cursor of a transaction.
  enum Source {
    case stream(RowStream)
    case cursor(TenantTransaction, Statement, rowsPerFetch: Int)
  }

  let source: Source

  /// Begins the query anew.
  public func makeAsyncIterator() -> Iterator { Iterator(source) }

  /// Gives the rows out.
  public struct Iterator: AsyncIteratorProtocol {
    private enum Chunks {
      case stream(RowStream.Iterator)
      case unopened(TenantTransaction, Statement, rowsPerFetch: Int)
      case cursor(CursorRows.Iterator)
    }

    private var chunks: Chunks
    private var values: [Value] = []
    private var place = 0

    init(_ source: Source) {
      chunks =
        switch source {
        case .stream(let stream): .stream(stream.makeAsyncIterator())
        case .cursor(let transaction, let query, let rows):
          .unopened(transaction, query, rowsPerFetch: rows)
        }
    }

    /// Waits for the next row, nil after the last.
    public mutating func next(isolation: isolated (any _Concurrency.Actor)? = #isolation)
      async throws -> Value?
    {
      while place == values.count {
        guard let rows = try await nextChunk() else { return nil }
        values = try QueryResult(rows: rows).all()
        place = 0
      }
      defer { place += 1 }
      return values[place]
    }

    private mutating func nextChunk() async throws -> Rows? {
      switch chunks {
      case .stream(var iterator):
        let rows = try await iterator.next()
        chunks = .stream(iterator)
        return rows
      case .unopened(let transaction, let query, let rowsPerFetch):
        let cursor = try await transaction.open(query, rowsPerFetch: rowsPerFetch)
        chunks = .cursor(cursor.makeAsyncIterator())
        return try await nextChunk()
      case .cursor(var iterator):
        let rows = try await iterator.next()
        chunks = .cursor(iterator)
        return rows
      }
    }
  }
}

extension TenantTransaction {
  /// Reads a query through a cursor; other queries may run between two rows.
  ///
  /// - Parameters:
  ///   - query: The query, which names its tenant.
  ///   - type: What a row is read as.
  ///   - rowsPerFetch: How many rows one round trip brings.
  ///   - function: The query function, for the suite that proves isolation.
  ///   - file: The query function's file.
  /// - Throws: ``TenantStoreError/queryNamesNoTenant(function:)``.
  /// - Returns: The rows, to be read before the transaction ends.
  public func cursor<Value: TenantRow>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    rowsPerFetch: Int = 1_000,
    function: String = #function,
    file: String = #fileID
  ) throws -> TenantRows<Value> {
    guard query.namesTenant else {
      throw TenantStoreError.queryNamesNoTenant(function: function)
    }
    let statement = query.statement(for: tenant)
    record([statement], function: function, file: file)
    return TenantRows(source: .cursor(self, statement, rowsPerFetch: rowsPerFetch))
  }
}

extension TenantScope {
  /// Streams the rows of a query from a connection of its own, no faster than they are taken.
  ///
  /// It only reads, whatever the scope may do: rows that are left early end it with a rollback.
  /// - Parameters:
  ///   - query: The query, which names its tenant.
  ///   - type: What a row is read as.
  ///   - limit: How long the query may run on the server, the consumer's time included.
  ///   - function: The query function, for the suite that proves isolation.
  ///   - file: The query function's file.
  ///   - body: Takes the rows, or as many of them as it wants.
  /// - Throws: What `body` throws, or what ended the query; ``TenantStoreError/refusalIgnored`` when
  ///   `body` returned although the query had failed.
  /// - Returns: What `body` returns.
  public func stream<Value: TenantRow, Outcome>(
    _ query: TenantQuery,
    as type: Value.Type = Value.self,
    statementLimit limit: Duration = .seconds(600),
    function: String = #function,
    file: String = #fileID,
    _ body: (TenantRows<Value>) async throws -> Outcome
  ) async throws -> Outcome {
    let statement = try checked(query, function)
    return try await withOwnConnection(limit: limit) { connection in
      recorder?.record([statement], function: function, file: file)
      return try await body(
        TenantRows(source: .stream(connection.stream(statement, patience: limit)))
      )
    }
  }

  func checked(_ query: TenantQuery, _ function: String) throws -> Statement {
    guard query.namesTenant else {
      throw TenantStoreError.queryNamesNoTenant(function: function)
    }
    return query.statement(for: tenant)
  }

  /// Lends a connection on which a reading transaction of the tenant is open, and ends it after.
  func withOwnConnection<Outcome>(
    limit: Duration,
    _ body: (ExclusiveConnection) async throws -> Outcome
  ) async throws -> Outcome {
    do {
      return try await pool.withConnection(fairnessKey: tenant.uuid) { connection in
        let prelude =
          TenantPrelude
          .statements(mode, tenant: tenant, access: .readOnly, limit: limit)
        _ = try await connection.run(
          ["BEGIN"] + prelude,
          deadline: TenantDatabase.defaultStatementLimit
        )
        let outcome = try await body(connection)
        // When the rows were left early the transaction has failed as well, and nobody minds.
        let end = try await connection.run(["COMMIT"], deadline: limit)
        if !connection.hasLeftTransfer { try TransactionEnd.check(end) }
        return outcome
      }
    } catch {
      throw DatabaseFault.translated(error)
    }
  }
}
