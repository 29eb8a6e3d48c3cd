import Foundation
import Storefront
import Testing

private let start = Date(timeIntervalSince1970: 1_790_000_000)

private func standing(
  _ state: BuyingGroup.State,
  taken: Int,
  paid: Int,
  size: Int = 3,
  closes: TimeInterval? = 3_600
) -> GroupStanding {
  GroupStanding(
    state: state,
    size: size,
    hours: 24,
    taken: taken,
    paid: paid,
    closesAt: closes.map { start + $0 }
  )
}

@Suite("Rules of groups")
struct GroupRuleTests {
  private typealias Case = (GroupEvent, GroupStanding, GroupTransition.Outcome)

  @Test func `the table says what each event does`() {
    let open = standing(.open, taken: 2, paid: 1)
    let full = standing(.open, taken: 3, paid: 2)
    let over = standing(.open, taken: 2, paid: 1, closes: 0)
    let complete = standing(.complete, taken: 3, paid: 3)
    let failed = standing(.failed, taken: 2, paid: 1)
    let opening = standing(.opening, taken: 1, paid: 0, closes: nil)
    let cases: [Case] = [
      (.join, opening, .closed), (.join, open, .moves(standing(.open, taken: 3, paid: 1))),
      (.join, full, .full), (.join, over, .closed), (.join, complete, .closed),
      (.join, failed, .closed),
      (.pay, opening, .moves(standing(.open, taken: 1, paid: 1, closes: 24 * 3_600))),
      (.pay, open, .moves(standing(.open, taken: 2, paid: 2))),
      (.pay, full, .moves(standing(.complete, taken: 3, paid: 3))),
      (.pay, over, .stays), (.pay, complete, .stays), (.pay, failed, .stays),
      (.leave(wasPaid: false), opening, .moves(standing(.failed, taken: 0, paid: 0, closes: nil))),
      (.leave(wasPaid: true), open, .moves(standing(.open, taken: 1, paid: 0))),
      (.leave(wasPaid: false), complete, .stays),
      (.leave(wasPaid: true), failed, .moves(standing(.failed, taken: 1, paid: 0))),
      (.tick, open, .stays), (.tick, opening, .stays), (.tick, complete, .stays),
      (.tick, over, .moves(standing(.failed, taken: 2, paid: 1, closes: 0))),
      (.settleForFewer, open, .moves(standing(.complete, taken: 2, paid: 1))),
      (.settleForFewer, opening, .closed), (.settleForFewer, complete, .stays),
      (.settleForFewer, failed, .closed),
      (.callOff, open, .moves(standing(.failed, taken: 2, paid: 1))),
      (.callOff, opening, .moves(standing(.failed, taken: 1, paid: 0, closes: nil))),
      (.callOff, failed, .stays), (.callOff, complete, .closed),
    ]
    for (event, before, expected) in cases {
      let found = GroupTransition.outcome(of: event, on: before, at: start)
      #expect(found == expected, "\(event) on \(before)")
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `whatever happens, paid ≤ taken ≤ size, and what has ended never opens again`(
    _ seed: UInt64
  ) {
    var generator = SeededGenerator(state: seed)
    var group = GroupStanding.new(
      size: .random(in: 2...5, using: &generator),
      hours: .random(in: 1...3, using: &generator)
    )
    var now = start
    for _ in 0..<60 {
      let events: [GroupEvent] = [
        .join, .join, .pay, .pay, .leave(wasPaid: false), .leave(wasPaid: true), .tick,
        Int.random(in: 0..<20, using: &generator) == 0 ? .callOff : .tick,
        Int.random(in: 0..<20, using: &generator) == 0 ? .settleForFewer : .join,
      ]
      let event = events.randomElement(using: &generator) ?? .tick
      now += Double(Int.random(in: 0...900, using: &generator))
      // Nobody whose money did not come takes it away.
      if case .leave(wasPaid: true) = event, group.paid == 0 { continue }
      guard case .moves(let next) = GroupTransition.outcome(of: event, on: group, at: now) else {
        continue
      }
      #expect((0...next.taken).contains(next.paid) && next.taken <= next.size, "\(event)")
      #expect(next.state != .open || next.closesAt != nil)
      if group.state == .complete { #expect(next == group) }
      if group.state == .failed { #expect(next.state == .failed && next.taken < group.taken) }
      if next.state == .complete, event != .settleForFewer { #expect(next.paid == next.size) }
      if next.state == .complete { #expect((group.closesAt ?? now) > now || event != .pay) }
      group = next
    }
  }
}
