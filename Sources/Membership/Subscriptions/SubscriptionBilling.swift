internal import Foundation
public import TenantStore

extension SubscriptionProgram {
  /// Does with a contract what is due; the provider is asked outside of any transaction.
  ///
  /// It may run twice and beside itself, and may end at any point: what came of a question that was
  /// noted but not answered is asked about before anything else.
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found`.
  public func advance(
    _ id: SubscriptionID,
    on database: TenantDatabase,
    of tenant: TenantID,
    charging provider: any ChargeProvider
  ) async throws {
    var question = try await database.transaction(for: tenant) { transaction in
      try await self.question(of: id, in: transaction)
    }
    while let asked = question {
      let outcome: SubscriptionMachine.Outcome
      do {
        outcome =
          asked.isAboutEarlier
          ? try await provider.outcome(of: asked.request.key)
          : try await provider.charge(asked.request)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        outcome = .unknown
      }
      question = try await database.transaction(for: tenant) { transaction in
        try await self.settle(outcome, asked, of: id, in: transaction)
      }
    }
  }

  /// Does what is due with all contracts of a merchant; one that fails, however it does, is tried again
  /// at the next time and does not hold up the others.
  ///
  /// - Returns: How many contracts were looked at, and how many of them failed.
  @discardableResult
  public func advanceAll(
    on database: TenantDatabase,
    of tenant: TenantID,
    charging provider: any ChargeProvider
  ) async throws -> (seen: Int, failed: Int) {
    var (seen, failed, last) = (0, 0, SubscriptionID?.none)
    while true {
      let page = try await database.scope(tenant)
        .workableSubscriptions(
          by: today(database.environment.now()) + (settings.noticeDays ?? 3),
          after: last
        )
      guard let end = page.last else { return (seen, failed) }
      last = end
      for id in page {
        try Task.checkCancellation()
        seen += 1
        do {
          try await advance(id, on: database, of: tenant, charging: provider)
        } catch let error as CancellationError {
          throw error
        } catch {
          failed += 1
        }
      }
    }
  }

  /// Notes what came of the question that is open, as a person learnt it.
  ///
  /// - Parameters:
  ///   - outcome: What came of it.
  ///   - id: The contract.
  ///   - number: Which box was meant; whichever is open when nothing is named.
  ///   - actor: Who learnt it.
  ///   - transaction: Where it happens.
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found` or
  ///   `subscription_transition_refused` where no question is open, or one about another box.
  public func note(
    _ outcome: SubscriptionMachine.Outcome,
    of id: SubscriptionID,
    box number: Int64? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let stored = try await found(id, of: nil, in: transaction)
    guard let cycle = stored.machine.cycle, cycle.state == .charging,
      number == nil || number == cycle.number
    else {
      throw ValueRefusal(
        .subscriptionTransitionRefused,
        details: ["state": .string(stored.machine.state.rawValue)]
      )
    }
    try await transaction.audit(
      "membership.box_payment_noted",
      of: id.description,
      by: actor,
      after: ["number": .integer(cycle.number), "outcome": .string(outcome.name)]
    )
    _ = try await react(to: outcome, attempt: cycle.attempts, stored, in: transaction)
  }

  /// A question to the provider.
  struct Question: Sendable {
    let request: ChargeRequest
    let number: Int64
    let attempt: Int
    let isAboutEarlier: Bool
  }

  /// Takes a contract as far as it goes without the provider.
  func question(of id: SubscriptionID, in transaction: TenantTransaction) async throws -> Question?
  {
    var stored = try await found(id, of: nil, in: transaction)
    let now = transaction.environment.now()
    let today = today(now)
    while true {
      let before = stored.machine
      let step = stored.machine.next(at: now, today: today)
      switch step {
      case .rest:
        if before != stored.machine || stored.workDay != stored.machine.workDay {
          try await book.save(&stored, before: before.cycle, in: transaction)
        }
        return nil
      case .plan(let due):
        try await plan(&stored, due: due, in: transaction)
      case .reserve:
        guard let cycle = stored.machine.cycle else { return nil }
        // What the merchant does not sell any more cannot be packed, as what is sold out.
        let box = try due(cycle, of: stored)
        let isReserved = if let box { try await ports.reserve(box, transaction) } else { false }
        let reaction = stored.machine.stocked(isReserved, at: now, today: today)
        try await book.save(&stored, before: before.cycle, in: transaction)
        try await tell(reaction.notices, stored, in: transaction)
        if reaction.step != .rest { return try await ask(reaction.step, stored, in: transaction) }
        if !isReserved { return nil }
      case .ask, .query:
        try await book.save(&stored, before: before.cycle, in: transaction)
        return try await ask(step, stored, in: transaction)
      }
    }
  }

  private func due(_ cycle: SubscriptionCycle, of stored: StoredSubscription) throws -> DueBox? {
    guard let currency = Currency(code: stored.currency) else { throw TenantStoreError.emptyAnswer }
    let plan = settings.plans.first { $0.code == stored.plan }
    guard let box = plan?.boxes.first(where: { $0.code == cycle.box }) else { return nil }
    return DueBox(
      key: stored.id.box(cycle.number),
      member: stored.member,
      contents: cycle.box,
      goods: box.goods ?? [],
      price: Money(minorUnits: stored.machine.terms.price, currency: currency),
      address: stored.address
    )
  }

  private func plan(
    _ stored: inout StoredSubscription,
    due: CivilDay,
    in transaction: TenantTransaction
  ) async throws {
    guard let plan = settings.plans.first(where: { $0.code == stored.plan }) else {
      throw ValueRefusal(.planNotFound)
    }
    var months: Int?
    if let child = stored.child {
      months = try await ports.ageInMonths(stored.member, child, due, transaction)
    }
    let before = stored.machine.cycle
    let box = plan.box(forMonths: months)
    stored.machine.plan(box: box)
    stored.machine.cycle?.guide = BoxGuideRule.band(
      of: try await transaction.guideBands(of: plan.code),
      forMonths: months
    )
    try await book.save(&stored, before: before, in: transaction)
    try await book.turnGuidance(stored, in: transaction)
    try await tell([.upcoming], stored, in: transaction)
    if let last = before?.box, last != box {
      try await transaction.emit(
        "membership.box_contents_changed",
        [
          "subscription": .string(stored.id.description), "from": .string(last),
          "to": .string(box), "number": .integer(stored.machine.cycles),
        ]
      )
    }
  }

  private func settle(
    _ outcome: SubscriptionMachine.Outcome,
    _ question: Question,
    of id: SubscriptionID,
    in transaction: TenantTransaction
  ) async throws -> Question? {
    let stored = try await found(id, of: nil, in: transaction)
    // That nobody knows yet is asked about again and again, and is not worth a line each time.
    if outcome != .unknown || !question.isAboutEarlier {
      try await transaction.insertSubscriptionAttempt(
        outcome.name,
        question.attempt,
        of: id,
        number: question.number,
        detail: question.isAboutEarlier ? "query" : "charge"
      )
    }
    let isAwaited =
      stored.machine.cycle.map { box in
        box.number == question.number && box.state == .charging && box.attempts == question.attempt
      } ?? false
    guard isAwaited else {
      try await oweLate(outcome, question, stored, in: transaction)
      return nil
    }
    let step = try await react(to: outcome, attempt: question.attempt, stored, in: transaction)
    if step.step != .rest { return try await ask(step.step, step.stored, in: transaction) }
    // A box that is paid may be followed by the next one at once.
    guard case .paid = outcome else { return nil }
    return try await self.question(of: id, in: transaction)
  }

  private func react(
    to outcome: SubscriptionMachine.Outcome,
    attempt: Int,
    _ stored: StoredSubscription,
    in transaction: TenantTransaction
  ) async throws -> (step: SubscriptionMachine.Step, stored: StoredSubscription) {
    var stored = stored
    let before = stored.machine
    let now = transaction.environment.now()
    var isWanted = true
    if stored.machine.state == .paused { isWanted = try await !transaction.isSilent(stored) }
    let reaction = stored.machine.settle(
      outcome,
      attempt: attempt,
      at: now,
      today: today(now),
      isWanted: isWanted
    )
    if before != stored.machine {
      try await book.save(&stored, before: before.cycle, in: transaction)
    }
    try await tell(reaction.notices, stored, in: transaction)
    if let number = stored.machine.cycle?.number {
      try await book.owe(
        reaction.owed,
        stored,
        BoxPayment(number: number, attempt: attempt, reference: outcome.reference),
        in: transaction
      )
    }
    return (reaction.step, stored)
  }

  /// Owes what moved at an attempt that nobody waits for any more.
  private func oweLate(
    _ outcome: SubscriptionMachine.Outcome,
    _ question: Question,
    _ stored: StoredSubscription,
    in transaction: TenantTransaction
  ) async throws {
    guard case .paid(let reference) = outcome,
      let box = try await transaction.subscriptionCycle(question.number, of: stored.id),
      box.owes(paidAt: question.attempt)
    else { return }
    try await book.owe(
      question.request.amount.minorUnits,
      stored,
      BoxPayment(number: question.number, attempt: question.attempt, reference: reference),
      in: transaction
    )
  }

  private func ask(
    _ step: SubscriptionMachine.Step,
    _ stored: StoredSubscription,
    in transaction: TenantTransaction
  ) async throws -> Question? {
    let (attempt, isAboutEarlier): (Int, Bool)
    switch step {
    case .ask(let number): (attempt, isAboutEarlier) = (number, false)
    case .query(let number): (attempt, isAboutEarlier) = (number, true)
    case .rest, .plan, .reserve: return nil
    }
    guard let cycle = stored.machine.cycle, let currency = Currency(code: stored.currency) else {
      return nil
    }
    if !isAboutEarlier {
      try await transaction.insertSubscriptionAttempt(
        "asked",
        attempt,
        of: stored.id,
        number: cycle.number,
        detail: "charge"
      )
    }
    return Question(
      request: ChargeRequest(
        key: "\(stored.id.box(cycle.number)):\(attempt)",
        amount: Money(minorUnits: cycle.amount, currency: currency),
        subscription: stored.id,
        member: stored.member
      ),
      number: cycle.number,
      attempt: attempt,
      isAboutEarlier: isAboutEarlier
    )
  }

  private func tell(
    _ notices: [SubscriptionNotice],
    _ stored: StoredSubscription,
    in transaction: TenantTransaction
  ) async throws {
    guard !notices.isEmpty, let cycle = stored.machine.cycle else { return }
    let fresh = try await transaction.insertSubscriptionNotices(
      notices,
      of: stored.id,
      number: cycle.number
    )
    for notice in fresh {
      try await transaction.emit(
        "membership.box_notice",
        [
          "subscription": .string(stored.id.description),
          "member": .string(stored.member.description), "number": .integer(cycle.number),
          "notice": .string(notice),
          "guidance": cycle.guide.map { .integer(Int64($0)) } ?? .null,
        ]
      )
    }
  }
}

extension SubscriptionMachine.Outcome {
  /// What the provider calls the payment, where there is one.
  var reference: String {
    if case .paid(let reference) = self { reference } else { "" }
  }

  /// The word of the trail of attempts.
  var name: String {
    switch self {
    case .paid: "paid"
    case .declined: "declined"
    case .refused: "refused"
    case .unknown: "unknown"
    case .notFound: "not_found"
    }
  }
}
