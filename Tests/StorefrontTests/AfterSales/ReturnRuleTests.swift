import Storefront
import TenantStore
import Testing

private func day(_ month: Int, _ day: Int) throws -> CalendarDate {
  try #require(CalendarDate(year: 2026, month: month, day: day))
}

private func account(ordered: Int, settled: Int = 0, paid: Int64, refunded: Int64 = 0)
  -> LineAccount
{
  LineAccount(
    position: 0,
    code: "X",
    ordered: ordered,
    shipped: ordered,
    claimed: ordered,
    settled: settled,
    paid: paid,
    refunded: refunded
  )
}

@Suite("What may go back")
struct ReturnPolicyTests {
  @Test(arguments: [(11, 28, false), (11, 29, false), (12, 5, false), (12, 6, true)])
  func `seven days count from the day after receipt`(_ month: Int, _ date: Int, _ isLate: Bool)
    throws
  {
    let objection = ReturnPolicyRule.objection(
      kind: .returnRefund,
      reason: .noReason,
      isOpened: false,
      received: try day(11, 28),
      today: try day(month, date),
      policy: ReturnPolicy()
    )
    #expect(objection == (isLate ? .late(lastDay: try day(12, 5)) : nil))
  }

  @Test(
    arguments: [
      (ReturnReason.noReason, ReturnException.custom, false, true),
      (.noReason, .perishable, false, true), (.noReason, .periodical, false, true),
      (.noReason, .digital, false, false), (.noReason, .digital, true, true),
      (.damaged, .perishable, true, false), (.expiredGoods, .perishable, true, false),
      (.wrongItem, .custom, false, false),
    ]
  )
  func `the four exceptions bind only the wish without a reason`(
    _ reason: ReturnReason,
    _ exception: ReturnException,
    _ isOpened: Bool,
    _ isRefused: Bool
  ) throws {
    var policy = ReturnPolicy()
    policy.exception = exception
    let objection = ReturnPolicyRule.objection(
      kind: .returnRefund,
      reason: reason,
      isOpened: isOpened,
      received: try day(11, 28),
      today: try day(11, 29),
      policy: policy
    )
    #expect(objection == (isRefused ? .excepted(exception) : nil))
  }

  @Test func `opened food goes back only when something is wrong with it`() throws {
    var policy = ReturnPolicy()
    policy.isSealed = true
    func objection(_ reason: ReturnReason, _ isOpened: Bool) throws -> ReturnPolicyRule.Objection? {
      ReturnPolicyRule.objection(
        kind: .returnRefund,
        reason: reason,
        isOpened: isOpened,
        received: try day(11, 28),
        today: try day(11, 29),
        policy: policy
      )
    }
    #expect(try objection(.noReason, true) == .opened)
    #expect(try objection(.noReason, false) == nil)
    #expect(try objection(.defective, true) == nil)
  }

  @Test func `money alone needs a reason, and what is under way is never late`() throws {
    func objection(_ kind: ReturnKind, received: CalendarDate?) throws
      -> ReturnPolicyRule.Objection?
    {
      ReturnPolicyRule.objection(
        kind: kind,
        reason: .noReason,
        isOpened: false,
        received: received,
        today: try day(12, 31),
        policy: ReturnPolicy()
      )
    }
    #expect(try objection(.refundOnly, received: nil) == .kind)
    #expect(try objection(.returnRefund, received: nil) == nil)
    #expect(try objection(.exchange, received: try day(1, 1)) == .late(lastDay: try day(1, 8)))
  }

  @Test func `no policy is shorter than the law, and the nearest category counts`() {
    var settings = StorefrontSettings.Returns()
    settings.categories = ["food": .init(sealed: true), "fresh": .init(except: "perishable")]
    #expect(ReturnPolicy(nil, categories: ["food"]).days == 7)
    #expect(ReturnPolicy(settings, categories: ["food"]).isSealed)
    #expect(ReturnPolicy(settings, categories: ["food", "fresh"]).exception == .perishable)
    #expect(ReturnPolicy(settings, categories: ["toys"]) == ReturnPolicy())
  }

  @Test(
    arguments: [
      (ReturnReason.noReason, false, true, false, true), (.noReason, true, true, false, true),
      (.noReason, true, true, true, false), (.noReason, false, true, true, true),
      (.noReason, false, false, false, false), (.wrongItem, false, true, true, true),
      (.damaged, false, true, false, false), (.expiredGoods, false, true, true, false),
      (.defective, false, true, false, false),
    ]
  )
  func `what is not whole is never sold again`(
    _ reason: ReturnReason,
    _ isOpened: Bool,
    _ isIntact: Bool,
    _ isSealed: Bool,
    _ maySell: Bool
  ) {
    #expect(
      RestockRule.mayResell(
        reason: reason,
        isOpened: isOpened,
        isIntact: isIntact,
        isSealed: isSealed
      ) == maySell
    )
  }
}

@Suite("Refunds of pieces")
struct RefundShareTests {
  @Test func `lesson 16: pieces in any parts give back what was paid, to the cent`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let ordered = Int.random(in: 1...12, using: &generator)
      let paid = Int64.random(in: 0...2_000, using: &generator)
      var line = account(ordered: ordered, paid: paid)
      while line.settled < ordered {
        let quantity = Int.random(in: 1...(ordered - line.settled), using: &generator)
        let amount = RefundShareRule.amount(for: quantity, of: line)
        #expect(amount >= 0 && line.refunded + amount <= paid)
        line = account(
          ordered: ordered,
          settled: line.settled + quantity,
          paid: paid,
          refunded: line.refunded + amount
        )
      }
      #expect(line.refunded == paid)
    }
  }

  @Test func `a smaller refund of one piece is not given to the next`() {
    let line = account(ordered: 2, settled: 1, paid: 20_000, refunded: 500)
    #expect(RefundShareRule.amount(for: 1, of: line) == 10_000)
  }

  @Test func `freight goes back when the merchant is at fault and nothing is kept`() throws {
    let freight = Money(minorUnits: 800, currency: try #require(Currency(code: "CNY")))
    let whole = [account(ordered: 2, settled: 2, paid: 100)]
    let part = [account(ordered: 2, settled: 1, paid: 100)]
    #expect(RefundShareRule.freight(.damaged, freight, after: whole).minorUnits == 800)
    #expect(RefundShareRule.freight(.damaged, freight, after: part).minorUnits == 0)
    #expect(RefundShareRule.freight(.noReason, freight, after: whole).minorUnits == 0)
  }
}

@Suite("Transitions of returns")
struct ReturnTransitionTests {
  @Test(arguments: ReturnKind.allCases)
  func `an event that moved a return changes nothing the second time`(_ kind: ReturnKind) {
    for state in ReturnState.allCases {
      for event in ReturnEvent.allCases {
        guard
          case .moves(let next) = ReturnTransition.outcome(of: event, in: state, kind: kind)
        else { continue }
        #expect(ReturnTransition.outcome(of: event, in: next, kind: kind) == .stays)
        // Only money that did not go back opens again what had ended.
        #expect(!state.isFinal || event == .refundFailed)
      }
    }
  }

  @Test func `each kind ends where it should`() {
    func ends(_ kind: ReturnKind) -> Set<ReturnState> {
      var found: Set<ReturnState> = [.requested]
      var open = [ReturnState.requested]
      while let state = open.popLast() {
        for event in ReturnEvent.allCases {
          guard case .moves(let next) = ReturnTransition.outcome(of: event, in: state, kind: kind)
          else { continue }
          if found.insert(next).inserted { open.append(next) }
        }
      }
      return found.filter(\.isFinal)
    }
    #expect(ends(.refundOnly) == [.refunded, .refused, .withdrawn])
    #expect(ends(.returnRefund) == [.refunded, .refused, .withdrawn, .expired])
    #expect(ends(.exchange) == [.refunded, .exchanged, .refused, .withdrawn, .expired])
  }
}
