import Foundation
import Membership
import TenantStore
import Testing

@Suite("When something is used up")
struct RestockRuleTests {
  private func purchases(_ pairs: [(Int, Int)]) -> [RestockPurchase] {
    pairs.compactMap { number, pieces in
      CivilDay(number: 20_000 + number).map { RestockPurchase(on: $0, pieces: pieces) }
    }
  }

  /// Purchases as days and pieces, days that a piece lasts, and the day on which all is used up.
  private static let table: [([(Int, Int)], Int, Int?)] = [
    ([], 30, nil),
    ([(0, 1)], 30, 30),
    ([(0, 2)], 30, 60),
    // Two of a day are added up, whatever their order.
    ([(5, 1), (0, 3), (5, 1)], 10, 25),
    // Two days of purchase say nothing of a pace yet.
    ([(0, 1), (20, 1)], 30, 50),
    // Twenty days each, three times.
    ([(0, 1), (20, 1), (40, 1)], 30, 60),
    // Two packs in twenty days each: what is bought last lasts ten.
    ([(0, 2), (20, 2), (40, 1)], 30, 50),
    // Not less than a third, not more than three times.
    ([(0, 1), (1, 1), (2, 1)], 30, 12),
    ([(0, 1), (200, 1), (400, 1)], 30, 490),
    // A hoard counts as twelve, and nothing lasts longer than a year.
    ([(0, 40)], 10, 120),
    ([(0, 12)], 180, 365),
  ]

  @Test(arguments: table.indices)
  func `a family's own pace counts from the third day of purchase on`(_ row: Int) {
    let (pairs, usual, day) = Self.table[row]
    let due = RestockRule.due(purchases(pairs), usualDays: usual)
    #expect(due.map { $0.number - 20_000 } == day)
  }

  @Test func `whatever was bought, it lasts a while, at most a year, and more lasts no shorter`() {
    var dice = SeededGenerator(state: 11)
    for _ in 0..<2_000 {
      let usual = Int.random(in: 3...180, using: &dice)
      let pairs = (0..<Int.random(in: 1...9, using: &dice)).map { _ in
        (Int.random(in: 0...400, using: &dice), Int.random(in: 1...15, using: &dice))
      }
      let bought = purchases(pairs)
      guard let due = RestockRule.due(bought, usualDays: usual),
        let last = bought.map(\.day).max()
      else {
        Issue.record("something was bought")
        continue
      }
      #expect((1...365).contains(last.days(until: due)))
      #expect(RestockRule.due(bought.shuffled(using: &dice), usualDays: usual) == due)
      let more = bought + [RestockPurchase(on: last, pieces: 1)]
      #expect(RestockRule.due(more, usualDays: usual) ?? last >= due)
    }
  }
}
