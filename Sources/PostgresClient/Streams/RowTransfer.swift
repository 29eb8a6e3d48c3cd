internal import CPostgres

/// Rows that are handed over in chunks while the server finds more.
final class RowTransfer: Transfer, @unchecked Sendable {
  let channel = Channel<Rows>(limit: 2)
  private let rowsPerChunk: Int
  private var columns: ColumnList?
  private var gathered: PackedRows?
  private var hasResult = false
  private var usualWeight = 16_384

  init(_ statement: Statement, rowsPerChunk: Int) {
    self.rowsPerChunk = rowsPerChunk
    super.init(statement)
  }

  override var isCopy: Bool { false }

  /// Sends the statement through the pipeline: what is behind it there ends the single rows, which
  /// outside would go on into the next statement.
  override func send(on connection: Connection) -> Bool {
    guard connection.executeUnnamed(statement) else { return false }
    return unsafe PQsetSingleRowMode(connection.pointer) == 1
      && PQpipelineSync(connection.pointer) == 1
  }

  override func advance(_ connection: Connection) -> Progress {
    guard !isStalled else { return .full }
    guard let result = unsafe PQgetResult(connection.pointer) else {
      // NULL ends the results of the statement, and is also all that a lost connection says.
      defer { hasResult = false }
      return hasResult ? .moved : .waits
    }
    hasResult = true
    switch unsafe PQresultStatus(result) {
    case PGRES_SINGLE_TUPLE:
      if !isLeft { unsafe gather(result) }
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: handOver()
    case PGRES_PIPELINE_SYNC:
      unsafe PQclear(result)
      return .answered
    case PGRES_FATAL_ERROR:
      handOver()
      return unsafe connection.fail(result) ? .moved : .waits
    default:
      unsafe PQclear(result)
      return .broken("the server wants to copy, which no query does")
    }
    unsafe PQclear(result)
    return .moved
  }

  override func offer() {
    if gathered != nil, channel.isAwaited { handOver() }
  }

  override func left() {
    gathered = nil
    channel.finish(PostgresError.closed, dropsReady: true)
  }

  override func finished(_ outcome: Result<[Rows], PostgresError>) {
    switch outcome {
    case .success: channel.finish(nil)
    case .failure(let error): channel.finish(error)
    }
  }

  private func gather(_ result: OpaquePointer) {
    let rows: PackedRows
    if let gathered {
      rows = gathered
    } else {
      let columns = unsafe columns ?? ColumnList(result)
      self.columns = columns
      rows = PackedRows(columns, rowLimit: rowsPerChunk, capacity: usualWeight)
      gathered = rows
    }
    unsafe rows.append(result)
    if rows.isFull { handOver() }
  }

  private func handOver() {
    guard let rows = gathered else { return }
    gathered = nil
    usualWeight = min(rows.weight, 1 << 20)
    isStalled = !channel.put(Rows(rows))
  }
}
