internal import CPostgres

/// Rows that the producer hands in while the server stores them.
final class CopyInTransfer: Transfer, @unchecked Sendable {
  private enum Phase {
    /// The server has not agreed yet.
    case asked
    case feeding
    /// The last byte, or the wish to undo it all, is on its way.
    case ended
  }

  let feed = CopyFeed()
  private var phase = Phase.asked
  /// What the library has and the socket may not have taken yet.
  private var inSocket: [CopyBuffer] = []

  /// While the producer thinks, the server has nothing to say.
  override var awaitsServer: Bool { phase != .feeding || !inSocket.isEmpty }

  /// Sends a buffer.
  func take(_ buffer: CopyBuffer) {
    guard phase == .feeding, let connection else {
      feed.took([buffer])
      return
    }
    let bytes = unsafe buffer.bytes
    let isTaken = unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
      unsafe PQputCopyData(connection.pointer, bytes.baseAddress, Int32(bytes.count)) == 1
    }
    guard isTaken else {
      connection.lose(connection.lastMessage)
      return
    }
    if inSocket.isEmpty { connection.headSince = .now }
    inSocket.append(buffer)
    if connection.flush() { written() }
  }

  /// Ends the copy: all of it is stored, or none when a reason is given.
  func end(undoing reason: String?) {
    guard phase == .feeding, let connection else { return }
    phase = .ended
    connection.headSince = .now
    guard unsafe PQputCopyEnd(connection.pointer, reason) == 1 else {
      connection.lose(connection.lastMessage)
      return
    }
    connection.flush()
  }

  override func send(on connection: Connection) -> Bool { connection.sendCopy(statement) }

  override func advance(_ connection: Connection) -> Progress {
    guard phase != .feeding else { return .waits }
    guard let result = unsafe PQgetResult(connection.pointer) else { return .answered }
    switch unsafe PQresultStatus(result) {
    case PGRES_COPY_IN:
      unsafe PQclear(result)
      phase = .feeding
      if isLeft { left() } else { feed.open() }
    case PGRES_COMMAND_OK:
      batch?.rows.append(Rows(unsafe PostgresResult(owning: result)))
    case PGRES_FATAL_ERROR: return unsafe connection.fail(result) ? .moved : .waits
    default:
      unsafe PQclear(result)
      return .broken("the server does not take the copy that was asked for")
    }
    return .moved
  }

  override func written() {
    guard !inSocket.isEmpty else { return }
    let buffers = inSocket
    inSocket.removeAll(keepingCapacity: true)
    feed.took(buffers)
  }

  override func left() { end(undoing: "the producer has stopped") }

  override func finished(_ outcome: Result<[Rows], PostgresError>) {
    feed.finish(outcome.map { $0.first?.affected ?? 0 })
  }
}
