public import Logging

/// Delivers committed events to the modules' handlers.
///
/// What is promised:
/// 1. Every handler of an event's kind is told of it at least once, with the same id each time. Its
///    changes in the transaction that it is given happen once, because the note of delivery commits
///    with them.
/// 2. A tenant's events are told in the order of their ids, as far as they are committed when the
///    turn begins, by one drain at a time. One that commits late is told late, and is never missed.
/// 3. A handler that fails holds up nobody: the event goes on to the other handlers, later events go
///    on to this one. It is tried again alone, later and later, and is a dead letter in the end.
/// 4. Tenants take turns of at most ``turnLength`` events, whatever one of them has waiting.
///
/// A handler that a later build adds hears of earlier events by a replay only.
public struct OutboxDrain: Sendable {
  /// How many events of a tenant are delivered in one transaction.
  ///
  /// A savepoint that wrote keeps its place among the 64 that the server remembers of a transaction
  /// even when it is released; beyond them, whoever reads a row of the turn looks every savepoint up
  /// (measured on PostgreSQL 15: none at 64, four for each row at 65). One that wrote nothing, or
  /// was undone, takes no place. So 50 events stay below with one writing handler each; with two,
  /// or with as many retries, a turn costs readers those look-ups until it commits.
  public static let turnLength = 50
  /// How long after a turn that left nothing a tenant's next one begins at the earliest.
  ///
  /// A turn is seven statements besides what the handlers do, so that a shop in a rush is told what
  /// came in this time together. The first event after a quiet moment does not wait.
  public static let rest: Duration = .milliseconds(50)

  private let database: TenantDatabase
  private let handlers: OutboxHandlers
  private let width: Int
  private let logger: Logger

  /// Prepares to deliver to the handlers of the given modules.
  ///
  /// - Parameters:
  ///   - database: Where the events are.
  ///   - modules: Whose handlers are told.
  ///   - width: How many tenants have their turn at a time, each on a connection of the exclusive
  ///     lane, 1 or more.
  ///   - logger: Hears of handlers that fail.
  public init(
    database: TenantDatabase,
    modules: [TenantModule],
    width: Int = 2,
    logger: Logger
  ) {
    precondition(width >= 1, "Somebody has to have a turn.")
    self.database = database
    self.width = width
    handlers = OutboxHandlers(modules.flatMap(\.handlers))
    self.logger = logger
  }

  /// Delivers events as they come, until the task is cancelled.
  ///
  /// Woken by commits of this process, and once a second for those of others and for retries.
  public func run() async {
    let turns = OutboxTurns()
    database.signal.subscribe(turns)
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await poll(for: turns) }
        for _ in 0..<width { group.addTask { await work(on: turns) } }
      }
    } onCancel: {
      turns.close()
    }
    database.signal.unsubscribe(turns)
  }

  private func poll(for turns: OutboxTurns) async {
    while !Task.isCancelled {
      do {
        turns.add(try await database.system("outbox drain").tenantsWithDueEvents())
      } catch {
        logger.warning("outbox could not be read", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func work(on turns: OutboxTurns) async {
    await withDiscardingTaskGroup { rests in
      while let tenant = await turns.next() {
        guard await leavesNothing(of: tenant) else {
          turns.finish(tenant, isEnough: false)
          continue
        }
        rests.addTask {
          try? await Task.sleep(for: Self.rest)
          turns.finish(tenant, isEnough: true)
        }
      }
      rests.cancelAll()
    }
  }

  /// Has a tenant's turn; one that fails is left to the next look, a second later.
  private func leavesNothing(of tenant: TenantID) async -> Bool {
    do {
      return try await turn(of: tenant).isEnough
    } catch {
      logger.warning("outbox could not be drained", metadata: ["error": "\(error)"])
      return true
    }
  }

  /// Delivers what is due now.
  ///
  /// - Returns: How many events were delivered, failed ones not counted.
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached.
  @discardableResult
  public func deliverDue() async throws -> Int {
    var delivered = 0
    var waiting = try await database.system("outbox drain").tenantsWithDueEvents()
    while !waiting.isEmpty {
      var unfinished: [TenantID] = []
      for tenant in waiting {
        let outcome = try await turn(of: tenant)
        delivered += outcome.delivered
        if !outcome.isEnough { unfinished.append(tenant) }
      }
      waiting = unfinished
    }
    return delivered
  }

  private func turn(of tenant: TenantID) async throws -> OutboxTurn.Outcome {
    let turn = OutboxTurn(handlers: handlers, limit: Self.turnLength)
    let outcome: OutboxTurn.Outcome
    do {
      outcome = try await database.transaction(for: tenant) { transaction in
        try await turn.deliver(turn.claim(in: transaction), in: transaction)
      }
    } catch  where Self.isOfOneEvent(error) {
      outcome = try await single(of: tenant)
    }
    for failure in outcome.failures {
      logger.warning(
        "event was not handled",
        metadata: [
          "event": "\(failure.event)", "handler": "\(failure.handler)",
          "attempts": "\(failure.attempts)", "dead": "\(failure.isLast)",
          "error": "\(failure.reason)",
        ]
      )
    }
    return outcome
  }

  /// Delivers one event alone, after a turn that was refused as a whole.
  ///
  /// A constraint that is checked at the commit does that. An event that is refused alone as well
  /// has failed; when not even a claim was possible, none has.
  private func single(of tenant: TenantID) async throws -> OutboxTurn.Outcome {
    let turn = OutboxTurn(handlers: handlers, limit: 1)
    var claim = OutboxTurn.Claim()
    do {
      return try await database.transaction(for: tenant) { transaction in
        claim = OutboxTurn.Claim()
        claim = try await turn.claim(in: transaction)
        return try await turn.deliver(claim, in: transaction)
      }
    } catch  where Self.isOfOneEvent(error) && !claim.isEmpty {
      return try await database.transaction(for: tenant) { transaction in
        try await turn.refuse(claim, because: error, in: transaction)
      }
    }
  }

  /// Whether a turn failed by what it did, not by the state of the database or of this process.
  private static func isOfOneEvent(_ error: any Error) -> Bool {
    !(error is TenancyRefusal) && !(error is CancellationError)
  }
}
