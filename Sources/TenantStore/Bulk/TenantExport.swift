internal import PostgresClient

/// How the rows of an export are written down.
public enum ExportFormat: Sendable {
  /// Comma-separated values as RFC 4180 has them, NULL as nothing between two commas.
  case csv(header: Bool)
  /// The server's own text form: columns divided by tabs, `\N` for NULL.
  case text
  /// The server's binary form.
  case binary

  var copyFormat: CopyFormat {
    switch self {
    case .csv(let header): .csv(header: header)
    case .text: .text
    case .binary: .binary
    }
  }
}

/// The rows of an export as bytes, as they come; a chunk ends with a whole row.
public struct ExportedBytes: AsyncSequence {
  /// Some rows, about 64 KiB.
  public typealias Element = [UInt8]
  /// What ends the export.
  public typealias Failure = any Error

  let stream: CopyStream

  /// Begins the export anew.
  public func makeAsyncIterator() -> Iterator { Iterator(chunks: stream.makeAsyncIterator()) }

  /// Gives the chunks out.
  public struct Iterator: AsyncIteratorProtocol {
    var chunks: CopyStream.Iterator

    /// Waits for the next chunk, nil after the last.
    public mutating func next(isolation: isolated (any _Concurrency.Actor)? = #isolation)
      async throws
      -> [UInt8]?
    {
      try await chunks.next()
    }
  }
}

extension TenantScope {
  /// Copies the rows of a query out, under the tenant's policies, no faster than they are taken.
  ///
  /// - Parameters:
  ///   - query: The query, which names its tenant. A value travels as a setting of the transaction,
  ///     since the server takes none here.
  ///   - format: How rows are written down.
  ///   - limit: How long the query may run on the server, the consumer's time included.
  ///   - function: The query function, for the suite that proves isolation.
  ///   - file: The query function's file.
  ///   - body: Takes the bytes, or as many of them as it wants.
  /// - Throws: What `body` throws, or what ended the query; ``TenantStoreError/refusalIgnored`` when
  ///   `body` returned although the query had failed.
  /// - Returns: What `body` returns.
  public func export<Outcome>(
    _ query: TenantQuery,
    as format: ExportFormat,
    statementLimit limit: Duration = .seconds(600),
    function: String = #function,
    file: String = #fileID,
    _ body: (ExportedBytes) async throws -> Outcome
  ) async throws -> Outcome {
    let statement = try checked(query, function)
    let plan = try ExportQueries.plan(statement)
    return try await withOwnConnection(limit: limit) { connection in
      if !plan.settings.isEmpty {
        _ = try await connection.run(plan.settings, deadline: limit)
      }
      recorder?.record([statement], function: function, file: file)
      let stream = connection.copyOut(plan.query, format: format.copyFormat, patience: limit)
      return try await body(ExportedBytes(stream: stream))
    }
  }
}
