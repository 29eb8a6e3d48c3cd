internal import CPostgres

/// Bytes of a copy that are handed over in chunks while the server makes more.
final class CopyOutTransfer: Transfer, @unchecked Sendable {
  let channel = Channel<[UInt8]>(limit: 2)
  private var isCopying = false
  private var gathered: [UInt8] = []
  private var isFirst = true

  /// What a chunk weighs at least, but for the last one or one that somebody waits for.
  private static let usualWeight = 65_536

  override func send(on connection: Connection) -> Bool { connection.sendCopy(statement) }

  override func advance(_ connection: Connection) -> Progress {
    guard !isStalled else { return .full }
    guard !isCopying else { return copy(connection) }
    guard let result = unsafe PQgetResult(connection.pointer) else { return .answered }
    switch unsafe PQresultStatus(result) {
    case PGRES_COPY_OUT: isCopying = true
    case PGRES_COMMAND_OK: break
    case PGRES_FATAL_ERROR: return unsafe connection.fail(result) ? .moved : .waits
    default:
      unsafe PQclear(result)
      return .broken("the server does not copy what was asked")
    }
    unsafe PQclear(result)
    return .moved
  }

  override func offer(isLate: Bool) {
    let isWorthIt = isLate || isFirst || gathered.count >= Self.usualWeight / 2
    if !gathered.isEmpty, isWorthIt, channel.isAwaited { handOver() }
  }

  override func left() {
    gathered = []
    channel.finish(PostgresError.closed, dropsReady: true)
  }

  override func finished(_ outcome: Result<[Rows], PostgresError>) {
    switch outcome {
    case .success: channel.finish(nil)
    case .failure(let error): channel.finish(error)
    }
  }

  private func copy(_ connection: Connection) -> Progress {
    var line: UnsafeMutablePointer<CChar>?
    let length = unsafe PQgetCopyData(connection.pointer, &line, 1)
    switch length {
    case 0: return .waits
    case -1:
      isCopying = false
      handOver()
      return .moved
    case ..<0: return .broken(connection.lastMessage)
    default:
      if !isLeft {
        unsafe gathered.append(contentsOf: UnsafeRawBufferPointer(start: line, count: Int(length)))
      }
      unsafe PQfreemem(line)
      if gathered.count >= Self.usualWeight { handOver() }
      return .moved
    }
  }

  private func handOver() {
    guard !gathered.isEmpty else { return }
    isFirst = false
    let chunk = gathered
    gathered = []
    gathered.reserveCapacity(Self.usualWeight + Self.usualWeight / 8)
    isStalled = !channel.put(chunk)
  }
}
