public import Logging

/// Delivers committed events to the modules' handlers.
///
/// An event's handlers and the note of its delivery share one transaction of its tenant, so an
/// effect in the database happens once although delivery is at least once. Two drains may run
/// beside each other: the note is claimed by one conditional statement.
public struct OutboxDrain: Sendable {
  private let database: TenantDatabase
  private let handlers: [String: [OutboxHandler]]
  private let logger: Logger

  /// Prepares to deliver to the handlers of the given modules.
  public init(database: TenantDatabase, modules: [TenantModule], logger: Logger) {
    self.database = database
    handlers = Dictionary(grouping: modules.flatMap(\.handlers), by: \.kind)
    self.logger = logger
  }

  /// Delivers events as they come, until the task is cancelled.
  ///
  /// Woken by commits of this process, and once a second for those of others and for retries.
  public func run() async {
    let signal = database.signal
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          do {
            try await Task.sleep(for: .seconds(1))
          } catch {
            break
          }
          signal.raise()
        }
        signal.raise()
      }
      while !Task.isCancelled {
        await signal.wait()
        await drainUntilEmpty()
      }
      group.cancelAll()
    }
  }

  private func drainUntilEmpty() async {
    do {
      while !Task.isCancelled, try await deliverDue() > 0 {}
    } catch {
      logger.warning("outbox could not be read", metadata: ["error": "\(error)"])
    }
  }

  /// Delivers what is due now.
  ///
  /// - Returns: How many events were delivered, failed ones not counted.
  @discardableResult
  public func deliverDue() async throws -> Int {
    let due = try await database.system("outbox drain").dueOutboxEvents(limit: 100)
    var delivered = 0
    for event in due {
      do {
        delivered += try await deliver(event) ? 1 : 0
      } catch {
        logger.warning(
          "event was not handled",
          metadata: ["event": "\(event.id)", "error": "\(error)"]
        )
        try await database.scope(event.tenant).postponeOutboxEvent(event.id)
      }
    }
    return delivered
  }

  private func deliver(_ due: SystemScope.DueEvent) async throws -> Bool {
    let handlers = handlers
    return try await database.transaction(for: due.tenant) { transaction in
      guard let event = try await transaction.claimOutboxEvent(due.id) else { return false }
      for handler in handlers[event.kind] ?? [] {
        try await handler.handle(event, transaction)
      }
      return true
    }
  }
}
