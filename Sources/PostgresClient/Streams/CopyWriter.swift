/// Takes the rows of a copy; not Sendable, and over when its closure has returned.
public final class CopyWriter {
  private let transfer: CopyInTransfer
  private let reactor: Reactor
  private let columnCount: Int
  private let isBinary: Bool
  private var buffer = CopyBuffer()
  private var isOpen = true

  init(_ transfer: CopyInTransfer, on reactor: Reactor, columnCount: Int, format: CopyFormat) {
    self.transfer = transfer
    self.reactor = reactor
    self.columnCount = columnCount
    isBinary = format == .binary
    if isBinary { unsafe Self.signature.withUnsafeBytes { unsafe buffer.append($0) } }
  }

  /// Writes one row of a binary copy, its values in the order of the columns.
  ///
  /// Each value must be of exactly its column's type: an `Int32` for an `int4`, an `Int` for an
  /// `int8`. Mostly the row only joins the others; about every 64 KiB it waits for the server.
  /// - Throws: What ended the copy, `CancellationError`, or that the row does not fit the columns.
  public func row<each Value: PostgresEncodable>(_ value: repeat each Value) async throws {
    let start = try startRow()
    var count = 0
    for value in repeat each value {
      try append(value.postgresValue, start)
      count += 1
    }
    try check(count, start)
    if buffer.count >= CopyBuffer.usualCount { try await send() }
  }

  /// Writes one row of a binary copy from values that are encoded already.
  ///
  /// - Throws: What ended the copy, `CancellationError`, or that the row does not fit the columns.
  public func row(_ values: [PostgresValue]) async throws {
    let start = try startRow()
    for value in values { try append(value, start) }
    try check(values.count, start)
    if buffer.count >= CopyBuffer.usualCount { try await send() }
  }

  /// Writes bytes of a text or CSV copy, which may end in the middle of a row.
  ///
  /// - Throws: What ended the copy, or `CancellationError`.
  public func write(_ bytes: some Sequence<UInt8>) async throws {
    precondition(!isBinary, "A binary copy is written by rows.")
    guard isOpen else { throw PostgresError.closed }
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let part = rest.prefix(CopyBuffer.usualCount)
      unsafe part.withUnsafeBytes { unsafe buffer.append($0) }
      rest = rest.dropFirst(part.count)
      if buffer.count >= CopyBuffer.usualCount { try await send() }
    }
  }

  /// Waits until the server takes rows.
  func begin() async throws {
    try await wait(for: .opening)
  }

  /// Sends the rest and waits for the server's word.
  ///
  /// - Returns: How many rows it has stored.
  func finish() async throws -> Int {
    isOpen = false
    if isBinary { buffer.append(Int16(-1)) }
    if buffer.count > 0 { post() }
    reactor.post { [transfer] in transfer.end(undoing: nil) }
    try await wait(for: .end)
    guard let end = transfer.feed.end else { throw PostgresError.closed }
    return try end.get()
  }

  func close() { isOpen = false }

  private static let signature: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 13, 10, 0] + [0, 0, 0, 0] + [0, 0, 0, 0]

  private func startRow() throws(PostgresError) -> Int {
    precondition(isBinary, "Rows are written to a binary copy.")
    guard isOpen else { throw .closed }
    let start = buffer.count
    buffer.append(Int16(columnCount))
    return start
  }

  private func append(_ value: PostgresValue, _ start: Int) throws(PostgresError) {
    guard buffer.append(field: value) else {
      buffer.truncate(to: start)
      throw Self.misfit("\(value) has no binary form")
    }
  }

  private func check(_ count: Int, _ start: Int) throws(PostgresError) {
    guard count == columnCount else {
      buffer.truncate(to: start)
      throw Self.misfit("a row of \(count) values for \(columnCount) columns")
    }
  }

  private static func misfit(_ message: String) -> PostgresError {
    .server(ServerError(sqlState: .badCopyFileFormat, message: message))
  }

  private func post() {
    let full = buffer
    buffer = transfer.feed.exchange()
    reactor.post { [transfer] in transfer.take(full) }
  }

  private func send() async throws {
    post()
    try await wait(for: .room)
    guard let end = transfer.feed.end else { return }
    _ = try end.get()
    throw PostgresError.closed
  }

  private func wait(for event: CopyFeed.Event) async throws {
    let (transfer, reactor) = (transfer, reactor)
    await withTaskCancellationHandler {
      await transfer.feed.wait(for: event)
    } onCancel: {
      reactor.post { transfer.leave() }
    }
    // What the server has stored is stored, although nobody wants it any more.
    if event == .end, case .success = transfer.feed.end { return }
    try Task.checkCancellation()
    if event == .opening, let end = transfer.feed.end { _ = try end.get() }
  }
}

extension ExclusiveConnection {
  /// Copies rows into a table: all of them, or none when something goes wrong.
  ///
  /// What the server refuses is learnt at the end; ``ServerError/copyContext`` then names the row.
  /// The server is written to only as fast as it stores: about 128 KiB wait at most.
  /// - Parameters:
  ///   - target: The table and its columns. Row-level security refuses a role that it binds.
  ///   - format: How rows are written down.
  ///   - patience: How long the server may be silent when it is its turn, before the connection is
  ///     given up; nil waits as long as it works.
  ///   - body: Writes the rows; what it throws undoes the copy.
  /// - Throws: What `body` throws, what the server refused, or that the connection was lost.
  /// - Returns: How many rows were stored.
  @discardableResult
  public func copyIn(
    _ target: CopyTarget,
    format: CopyFormat = .binary,
    patience: Duration? = nil,
    _ body: (CopyWriter) async throws -> Void
  ) async throws -> Int {
    let transfer = CopyInTransfer(target.statement(format))
    try await begin(transfer, patience: patience)
    let writer = CopyWriter(
      transfer,
      on: reactor,
      columnCount: target.columns.count,
      format: format
    )
    defer { writer.close() }
    do {
      try await writer.begin()
      try await body(writer)
      return try await writer.finish()
    } catch {
      await settle()
      throw error
    }
  }
}
