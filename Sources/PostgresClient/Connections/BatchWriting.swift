internal import CPostgres

extension Connection {
  /// Writes a batch behind those in flight.
  ///
  /// When the server cannot have acted on it, a batch that could not be written whole stays with
  /// the caller; in any other case it is in flight. Either way the connection is then lost.
  /// - Returns: Whether the connection has taken the batch.
  @discardableResult
  func write(_ batch: Batch) -> Bool {
    batch.restart()
    writing += 1
    if inFlight.isEmpty { headSince = .now }
    let isSent =
      switch batch.work {
      case .statements(let statements, let boundary): send(statements, boundary, of: batch)
      case .script(let sql): sendScript(sql, of: batch)
      case .transfer(let transfer): send(transfer, of: batch)
      }
    let isTaken = isSent || batch.isWritten
    if isTaken { inFlight.append(batch) }
    if isSent { flush() } else { lose(lastMessage) }
    return isTaken
  }

  private func send(
    _ statements: [Statement],
    _ boundary: TransactionBoundary,
    of batch: Batch
  ) -> Bool {
    guard closeDiscarded(for: batch) else { return false }
    batch.steps.reserveCapacity(statements.count + 3)
    let begin = batch.begin(boundary, on: access)
    if let begin {
      guard send(begin, as: .boundary, of: batch) else { return false }
    }
    for index in statements.indices {
      let shape = index < batch.shapes.count ? batch.shapes[index] : nil
      guard send(statements[index], shape, as: nil, of: batch) else { return false }
    }
    guard begin != nil else {
      batch.isWritten = true
      return sync(batch)
    }
    // The Sync before COMMIT ends the skipping after an error: COMMIT then runs in any case, and
    // is a ROLLBACK when the transaction has failed. With one Sync at the end it would be skipped,
    // and the open transaction would swallow the batches behind it.
    guard sync(batch) else { return false }
    batch.isWritten = true
    return send("COMMIT", as: .boundary, of: batch) && sync(batch)
  }

  private func sync(_ batch: Batch) -> Bool {
    batch.steps.append(.sync)
    return unsafe PQpipelineSync(pointer) == 1
  }

  /// Closes evicted statements, apart from the batch and only while no transaction can be hurt.
  private func closeDiscarded(for batch: Batch) -> Bool {
    guard !cache.discarded.isEmpty, !inFlight.isEmpty || transaction == .idle else { return true }
    for name in cache.takeDiscarded() {
      let text = "DEALLOCATE \(name)"
      guard unsafe PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1) == 1 else {
        return false
      }
      batch.steps.append(.housekeeping)
    }
    return sync(batch)
  }

  private func send(
    _ statement: Statement,
    _ shape: StatementShape? = nil,
    as step: Batch.Step?,
    of batch: Batch
  ) -> Bool {
    unsafe parameters.fill(statement.values)
    if statement.isOneOff {
      batch.steps.append(step ?? .statement(nil))
      return executeUnnamed(statement)
    }
    let shape = shape ?? book.shape(of: statement)
    switch cache.use(shape, by: writing, afresh: batch.parsesAfresh) {
    case .prepared(let prepared):
      batch.steps.append(step ?? .statement(prepared))
      return execute(prepared)
    case .prepare(let prepared):
      batch.steps.append(.parse(prepared))
      batch.steps.append(step ?? .statement(nil))
      return parse(statement, as: prepared) && execute(prepared)
    case .unnamed:
      batch.steps.append(step ?? .statement(nil))
      return executeUnnamed(statement)
    }
  }

  private func parse(_ statement: Statement, as prepared: PreparedStatement) -> Bool {
    unsafe PQsendPrepare(
      pointer,
      prepared.cName,
      statement.text,
      Int32(parameters.count),
      parameters.types
    ) == 1
  }

  private func execute(_ prepared: PreparedStatement) -> Bool {
    unsafe PQsendQueryPrepared(
      pointer,
      prepared.cName,
      Int32(parameters.count),
      parameters.pointers,
      parameters.lengths,
      parameters.formats,
      1
    ) == 1
  }

  func executeUnnamed(_ statement: Statement) -> Bool {
    unsafe PQsendQueryParams(
      pointer,
      statement.text,
      Int32(parameters.count),
      parameters.types,
      parameters.pointers,
      parameters.lengths,
      parameters.formats,
      1
    ) == 1
  }

  /// Sends a script by the simple protocol, for which the pipeline has to be left.
  private func sendScript(_ sql: String, of batch: Batch) -> Bool {
    guard inFlight.isEmpty, unsafe PQexitPipelineMode(pointer) == 1 else { return false }
    batch.isWritten = true
    return unsafe PQsendQuery(pointer, sql) == 1
  }
}
