/// The rows of one query, fetched some at a time, with room for other statements in between.
///
/// It needs an open transaction and ends with it. What is left early costs the server a little
/// memory until then, and harms nothing.
public struct CursorRows: AsyncSequence {
  /// The rows of one fetch, never none.
  public typealias Element = Rows
  /// ``PostgresError``.
  public typealias Failure = any Error

  let connection: ExclusiveConnection
  let query: Statement
  let rowsPerFetch: Int
  let deadline: Duration?

  /// Prepares to open the cursor, which happens with the first rows that are asked for.
  public func makeAsyncIterator() -> Iterator {
    Iterator(rows: self, name: connection.nextCursorName())
  }

  /// Gives the fetches out.
  public struct Iterator: AsyncIteratorProtocol {
    private enum State {
      case unopened
      case open
      case over
    }

    let rows: CursorRows
    let name: String
    private var state = State.unopened

    init(rows: CursorRows, name: String) {
      self.rows = rows
      self.name = name
    }

    /// Fetches the next rows, nil after the last.
    public mutating func next(isolation: isolated (any Actor)? = #isolation) async throws -> Rows? {
      guard state != .over else { return nil }
      var statements = [Statement(unsafeText: "FETCH \(rows.rowsPerFetch) FROM \(name)")]
      if state == .unopened {
        let text = "DECLARE \(name) NO SCROLL CURSOR FOR \(rows.query.text)"
        statements.insert(Statement(unsafeText: text, values: rows.query.values), at: 0)
      }
      state = .over
      let answers = try await rows.connection.run(statements, deadline: rows.deadline)
      guard let fetched = answers.last else { return nil }
      if fetched.count == rows.rowsPerFetch {
        state = .open
      } else {
        _ = try await rows.connection.run([Statement(unsafeText: "CLOSE \(name)")])
      }
      return fetched.count == 0 ? nil : fetched
    }
  }
}

extension ExclusiveConnection {
  /// Reads a query through a cursor, inside a transaction that was begun before.
  ///
  /// - Parameters:
  ///   - query: A SELECT or VALUES.
  ///   - rowsPerFetch: How many rows one round trip brings.
  ///   - deadline: How long the server may take for one fetch before the connection is given up; nil
  ///     waits as long as it works.
  /// - Returns: The rows; each iteration opens a cursor of its own.
  public func cursor(
    _ query: Statement,
    rowsPerFetch: Int = 1_000,
    deadline: Duration? = nil
  ) -> CursorRows {
    precondition(rowsPerFetch > 0, "A fetch brings at least one row.")
    return CursorRows(
      connection: self,
      query: query,
      rowsPerFetch: rowsPerFetch,
      deadline: deadline
    )
  }
}
