public import Foundation

/// One contract with its last box; what happens to it is decided here and nowhere else.
///
/// 1. A contract has at most one box that is not settled; the next is planned after it.
/// 2. Each place of the schedule has at most one box, and is passed over only while the contract is
///    not active.
/// 3. The provider is asked for a box only while its contract is active, and asked anew only after
///    a definite no; whoever does not know what came of a question asks about that question first.
/// 4. A box is paid at most once; money that moved for one that does not come is owed.
public struct SubscriptionMachine: Hashable, Sendable {
  /// What recurs.
  public let terms: SubscriptionTerms
  /// After how many days a declined charge is tried again.
  public let retries: [Int]
  /// How many days before its day a box is planned.
  public let noticeDays: Int
  /// For how many days a box waits for stock.
  public let stockDays: Int
  /// Where the contract stands.
  public internal(set) var state: SubscriptionState
  /// How many boxes are paid and have not come.
  public internal(set) var boxesLeft: Int
  /// The place of the schedule that is planned next.
  public internal(set) var nextSlot: Int
  /// How many boxes there have been.
  public internal(set) var cycles: Int64
  /// The last box.
  public internal(set) var cycle: SubscriptionCycle?

  /// For how long a question to the provider is not repeated, in seconds.
  public static let patience: TimeInterval = 120

  /// A new contract.
  public init(
    _ terms: SubscriptionTerms,
    retries: [Int] = [1, 3, 5],
    noticeDays: Int = 3,
    stockDays: Int = 7
  ) {
    self.terms = terms
    self.retries = retries
    self.noticeDays = noticeDays
    self.stockDays = stockDays
    state = .active
    boxesLeft = 0
    nextSlot = 0
    cycles = 0
  }

  /// What is to be done outside the machine.
  public enum Step: Hashable, Sendable {
    /// Nothing, for now.
    case rest
    /// Plan the next box; ``plan(box:)`` goes on.
    case plan(due: CivilDay)
    /// Take the contents out of stock; ``stocked(_:at:today:)`` goes on.
    case reserve
    /// Ask the provider for the amount with the key of this attempt;
    /// ``settle(_:attempt:at:today:isWanted:)`` goes on.
    case ask(attempt: Int)
    /// Ask the provider what came of this attempt; ``settle(_:attempt:at:today:isWanted:)`` goes on.
    case query(attempt: Int)
  }

  /// What follows from something that happened.
  public struct Reaction: Hashable, Sendable {
    /// What the member is told, each once for a box.
    public var notices: [SubscriptionNotice] = []
    /// What is to be done outside the machine at once.
    public var step: Step = .rest
    /// What moved for boxes that do not come and has to go back, in minor units.
    public var owed: Int64 = 0
  }

  /// What came of a question to the provider.
  public enum Outcome: Hashable, Sendable {
    /// The money has moved.
    case paid(reference: String)
    /// Not now; another day may do.
    case declined
    /// Never with this means of payment.
    case refused
    /// Nobody knows yet.
    case unknown
    /// The provider never heard of the attempt.
    case notFound
  }

  /// What is to be done next at an instant; asking is noted at once, so that two who ask the machine
  /// do not both ask the provider.
  public mutating func next(at now: Date, today: CivilDay) -> Step {
    if let cycle, !cycle.state.isSettled {
      return step(cycle, at: now, today: today)
    }
    guard state == .active else { return .rest }
    if terms.prepaid != nil, boxesLeft == 0, !terms.renews, cycles > 0, hasPaid {
      state = .ended
      return .rest
    }
    let due = terms.day(of: nextSlot)
    return today.number >= due.number - noticeDays ? .plan(due: due) : .rest
  }

  /// Plans the next box.
  public mutating func plan(box: String) {
    cycles += 1
    let due = terms.day(of: nextSlot)
    let amount = terms.prepaid.map { boxesLeft > 0 ? 0 : terms.price * Int64($0) } ?? terms.price
    cycle = SubscriptionCycle(
      number: cycles,
      slot: nextSlot,
      due: due,
      state: .planned,
      amount: amount,
      box: box,
      attempts: 0,
      nextDay: due,
      askedAt: nil,
      reference: nil
    )
    nextSlot += 1
  }

  /// Notes whether the contents of a box could be taken out of stock.
  public mutating func stocked(_ isReserved: Bool, at now: Date, today: CivilDay) -> Reaction {
    guard var box = cycle, box.state == .planned || box.state == .noStock else { return Reaction() }
    defer { cycle = box }
    if !isReserved {
      let isFirst = box.state == .planned
      box.state = today.number >= box.due.number + stockDays ? .dropped : .noStock
      box.nextDay = box.state == .dropped ? nil : today + 1
      return Reaction(notices: isFirst ? [.noStock] : [])
    }
    guard box.amount > 0 else {
      pay(&box, reference: nil)
      return Reaction()
    }
    box.state = .charging
    box.attempts += 1
    box.askedAt = now
    box.nextDay = today
    return Reaction(step: .ask(attempt: box.attempts))
  }

  /// Notes what came of a question to the provider.
  ///
  /// - `attempt`: The question that was answered; an answer to an older one changes nothing.
  /// - `isWanted`: Whether a box that is paid may come; not while the family wants silence.
  public mutating func settle(
    _ outcome: Outcome,
    attempt: Int,
    at now: Date,
    today: CivilDay,
    isWanted: Bool = true
  ) -> Reaction {
    guard var box = cycle, box.state == .charging, box.attempts == attempt else {
      return Reaction()
    }
    defer { cycle = box }
    switch outcome {
    case .paid(let reference):
      guard state != .cancelled, isWanted else {
        // Whoever has cancelled, or wants silence, gets the money back and not the box.
        box.reference = reference
        drop(&box)
        return Reaction(owed: box.amount)
      }
      pay(&box, reference: reference)
      return Reaction()
    case .unknown: return Reaction()
    case .notFound where state == .active:
      box.askedAt = now
      return Reaction(step: .ask(attempt: attempt))
    case .declined where attempt <= retries.count && state == .active:
      box.state = .retrying
      box.nextDay = today + retries[attempt - 1]
      return Reaction(notices: [.chargeFailed] + (attempt == retries.count ? [.lastAttempt] : []))
    case .notFound, .declined, .refused:
      // Whoever has paused or cancelled is not asked again, and not dunned either.
      guard state == .active else {
        drop(&box)
        return Reaction()
      }
      box.state = .unpaid
      box.nextDay = nil
      state = .pastDue
      return Reaction(notices: [.chargeFailed, .unpaid])
    }
  }

  private mutating func step(_ box: SubscriptionCycle, at now: Date, today: CivilDay) -> Step {
    switch box.state {
    case .charging:
      if let askedAt = box.askedAt, now.timeIntervalSince(askedAt) < Self.patience { return .rest }
      cycle?.askedAt = now
      return .query(attempt: box.attempts)
    case .planned, .noStock:
      guard state == .active, let day = box.nextDay, day <= today else { return .rest }
      return .reserve
    case .retrying:
      guard state == .active, let day = box.nextDay, day <= today else { return .rest }
      cycle?.state = .charging
      cycle?.attempts += 1
      cycle?.askedAt = now
      return .ask(attempt: box.attempts + 1)
    case .paid, .skipped, .unpaid, .dropped: return .rest
    }
  }

  /// The day on which something is to be done at the earliest, for a box that is not planned yet the day
  /// on which it is due; nothing while nothing is to be done.
  var workDay: CivilDay? {
    if let cycle, !cycle.state.isSettled {
      return cycle.state == .charging
        ? cycle.nextDay ?? cycle.due : state == .active ? cycle.nextDay : nil
    }
    return state == .active ? terms.day(of: nextSlot) : nil
  }

  private var hasPaid: Bool { cycle?.state == .paid }

  private mutating func pay(_ box: inout SubscriptionCycle, reference: String?) {
    if let prepaid = terms.prepaid {
      boxesLeft += (box.amount > 0 ? prepaid : 0) - 1
    }
    box.state = .paid
    box.reference = reference
    box.nextDay = nil
  }

  func drop(_ box: inout SubscriptionCycle) {
    box.state = .dropped
    box.nextDay = nil
  }
}
