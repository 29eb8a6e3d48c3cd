import Foundation
import Membership
import TenantStore

/// Years of many contracts, driven by the clock: month ends, leap days, pauses, failures, time-outs
/// that charged and such that did not, outages of the provider and of ourselves.
///
/// A book of its own says what has to come of them: the days are the calendar's, not the machine's,
/// and the money is counted at the provider.
struct SubscriptionYears {
  /// What came of it.
  struct Outcome {
    /// Everything that must not be, in words.
    var violations: [String] = []
    /// How many boxes there were.
    var boxes = 0
    /// How many times money moved.
    var charges = 0
    /// How many days of the schedule were checked to have had their box.
    var slots = 0
    /// How many charges timed out though money had moved.
    var silentCharges = 0
  }

  private var random: SeededGenerator
  private let days: Int
  private let first: CivilDay
  private var books: ProviderBooks
  private var contracts: [Contract] = []

  /// Prepares contracts that begin in the first two months of a span.
  init(contracts count: Int, days: Int, seed: UInt64) {
    random = SeededGenerator(state: seed)
    self.days = days
    // 2023-12-15: the span has a leap day, and every kind of month's end.
    first = CivilDay.epoch + 19_706
    books = ProviderBooks(seed: seed, days: days, from: first.number)
    for number in 0..<count {
      contracts.append(Contract(number: number, from: first, using: &random))
    }
  }

  /// Lets the years pass.
  mutating func run() -> Outcome {
    var downUntil = -1
    for offset in 0..<days {
      let today = first + offset
      // One day in sixty something of ours breaks, for up to four days.
      if offset > downUntil, Int.random(in: 0..<60, using: &random) == 0 {
        downUntil = offset + Int.random(in: 0..<4, using: &random)
      }
      guard offset > downUntil else { continue }
      for index in contracts.indices {
        contracts[index].work(today, books: &books, using: &random)
        contracts[index].wish(today, using: &random)
      }
    }
    var outcome = Outcome()
    for contract in contracts {
      contract.check(against: books, until: first + days, into: &outcome)
    }
    outcome.silentCharges = books.silent
    return outcome
  }
}

/// What the provider knows, and how it behaves.
private struct ProviderBooks {
  struct Charge {
    let contract: Int
    let box: Int64
    let amount: Int64
    let day: Int
  }

  private(set) var silent = 0
  /// Money that moved, by contract.
  private(set) var charges: [Int: [Charge]] = [:]
  /// Days on which something was asked for, by contract.
  private(set) var asked: [Int: [Int]] = [:]
  private var outcomes: [String: SubscriptionMachine.Outcome] = [:]
  private var outages: Set<Int> = []
  private var random: SeededGenerator

  init(seed: UInt64, days: Int, from first: Int) {
    random = SeededGenerator(state: seed ^ 0xFEED)
    for day in 0..<days where Int.random(in: 0..<40, using: &random) == 0 {
      outages.formUnion([first + day, first + day + 1])
    }
  }

  mutating func charge(_ contract: Contract, attempt: Int, on day: Int)
    -> SubscriptionMachine.Outcome
  {
    asked[contract.number, default: []].append(day)
    guard let cycle = contract.machine.cycle, !outages.contains(day) else { return .unknown }
    let key = "\(contract.number):\(cycle.number):\(attempt)"
    if let known = outcomes[key] { return known }
    let luck = Int.random(in: 0..<100, using: &random)
    if luck >= 96 { return .unknown }
    let outcome: SubscriptionMachine.Outcome =
      luck < 84 ? .paid(reference: key) : luck < 94 ? .declined : .refused
    outcomes[key] = outcome
    if case .paid = outcome {
      charges[contract.number, default: []].append(
        Charge(contract: contract.number, box: cycle.number, amount: cycle.amount, day: day)
      )
      if luck < 8 {
        silent += 1
        return .unknown
      }
    }
    return outcome
  }

  func query(_ contract: Contract, attempt: Int, on day: Int) -> SubscriptionMachine.Outcome {
    guard let cycle = contract.machine.cycle, !outages.contains(day) else { return .unknown }
    return outcomes["\(contract.number):\(cycle.number):\(attempt)"] ?? .notFound
  }
}

/// One contract, and the book that is kept of it.
private struct Contract {
  let number: Int
  var machine: SubscriptionMachine
  private let anchor: DateComponents
  /// The boxes as they were seen last.
  private var seen: [Int64: SubscriptionCycle] = [:]
  private var planned: [Int: Int] = [:]
  /// Whether the contract was active at the end of a day on which we worked.
  private var active: [(day: Int, isActive: Bool)] = []
  private var cancelledOn: Int?
  /// Money that has to go back, by box.
  private var owed: [Int64: Int64] = [:]

  init(number: Int, from first: CivilDay, using random: inout SeededGenerator) {
    self.number = number
    var start = first + Int.random(in: 0..<60, using: &random)
    // A third begins at the end of a month.
    if number % 3 == 0 {
      start = CivilDay.epoch + [19_722, 19_753, 19_752, 19_751][number / 3 % 4]
    }
    let isMonthly = Int.random(in: 0..<4, using: &random) > 0
    let prepaid = Int.random(in: 0..<10, using: &random)
    machine = SubscriptionMachine(
      SubscriptionTerms(
        unit: isMonthly ? .month : .week,
        every: isMonthly ? [1, 1, 1, 2, 3][number % 5] : [1, 2, 4][number % 3],
        anchor: start,
        price: Int64.random(in: 1...50_000, using: &random),
        prepaid: prepaid < 3 ? [3, 6, 12][prepaid] : nil,
        renews: number % 7 > 0
      )
    )
    let civil = start.date
    anchor = DateComponents(year: civil.year, month: civil.month, day: civil.day)
  }

  /// Does what is due on a day, perhaps twice.
  mutating func work(
    _ today: CivilDay,
    books: inout ProviderBooks,
    using random: inout SeededGenerator
  ) {
    let rounds = Int.random(in: 0..<20, using: &random) == 0 ? 2 : 1
    for round in 0..<rounds {
      let seconds = Double(today.number) * 86_400 + Double(round) * 3_600
      let now = Date(timeIntervalSince1970: seconds)
      var step = machine.next(at: now, today: today)
      while step != .rest {
        let reaction = act(on: step, at: now, today: today, &books, &random)
        note()
        step = reaction == .rest ? machine.next(at: now, today: today) : reaction
        if case .reserve = step, machine.cycle?.state == .noStock { break }
      }
      note()
    }
    active.append((today.number, machine.state == .active))
  }

  private mutating func act(
    on step: SubscriptionMachine.Step,
    at now: Date,
    today: CivilDay,
    _ books: inout ProviderBooks,
    _ random: inout SeededGenerator
  ) -> SubscriptionMachine.Step {
    switch step {
    case .rest: return .rest
    case .plan(let due):
      planned[machine.nextSlot] = due.number
      machine.plan(box: "box")
      return .rest
    case .reserve:
      let hasStock = Int.random(in: 0..<50, using: &random) > 0
      return machine.stocked(hasStock, at: now, today: today).step
    case .ask(let attempt):
      let outcome = books.charge(self, attempt: attempt, on: today.number)
      return settle(outcome, attempt, at: now, today)
    case .query(let attempt):
      let outcome = books.query(self, attempt: attempt, on: today.number)
      return settle(outcome, attempt, at: now, today)
    }
  }

  private mutating func settle(
    _ outcome: SubscriptionMachine.Outcome,
    _ attempt: Int,
    at now: Date,
    _ today: CivilDay
  ) -> SubscriptionMachine.Step {
    let reaction = machine.settle(outcome, attempt: attempt, at: now, today: today)
    if reaction.owed > 0, let box = machine.cycle?.number {
      owed[box, default: 0] += reaction.owed
    }
    return reaction.step
  }

  /// What members think of.
  mutating func wish(_ today: CivilDay, using random: inout SeededGenerator) {
    let luck = Int.random(in: 0..<6_000, using: &random)
    switch (machine.state, luck) {
    case (.active, 0..<60): try? machine.skip()
    case (.active, 60..<120): try? machine.postpone(by: luck - 59)
    case (.active, 120..<140): try? machine.swap(to: "other", today: today)
    case (.active, 140..<155): try? machine.pause()
    case (.paused, 0..<200), (.pastDue, 0..<600): try? machine.resume(on: today)
    case (.active, 5_996...), (.paused, 5_998...), (.pastDue, 5_990...):
      machine.cancel()
      cancelledOn = today.number
    default: break
    }
    note()
    active[active.count - 1].isActive = machine.state == .active
  }

  private mutating func note() {
    if let cycle = machine.cycle { seen[cycle.number] = cycle }
  }

  /// Compares what there is with what there has to be.
  func check(
    against books: ProviderBooks,
    until end: CivilDay,
    into outcome: inout SubscriptionYears.Outcome
  ) {
    let charges = books.charges[number] ?? []
    outcome.boxes += seen.count
    outcome.charges += charges.count
    func wrong(_ text: String) { outcome.violations.append("contract \(number): \(text)") }
    let byBox = Dictionary(grouping: charges, by: \.box)
    for cycle in seen.values {
      let moved = byBox[cycle.number] ?? []
      if moved.count > 1 { wrong("box \(cycle.number) was charged \(moved.count) times") }
      if moved.contains(where: { $0.amount != cycle.amount }) { wrong("another amount") }
      let isCharged = !moved.isEmpty
      switch cycle.state {
      case .paid where isCharged != (cycle.amount > 0): wrong("box \(cycle.number) was not charged")
      case .dropped where isCharged && owed[cycle.number] == cycle.amount: break
      case .skipped where isCharged, .unpaid where isCharged, .dropped where isCharged:
        wrong("box \(cycle.number) is \(cycle.state) and was charged")
      default: break
      }
    }
    if let cancelledOn, (books.asked[number] ?? []).contains(where: { $0 > cancelledOn }) {
      wrong("asked after the cancellation")
    }
    checkMoney(charges.reduce(0) { $0 + $1.amount }, wrong)
    checkSchedule(until: end, &outcome)
  }

  /// All money is for boxes that came or have to, or goes back.
  private func checkMoney(_ money: Int64, _ wrong: (String) -> Void) {
    let came = Int64(seen.values.filter { $0.state == .paid }.count)
    let isOpen = machine.cycle?.state == .charging
    let goesBack = owed.values.reduce(0, +)
    let due = machine.terms.price * (came + Int64(machine.boxesLeft)) + goesBack
    // Of an open question only the provider knows.
    if money != due, !isOpen || money != due + (machine.cycle?.amount ?? 0) {
      wrong("\(money) was charged for boxes of \(due)")
    }
  }

  /// Each day of the schedule in an active time has its box, on the calendar's day.
  private func checkSchedule(until end: CivilDay, _ outcome: inout SubscriptionYears.Outcome) {
    let slots = Set(seen.values.map(\.slot))
    if slots.count != seen.count { outcome.violations.append("contract \(number): a day twice") }
    var slot = 0
    while let day = calendarDay(of: slot), day < end.number {
      if let due = planned[slot], due != day {
        outcome.violations.append("contract \(number): day \(due) for \(day)")
      }
      if wasActive(from: day, days: 45) {
        outcome.slots += 1
        if !slots.contains(slot) {
          outcome.violations.append("contract \(number): no box on \(day)")
        }
      }
      slot += 1
    }
  }

  /// Whether the contract was active on every working day of a span that lies within the years.
  private func wasActive(from day: Int, days: Int) -> Bool {
    guard let last = active.last?.day, last >= day + days else { return false }
    return active.allSatisfy { $0.day < day - 4 || $0.day > day + days || $0.isActive }
  }

  private func calendarDay(of slot: Int) -> Int? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let unit: Calendar.Component = machine.terms.unit == .month ? .month : .day
    let step = machine.terms.every * (machine.terms.unit == .month ? 1 : 7)
    return calendar.date(from: anchor)
      .flatMap { calendar.date(byAdding: unit, value: step * slot, to: $0) }
      .map { Int($0.timeIntervalSince1970 / 86_400) }
  }
}
