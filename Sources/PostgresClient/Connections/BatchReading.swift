internal import CPostgres
internal import Logging

extension Connection {
  /// Reads what the socket has, and gives finished batches back.
  func receive() {
    let isAlive = unsafe PQconsumeInput(pointer) == 1
    if transfer != nil { headSince = .now }
    readResults()
    if !isAlive { lose(lastMessage) }
  }

  /// Takes every result that is complete.
  func readResults() {
    // Finishing a batch writes the next one, which may end up here again.
    guard !isReading else { return }
    isReading = true
    defer { isReading = false }
    while phase != .lost, let batch = inFlight.first, unsafe PQisBusy(pointer) == 0 {
      let goesOn =
        switch batch.work {
        case .statements: readPipelined(batch)
        case .script: readScript(batch)
        case .transfer(let transfer): transfer.read(self)
        }
      guard goesOn else { break }
    }
    guard phase != .lost else { return }
    if inFlight.isEmpty { readRemarks() } else { transfer?.offer(isLate: false) }
  }

  /// Nobody listens here, but what the server sends to an idle connection must not pile up.
  private func readRemarks() {
    _ = unsafe PQisBusy(pointer)
    while let notification = unsafe PQnotifies(pointer) { unsafe PQfreemem(notification) }
  }

  /// Takes one result; false when there is nothing to be had before the next event.
  private func readPipelined(_ batch: Batch) -> Bool {
    guard let result = unsafe PQgetResult(pointer) else {
      // NULL ends the results of one command, and is also all that a lost connection says.
      guard batch.hasResult else { return false }
      batch.hasResult = false
      // A Sync that fails to commit reports the error first, and is answered after it.
      if !batch.awaitsSync { batch.position += 1 }
      return true
    }
    let owned = unsafe PostgresResult(owning: result)
    guard owned.status != PGRES_PIPELINE_SYNC else {
      guard batch.awaitsSync else {
        lose("the server's answers do not fit what was asked")
        return false
      }
      batch.hasResult = false
      batch.position += 1
      if batch.position == batch.steps.count { complete(batch) }
      return true
    }
    batch.hasResult = true
    guard batch.position < batch.steps.count else {
      lose("the server's answers do not fit what was asked")
      return false
    }
    return take(owned, for: batch.steps[batch.position], of: batch)
  }

  private func take(_ result: PostgresResult, for step: Batch.Step, of batch: Batch) -> Bool {
    switch result.status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      switch step {
      case .parse(let prepared): cache.parsed(prepared)
      case .statement: batch.rows.append(Rows(result))
      case .boundary, .housekeeping, .sync: break
      }
    case PGRES_PIPELINE_ABORTED:
      if case .parse(let prepared) = step { cache.forget(prepared) }
    case PGRES_FATAL_ERROR:
      guard let error = result.serverError, !error.endsConnection else {
        lose(result.message)
        return false
      }
      fail(batch, at: step, with: error)
    default:
      lose("the server wants to copy, which no batch does")
      return false
    }
    return true
  }

  private func fail(_ batch: Batch, at step: Batch.Step, with error: ServerError) {
    switch step {
    case .housekeeping: return
    case .parse(let prepared): cache.forget(prepared)
    case .statement(let prepared?) where error.sqlState == .invalidStatementName:
      cache.forget(prepared)
    // What made one stale has probably made others stale, and a transaction is not to fail for each.
    case .statement(_?) where error.isStaleStatement: cache.discardAll()
    case .statement, .boundary, .sync: break
    }
    if batch.failure == nil { batch.failure = .server(error) }
  }

  private func readScript(_ batch: Batch) -> Bool {
    guard let result = unsafe PQgetResult(pointer) else {
      guard unsafe PQenterPipelineMode(pointer) == 1 else {
        lose(lastMessage)
        return false
      }
      complete(batch)
      return true
    }
    let owned = unsafe PostgresResult(owning: result)
    switch owned.status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
    case PGRES_FATAL_ERROR:
      guard let error = owned.serverError, !error.endsConnection else {
        lose(owned.message)
        return false
      }
      if batch.failure == nil { batch.failure = .server(error) }
    default:
      lose("the server wants to copy, which no script does")
      return false
    }
    return true
  }

  func complete(_ batch: Batch) {
    _ = inFlight.popFirst()
    let now = ContinuousClock.now
    let time = now - headSince
    headSince = now
    batch.transaction = transaction
    if phase == .settling { batch.finish() } else { finished(batch, after: time) }
  }
}
