/// What a module does when an event was committed.
///
/// Handlers of one event are independent: one that fails is tried again alone, the others are not.
public struct OutboxHandler: Sendable {
  /// The handler's stable name, `storefront.count_sold_products`; deliveries are kept under it.
  public let name: String
  /// The kind of event that it waits for.
  public let kind: String
  /// How often it is tried before the delivery is a dead letter.
  public let maximumAttempts: Int
  /// Does the work in one transaction of the event's tenant, together with the note of delivery.
  public let handle: @Sendable (OutboxEvent, TenantTransaction) async throws -> Void

  /// Declares a handler.
  ///
  /// - Parameters:
  ///   - name: A name that no other handler of the kind has, and that never changes.
  ///   - kind: The kind of event that it waits for.
  ///   - maximumAttempts: How often it is tried before the delivery is a dead letter, at least 1.
  ///     Defaults to 16, which takes about five hours.
  ///   - handle: The work. It may be given an event twice and knows it by its id.
  public init(
    _ name: String,
    kind: String,
    maximumAttempts: Int = 16,
    handle: @escaping @Sendable (OutboxEvent, TenantTransaction) async throws -> Void
  ) {
    precondition(!name.isEmpty && maximumAttempts >= 1, "A handler has a name and an attempt.")
    self.name = name
    self.kind = kind
    self.maximumAttempts = maximumAttempts
    self.handle = handle
  }
}

/// The handlers of a process, by what they wait for.
struct OutboxHandlers: Sendable {
  private let byKind: [String: [OutboxHandler]]
  /// The names of all handlers.
  let names: [String]

  init(_ handlers: [OutboxHandler]) {
    byKind = Dictionary(grouping: handlers, by: \.kind)
    for (kind, handlers) in byKind {
      let names = Set(handlers.map(\.name))
      precondition(names.count == handlers.count, "Two handlers of \(kind) have one name.")
    }
    names = Set(handlers.map(\.name)).sorted()
  }

  subscript(kind: String) -> [OutboxHandler] { byKind[kind] ?? [] }

  func handler(named name: String, kind: String) -> OutboxHandler? {
    self[kind].first { $0.name == name }
  }
}
