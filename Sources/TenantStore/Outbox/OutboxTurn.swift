internal import Foundation

/// One tenant's turn: what is due is claimed, handled and noted in one transaction.
///
/// Each handler's changes stand behind a savepoint of their own, so that one that fails undoes
/// nothing but its own.
struct OutboxTurn {
  let handlers: OutboxHandlers
  /// At most so many events, and so many deliveries to try again.
  let limit: Int

  /// One handler to be told of one event.
  struct Delivery {
    let event: ClaimedEvent
    let handler: OutboxHandler
    /// Attempts before this one; nothing when it is the first.
    let attemptsBefore: Int?

    /// Which attempt of which delivery it is.
    var key: Key { Key(event: event.id, handler: handler.name, attemptsBefore: attemptsBefore) }

    struct Key: Hashable {
      let event: OutboxEventID
      let handler: String
      let attemptsBefore: Int?
    }

    func failed(_ error: any Error, in environment: StoreEnvironment) -> OutboxFailure {
      let attempts = (attemptsBefore ?? 0) + 1
      return OutboxFailure(
        event: event.id,
        handler: handler.name,
        attempts: attempts,
        isLast: attempts >= handler.maximumAttempts,
        delay: OutboxRetryRule.delay(
          afterAttempts: attempts,
          random: environment.randomBytes(1).first ?? 0
        ),
        reason: String("\(error)".prefix(500))
      )
    }
  }

  /// What a turn found due.
  struct Claim {
    var events: [ClaimedEvent] = []
    var deliveries: [Delivery] = []

    var isEmpty: Bool { events.isEmpty && deliveries.isEmpty }

    /// What is in another claim as well, tried as often.
    func common(with other: Claim) -> Claim {
      let events = Set(other.events.map(\.id))
      let deliveries = Set(other.deliveries.map(\.key))
      return Claim(
        events: self.events.filter { events.contains($0.id) },
        deliveries: self.deliveries.filter { deliveries.contains($0.key) }
      )
    }
  }

  /// What a turn did.
  struct Outcome {
    /// Events and retries that no handler refused.
    var delivered = 0
    /// Whether nothing was left.
    var isEnough = true
    var failures: [OutboxFailure] = []
  }

  /// Locks what is due.
  func claim(in transaction: TenantTransaction) async throws -> Claim {
    let (events, retries) = try await transaction.claimOutbox(
      limit: limit,
      handlers: handlers.names
    )
    var claim = Claim(events: events)
    for event in events {
      claim.deliveries += handlers[event.kind].map {
        Delivery(event: event, handler: $0, attemptsBefore: nil)
      }
    }
    for retry in retries {
      guard let handler = handlers.handler(named: retry.handler, kind: retry.event.kind) else {
        continue
      }
      claim.deliveries.append(
        Delivery(event: retry.event, handler: handler, attemptsBefore: Int(retry.attempts))
      )
    }
    return claim
  }

  /// Tells the handlers and notes what came of it.
  func deliver(_ claim: Claim, in transaction: TenantTransaction) async throws -> Outcome {
    var outcome = Outcome()
    var retried: [(event: OutboxEventID, handler: String)] = []
    for delivery in claim.deliveries {
      let error = try await transaction.attempt {
        let event = try OutboxEvent(delivery.event)
        try await delivery.handler.handle(event, transaction)
      }
      if let error {
        outcome.failures.append(delivery.failed(error, in: transaction.environment))
      } else if delivery.attemptsBefore != nil {
        retried.append((delivery.event.id, delivery.handler.name))
      }
    }
    try transaction.noteOutboxTurn(
      events: claim.events.map(\.id),
      retried: retried,
      failures: outcome.failures
    )
    let failed = Set(outcome.failures.map(\.event))
    outcome.delivered = claim.events.count { !failed.contains($0.id) } + retried.count
    outcome.isEnough = claim.events.count < limit && claim.deliveries.count < limit
    return outcome
  }

  /// Notes that nothing of a claim could be delivered, as far as it is still to be had.
  ///
  /// The locks of the claim went with the transaction that failed: another drain may have delivered
  /// the event meanwhile, or may be about to.
  func refuse(_ earlier: Claim, because error: any Error, in transaction: TenantTransaction)
    async throws -> Outcome
  {
    let claim = earlier.common(with: try await self.claim(in: transaction))
    var outcome = Outcome(isEnough: claim.isEmpty)
    outcome.failures = claim.deliveries.map { $0.failed(error, in: transaction.environment) }
    try transaction.noteOutboxTurn(
      events: claim.events.map(\.id),
      retried: [],
      failures: outcome.failures
    )
    return outcome
  }
}
