import Foundation
import Storefront
import TenantStore
import Testing

@Suite("The rules of presales")
struct PresaleRuleTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)
  private static func after(_ hours: Double) -> Date { now.addingTimeInterval(hours * 3_600) }

  @Test(
    arguments: [
      (1, 24.0, nil, nil, nil), (1_000_000, 24, nil, 24, nil), (1, 24, 2, 3, nil),
      (0, 24, nil, nil, "limit"), (1_000_001, 24, nil, nil, "limit"), (1, 0, nil, nil, "ships_on"),
      (1, -24, nil, nil, "ships_on"), (1, 24, nil, 25, "until"), (1, 24, nil, -1, "until"),
      (1, 24, 3, 3, "until"), (1, 24, 24, nil, "until"),
    ] as [(Int, Double, Double?, Double?, String?)]
  )
  func `terms are checked against the day and the clock`(
    _ limit: Int,
    _ ships: Double,
    _ from: Double?,
    _ until: Double?,
    _ field: String?
  ) throws {
    let day = try #require(CalendarDate(year: 2027, month: 1, day: 16))
    let terms = PresaleTerms(
      shipsOn: day,
      limit: limit,
      from: from.map(Self.after),
      until: until.map(Self.after)
    )
    let found = PresaleRule.problem(terms, shipsFrom: Self.after(ships), at: Self.now)
    #expect(found == field)
  }

  @Test(arguments: [
    (2, 2, 9, false), (2, 1, 9, true), (2, 0, 1, false), (2, 0, 2, true), (2, 0, 0, false),
  ])
  func `a line waits whole where stock does not suffice and the presale does`(
    _ quantity: Int,
    _ available: Int,
    _ left: Int,
    _ expected: Bool
  ) {
    #expect(PresaleRule.waits(quantity, available: available, left: left) == expected)
  }

  @Test func `what comes goes to the first in line, who holds it until more comes`() {
    #expect(PresaleRule.given([2, 1, 3], of: 0) == [0, 0, 0])
    #expect(PresaleRule.given([2, 1, 3], of: 1) == [1, 0, 0])
    #expect(PresaleRule.given([2, 1, 3], of: 4) == [2, 1, 1])
    #expect(PresaleRule.given([2, 1, 3], of: 9) == [2, 1, 3])
    #expect(PresaleRule.given([2], of: -1) == [0])
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `nobody gets pieces while somebody before lacks some`(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let waiting = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      Int.random(in: 1...9, using: &generator)
    }
    let pieces = Int.random(in: 0...60, using: &generator)

    let given = PresaleRule.given(waiting, of: pieces)

    #expect(given.reduce(0, +) == min(pieces, waiting.reduce(0, +)))
    let short = given.indices.first { given[$0] < waiting[$0] } ?? given.count
    #expect(given.dropFirst(short + 1).allSatisfy { $0 == 0 })
  }
}
