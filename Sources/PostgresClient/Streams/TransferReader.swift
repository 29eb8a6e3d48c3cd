/// What the iterator of a stream holds: it begins the transfer with the first element that is asked
/// for, and leaves it when nobody holds the iterator any more.
final class TransferReader<Element: Sendable> {
  private let connection: ExclusiveConnection
  private let transfer: Transfer
  private let channel: Channel<Element>
  private let patience: Duration?
  private var hasBegun = false

  init(
    _ transfer: Transfer,
    _ channel: Channel<Element>,
    on connection: ExclusiveConnection,
    patience: Duration?
  ) {
    self.transfer = transfer
    self.channel = channel
    self.connection = connection
    self.patience = patience
  }

  deinit {
    if hasBegun { connection.reactor.post { [transfer] in transfer.leave() } }
  }

  func next() async throws -> Element? {
    if !hasBegun {
      hasBegun = true
      do {
        try await connection.begin(transfer, patience: patience)
      } catch {
        // Nobody else will end it, and whoever asks again would wait for ever.
        channel.finish(error)
        throw error
      }
    }
    let (transfer, channel, reactor) = (transfer, channel, connection.reactor)
    return try await withTaskCancellationHandler {
      try await channel.take { reactor.post { transfer.resume() } }
    } onCancel: {
      channel.finish(CancellationError(), dropsReady: true)
      reactor.post { transfer.leave() }
    }
  }
}
