internal import CPostgres

extension Connection {
  /// Sends the statement of a transfer.
  func send(_ transfer: Transfer, of batch: Batch) -> Bool {
    guard inFlight.isEmpty else { return false }
    batch.isWritten = true
    transfer.begin(on: self, as: batch)
    unsafe parameters.fill(transfer.statement.values)
    return transfer.send(on: self)
  }

  /// Sends a copy, for which the pipeline has to be left.
  func sendCopy(_ statement: Statement) -> Bool {
    unsafe PQexitPipelineMode(pointer) == 1 && executeUnnamed(statement)
  }

  /// Ends the transfer when the server has answered everything, and goes back to the pipeline.
  func endTransfer() {
    guard let batch = inFlight.first, case .transfer = batch.work else { return }
    resumeReading()
    guard unsafe PQenterPipelineMode(pointer) == 1 else {
      lose(lastMessage)
      return
    }
    complete(batch)
  }

  /// The transfer that is running, if one is.
  var transfer: Transfer? {
    guard case .transfer(let transfer)? = inFlight.first?.work else { return nil }
    return transfer
  }

  func cancelRequest() -> CancelRequest? { unsafe pointer.flatMap { unsafe CancelRequest($0) } }

  /// Takes the error of a result for the transfer; false when the server ends the connection.
  func fail(_ result: OpaquePointer) -> Bool {
    let owned = unsafe PostgresResult(owning: result)
    guard let error = owned.serverError, !error.endsConnection else {
      lose(owned.message)
      return false
    }
    if let batch = inFlight.first, batch.failure == nil { batch.failure = .server(error) }
    return true
  }
}
