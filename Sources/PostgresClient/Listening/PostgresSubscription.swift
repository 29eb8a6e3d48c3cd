/// The events of some channels, for one consumer; letting go of it ends it.
///
/// ```swift
/// for await event in try listener.subscribe(to: ["tenants"]) {
///   switch event {
///   case .resync: await readEverything()
///   case .notification(let notification): await read(notification.payload)
///   }
/// }
/// ```
/// It ends when the task is cancelled, when it is cancelled itself, and when the listener closes.
public final class PostgresSubscription: AsyncSequence, Sendable {
  /// What it gives.
  public typealias Element = PostgresEvent
  /// It ends and does not fail.
  public typealias Failure = Never

  private let inbox: EventInbox
  private let engine: ListenerEngine

  init(_ inbox: EventInbox, engine: ListenerEngine) {
    self.inbox = inbox
    self.engine = engine
  }

  deinit {
    cancel()
  }

  /// Ends the sequence, and lets go of the channels that no one else listens to.
  public func cancel() {
    inbox.finish()
    engine.reactor.post { [inbox, engine] in engine.remove(inbox) }
  }

  /// Begins to take events; two iterators share them.
  public func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }

  /// Takes the events one by one.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let subscription: PostgresSubscription

    /// Waits for the next event; nil when there will be none.
    public mutating func next(isolation: isolated (any Actor)?) async -> PostgresEvent? {
      await subscription.inbox.next()
    }
  }
}
