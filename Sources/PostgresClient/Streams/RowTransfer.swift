internal import CPostgres

/// Rows that are handed over in chunks while the server finds more.
final class RowTransfer: Transfer, @unchecked Sendable {
  let channel = Channel<Rows>(limit: 2)
  private let rowsPerChunk: Int
  private var columns: ColumnList?
  private var gathered: PackedRows?
  private var hasResult = false
  private var isFirst = true
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
    let pointer = unsafe connection.pointer
    guard var result = unsafe PQgetResult(pointer) else {
      // NULL ends the results of the statement, and is also all that a lost connection says.
      defer { hasResult = false }
      return hasResult ? .moved : .waits
    }
    hasResult = true
    // Row after row, as long as the library holds whole ones: the usual case by far.
    while unsafe PQresultStatus(result) == PGRES_SINGLE_TUPLE {
      if !isLeft { unsafe gather(result) }
      unsafe PQclear(result)
      guard !isLeft, !isStalled, unsafe PQisBusy(pointer) == 0,
        let next = unsafe PQgetResult(pointer)
      else { return .moved }
      unsafe result = next
    }
    return unsafe end(result, connection)
  }

  override func offer(isLate: Bool) {
    guard let gathered else { return }
    // Many small chunks would cost more to hand over than to fetch.
    let isWorthIt = isLate || isFirst || gathered.rowCount >= rowsPerChunk / 2
    if isWorthIt, channel.isAwaited { handOver() }
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

  /// Takes a result that is no row.
  private func end(_ result: OpaquePointer, _ connection: Connection) -> Progress {
    switch unsafe PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: handOver()
    case PGRES_FATAL_ERROR:
      handOver()
      return unsafe connection.fail(result) ? .moved : .waits
    case PGRES_PIPELINE_SYNC:
      unsafe PQclear(result)
      return .answered
    default:
      unsafe PQclear(result)
      return .broken("the server wants to copy, which no query does")
    }
    unsafe PQclear(result)
    return .moved
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
    isFirst = false
    usualWeight = min(rows.weight, 1 << 20)
    isStalled = !channel.put(Rows(rows))
  }
}
