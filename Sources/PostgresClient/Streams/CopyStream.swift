/// The rows of a query as bytes in a format of COPY, as they come.
///
/// Like ``RowStream`` it reads the server only as far as the consumer wants, and ends when it is
/// left. A chunk ends with a whole row.
public struct CopyStream: AsyncSequence {
  /// Some rows, never none: about 64 KiB, or fewer when somebody waits for them.
  public typealias Element = [UInt8]
  /// ``PostgresError``, or `CancellationError` when the task was cancelled.
  public typealias Failure = any Error

  let connection: ExclusiveConnection
  let statement: Statement
  let patience: Duration?

  /// Prepares to run the statement, which begins with the first chunk that is asked for.
  public func makeAsyncIterator() -> Iterator {
    let transfer = CopyOutTransfer(statement)
    return Iterator(
      reader: TransferReader(transfer, transfer.channel, on: connection, patience: patience)
    )
  }

  /// Gives the chunks out.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: TransferReader<[UInt8]>

    /// Waits for the next chunk, nil after the last.
    public mutating func next(isolation: isolated (any Actor)? = #isolation) async throws
      -> [UInt8]?
    {
      try await reader.next()
    }
  }
}

extension ExclusiveConnection {
  /// Copies the rows of a query out.
  ///
  /// - Parameters:
  ///   - query: A SELECT, or a statement that returns rows; the server takes no values here.
  ///   - format: How rows are written down.
  ///   - patience: How long the server may be silent before the connection is given up; nil waits as
  ///     long as it works.
  /// - Returns: The stream, which is over when the connection's closure returns.
  public func copyOut(
    _ query: Statement,
    format: CopyFormat,
    patience: Duration? = nil
  ) -> CopyStream {
    precondition(query.values.isEmpty, "COPY takes no values.")
    // The line break ends a comment that the query may end with.
    let text = "COPY (\(query.text)\n) TO STDOUT \(format.options)"
    return CopyStream(
      connection: self,
      statement: Statement(unsafeText: text),
      patience: patience
    )
  }
}
