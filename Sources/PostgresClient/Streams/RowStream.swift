/// The rows of one statement in chunks, as they come.
///
/// The server is read only as far as the consumer wants: two chunks wait, a third is being filled,
/// and the rest stays with the server. Each iteration runs the statement anew. Leaving the loop
/// early, cancelling the task, and running another statement on the connection end it; when much is
/// left the server is asked to stop, which fails a transaction that is open.
public struct RowStream: AsyncSequence {
  /// A chunk of rows, never empty.
  public typealias Element = Rows
  /// ``PostgresError``, or `CancellationError` when the task was cancelled.
  public typealias Failure = any Error

  let connection: ExclusiveConnection
  let statement: Statement
  let rowsPerChunk: Int
  let patience: Duration?

  /// Prepares to run the statement, which begins with the first chunk that is asked for.
  public func makeAsyncIterator() -> Iterator {
    let transfer = RowTransfer(statement, rowsPerChunk: rowsPerChunk)
    return Iterator(
      reader: TransferReader(transfer, transfer.channel, on: connection, patience: patience)
    )
  }

  /// Gives the chunks out.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: TransferReader<Rows>

    /// Waits for the next chunk, nil after the last.
    public mutating func next(isolation: isolated (any Actor)? = #isolation) async throws -> Rows? {
      try await reader.next()
    }
  }
}

extension ExclusiveConnection {
  /// Streams the rows of one statement instead of holding them all.
  ///
  /// - Parameters:
  ///   - statement: The statement, which is not kept prepared.
  ///   - rowsPerChunk: How many rows are handed over at once; fewer when they are large or awaited.
  ///   - patience: How long the server may be silent before the connection is given up; nil waits as
  ///     long as it works.
  /// - Returns: The stream, which is over when the connection's closure returns.
  public func stream(
    _ statement: Statement,
    rowsPerChunk: Int = 512,
    patience: Duration? = nil
  ) -> RowStream {
    precondition((1...65_536).contains(rowsPerChunk), "A chunk has 1 to 65536 rows.")
    return RowStream(
      connection: self,
      statement: statement,
      rowsPerChunk: rowsPerChunk,
      patience: patience
    )
  }
}
