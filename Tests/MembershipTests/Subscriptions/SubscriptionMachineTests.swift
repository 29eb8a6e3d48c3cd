import Foundation
import Membership
import TenantStore
import Testing

private let start = CivilDay.epoch + 20_000

/// A contract with a day that goes on.
private struct Contract {
  var machine: SubscriptionMachine
  var today = start
  var now: Date { Date(timeIntervalSince1970: Double(today.number) * 86_400) }
  var notices: [SubscriptionNotice] = []

  init(prepaid: Int? = nil, renews: Bool = true, unit: SubscriptionUnit = .month) {
    machine = SubscriptionMachine(
      SubscriptionTerms(
        unit: unit,
        every: 1,
        anchor: start,
        price: 100,
        prepaid: prepaid,
        renews: renews
      )
    )
  }

  /// Goes on until the provider is asked, or nothing is to be done today.
  mutating func step(hasStock: Bool = true) -> SubscriptionMachine.Step {
    while true {
      let step = machine.next(at: now, today: today)
      switch step {
      case .plan: machine.plan(box: "box")
      case .reserve:
        let reaction = machine.stocked(hasStock, at: now, today: today)
        notices += reaction.notices
        if reaction.step != .rest || !hasStock { return reaction.step }
      case .rest, .ask, .query: return step
      }
    }
  }

  mutating func settle(_ outcome: SubscriptionMachine.Outcome, attempt: Int)
    -> SubscriptionMachine.Step
  {
    let reaction = machine.settle(outcome, attempt: attempt, at: now, today: today)
    notices += reaction.notices
    return reaction.step
  }
}

@Suite("The machine of subscriptions")
struct SubscriptionMachineTests {
  @Test func `a box is paid once, and the next one comes a month later`() {
    var contract = Contract()
    #expect(contract.step() == .ask(attempt: 1))
    #expect(contract.step() == .rest)
    #expect(contract.settle(.paid(reference: "T1"), attempt: 1) == .rest)
    #expect(contract.settle(.paid(reference: "T2"), attempt: 1) == .rest)
    #expect(contract.machine.cycle?.reference == "T1")
    #expect(contract.step() == .rest)
    contract.today = start.adding(months: 1)
    #expect(contract.step() == .ask(attempt: 1))
    #expect(contract.machine.cycle?.number == 2)
  }

  @Test func `what nobody knows is asked about before it is asked for again`() {
    var contract = Contract()
    _ = contract.step()
    #expect(contract.settle(.unknown, attempt: 1) == .rest)
    contract.today = start + 1
    #expect(contract.step() == .query(attempt: 1))
    #expect(contract.settle(.notFound, attempt: 1) == .ask(attempt: 1))
    #expect(contract.settle(.paid(reference: "T"), attempt: 1) == .rest)
    #expect(contract.machine.cycle?.attempts == 1)
  }

  @Test func `a declined charge is told at once, tried by the schedule and then given up`() {
    var contract = Contract()
    var asked = [contract.step()]
    for (attempt, wait) in [1, 3, 5].enumerated() {
      #expect(contract.settle(.declined, attempt: attempt + 1) == .rest)
      contract.today = contract.today + (wait - 1)
      #expect(contract.step() == .rest)
      contract.today = contract.today + 1
      asked.append(contract.step())
    }
    _ = contract.settle(.declined, attempt: 4)

    #expect(asked == (1...4).map { .ask(attempt: $0) })
    #expect(contract.machine.state == .pastDue && contract.machine.cycle?.state == .unpaid)
    #expect(contract.notices.first == .chargeFailed && contract.notices.last == .unpaid)
    #expect(contract.notices.filter { $0 == .lastAttempt }.count == 1)
  }

  @Test func `a hard no is not tried again, and a past-due member may go on or cancel`() throws {
    var contract = Contract()
    _ = contract.step()
    _ = contract.settle(.refused, attempt: 1)
    contract.today = contract.today + 40
    #expect(contract.step() == .rest)
    var cancelled = contract
    #expect(cancelled.machine.cancel() == 0)
    #expect(cancelled.machine.state == .cancelled)
    try contract.machine.resume(on: contract.today)
    #expect(contract.machine.state == .active)
    contract.today = start.adding(months: 2)
    #expect(contract.step() == .ask(attempt: 1))
  }

  @Test(arguments: [true, false])
  func `nothing is asked for after a cancellation`(isKnown: Bool) {
    var contract = Contract()
    _ = contract.step()
    _ = contract.settle(.unknown, attempt: 1)
    contract.machine.cancel()
    contract.today = start + 1
    #expect(contract.step() == .query(attempt: 1))
    let outcome: SubscriptionMachine.Outcome = isKnown ? .paid(reference: "T") : .notFound
    #expect(contract.settle(outcome, attempt: 1) == .rest)
    #expect(contract.machine.cycle?.state == .dropped)
    #expect(contract.machine.cycle?.reference == (isKnown ? "T" : nil))
    contract.today = start + 60
    #expect(contract.step() == .rest)
  }

  @Test func `what is prepaid is charged once a term, and what does not come is owed back`() {
    var contract = Contract(prepaid: 3)
    var charges: [Int64] = []
    for month in 0..<5 {
      contract.today = start.adding(months: month)
      if case .ask(let attempt) = contract.step() {
        charges.append(contract.machine.cycle?.amount ?? 0)
        _ = contract.settle(.paid(reference: "T"), attempt: attempt)
      }
    }
    #expect(charges == [300, 300])
    #expect(contract.machine.cancel() == 100)
  }

  @Test func `a contract that does not renew ends with its last box`() {
    var contract = Contract(prepaid: 2, renews: false)
    for month in 0..<4 {
      contract.today = start.adding(months: month)
      if case .ask(let attempt) = contract.step() {
        _ = contract.settle(.paid(reference: "T"), attempt: attempt)
      }
    }
    #expect(contract.machine.state == .ended)
    #expect(contract.machine.cycles == 2)
  }

  @Test func `a box is skipped, postponed and swapped before its day, not after`() throws {
    var contract = Contract()
    contract.today = start + -2
    #expect(contract.step() == .rest)
    try contract.machine.swap(to: "other", today: contract.today)
    #expect(throws: ValueRefusal.self) { try contract.machine.postpone(by: 40) }
    try contract.machine.postpone(by: 10)
    contract.today = start + 9
    #expect(contract.step() == .rest)
    contract.today = start + 10
    #expect(contract.step() == .ask(attempt: 1))
    #expect(contract.machine.cycle?.box == "other")
    #expect(throws: ValueRefusal.self) { try contract.machine.skip() }
    _ = contract.settle(.paid(reference: "T"), attempt: 1)
    contract.today = start.adding(months: 1) + -1
    _ = contract.step()
    try contract.machine.skip()
    contract.today = start.adding(months: 1)
    #expect(contract.step() == .rest)
    #expect(contract.machine.cycle?.state == .skipped)
  }

  @Test func `without stock the member is told once, and nothing is charged`() throws {
    var contract = Contract()
    for day in 0..<3 {
      contract.today = start + day
      #expect(contract.step(hasStock: false) == .rest)
    }
    #expect(contract.notices == [.noStock])
    #expect(contract.machine.cycle?.state == .noStock)
    contract.today = start + 3
    #expect(contract.step() == .ask(attempt: 1))
  }

  @Test func `a pause calls the next box off, and it comes when the pause ends before its day`()
    throws
  {
    var contract = Contract()
    contract.today = start + -3
    _ = contract.step()
    try contract.machine.pause()
    contract.today = start + -1
    #expect(contract.step() == .rest)
    try contract.machine.resume(on: contract.today)
    contract.today = start
    #expect(contract.step() == .ask(attempt: 1))
    _ = contract.settle(.paid(reference: "T"), attempt: 1)
    try contract.machine.pause()
    contract.today = start.adding(months: 2) + 1
    try contract.machine.resume(on: contract.today)
    contract.today = start.adding(months: 3)
    _ = contract.step()
    #expect(contract.machine.cycle?.slot == 3)
  }

  @Test func `a clock that goes back does nothing`() {
    var contract = Contract()
    _ = contract.step()
    _ = contract.settle(.paid(reference: "T"), attempt: 1)
    let before = contract.machine
    contract.today = start + -100
    #expect(contract.step() == .rest)
    #expect(contract.machine == before)
  }
}
