import Foundation
import Membership
import TenantStore
import Testing

private let settings = TierSettings(
  growthPerUnit: 1,
  validityMonths: 12,
  graceDays: 30,
  levels: [(0, 0), (500, 300), (2_000, 1_500)].map {
    TierSettings.Level(name: LocalizedText([:]), reach: $0.0, keep: $0.1)
  }
)

private let start = Date(timeIntervalSince1970: 1_790_000_000)

private func day(_ number: Double) -> Date { start.addingTimeInterval(number * 86_400) }

/// Takes growth as it comes, by the rule.
private struct Member {
  let rule = TierRule(settings, in: .gmt)
  var standing = TierStanding.beginning(at: .init(timeIntervalSince1970: 0))
  var growth: [GrowthChange] = []
  var moves: [TierMove] = []

  mutating func add(_ amount: Int64, on number: Double) {
    let now = day(number)
    moves += rule.advance(&standing, to: now, growth)
    growth.append(GrowthChange(countedAt: now, amount: amount))
    moves += rule.advance(&standing, to: now, growth)
    if let move = rule.reach(&standing, at: now, growth) { moves.append(move) }
  }

  mutating func wait(until number: Double) {
    moves += rule.advance(&standing, to: day(number), growth)
  }
}

@Suite("Rules of tiers")
struct TierRuleTests {
  @Test(arguments: [(Int64(499), 0), (500, 1), (1_999, 1), (2_000, 2)])
  func `a boundary belongs to the higher tier`(growth: Int64, level: Int) {
    var member = Member()
    member.add(growth, on: 0)
    #expect(member.standing.current.level == level)
  }

  @Test func `what led up does not keep the tier, and without more it goes after the grace`() {
    var member = Member()
    member.add(500, on: 0)
    member.wait(until: 366)
    let inGrace = member.standing.current.level
    member.wait(until: 396)

    #expect(inGrace == 1)
    #expect(member.standing.current.level == 0)
    #expect(member.moves.map(\.reason) == [.reached, .lapsed])
  }

  @Test(arguments: [(360.0, 1), (365.0, 1), (390.0, 1), (396.0, 0)])
  func `growth within the period or the grace keeps the tier`(on: Double, level: Int) {
    var member = Member()
    member.add(500, on: 0)
    member.add(300, on: on)
    member.wait(until: 400)
    #expect(member.standing.current.level == level)
  }

  @Test func `from the highest tier a member goes down one by one, each with a period`() {
    var member = Member()
    member.add(2_000, on: 0)
    member.wait(until: 396)
    let first = member.standing.current.level
    member.wait(until: 780)
    let second = member.standing.current.level
    member.wait(until: 800)

    #expect(first == 1 && second == 1)
    #expect(member.standing.current.level == 0)
    #expect(member.moves.map(\.to) == [2, 1, 0])
  }

  @Test func `late is as good as early: standing does not depend on how often somebody looks`() {
    for seed in 0..<200 {
      var random = SeededGenerator(state: UInt64(seed))
      var (often, seldom) = (Member(), Member())
      var last = 0.0
      for _ in 0..<12 {
        let next = last + Double.random(in: 1...150, using: &random)
        let amount = Int64.random(in: 50...900, using: &random)
        while last < next {
          last += 13
          often.wait(until: min(last, next))
        }
        last = next
        often.add(amount, on: next)
        seldom.add(amount, on: next)
      }
      #expect(often.standing == seldom.standing, "seed \(seed)")
      #expect(often.moves == seldom.moves, "seed \(seed)")
    }
  }

  @Test func `a refund within the period leaves the tier as if the order had never been`() {
    for seed in 0..<300 {
      var random = SeededGenerator(state: UInt64(seed))
      let orders = (0..<6).map { place in
        (
          amount: Int64.random(in: 100...1_500, using: &random),
          on: Double(place) * 20 + .random(in: 0...15, using: &random)
        )
      }
      let refunded = Int.random(in: 0..<6, using: &random)
      var (with, without) = (Member(), Member())
      for (index, order) in orders.enumerated() {
        with.add(order.amount, on: order.on)
        if index != refunded { without.add(order.amount, on: order.on) }
      }
      let order = orders[refunded]
      with.growth.append(GrowthChange(countedAt: day(order.on), amount: -order.amount))
      let replayed = with.rule.replayed(with.standing, to: day(130), with.growth)
      without.wait(until: 130)
      #expect(replayed.current == without.standing.current, "seed \(seed)")
    }
  }

  @Test func `progress says what is missing, by when, and what comes next`() {
    var member = Member()
    member.add(700, on: 0)
    func explanations(_ number: Double) -> [TierProgress.Explanation] {
      member.rule.progress(
        of: member.standing,
        at: day(number),
        member.growth,
        levels: settings.levels
      ).explanations
    }
    let until = member.standing.current.until ?? start

    #expect(
      explanations(10) == [
        .missingToKeep(growth: 300, until: until), .missingToReach(level: 2, growth: 1_300),
      ]
    )
    #expect(
      explanations(370).first
        == .inGrace(growth: 300, until: member.rule.deadline(of: until))
    )
    member.add(1_400, on: 20)
    #expect(explanations(21).last == .highest)
  }
}
