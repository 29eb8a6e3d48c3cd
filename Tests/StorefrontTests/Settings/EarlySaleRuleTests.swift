import Foundation
import Storefront
import Testing

@Suite("What is not sold to everybody yet")
struct EarlySaleRuleTests {
  private static let opens = Date(timeIntervalSince1970: 1_790_000_000)

  /// Hours before the opening, hours of early access, and whether it may be bought.
  private static let table: [(Double, Int, Bool)] = [
    (1, 0, false), (0, 0, true), (-1, 0, true), (12, 12, true), (12.01, 12, false), (11, 12, true),
    (1, -5, false), (720, 720, true),
  ]

  @Test(arguments: table.indices)
  func `early access opens a sale by so many hours, to the second`(_ row: Int) {
    let (before, hours, mayBuy) = Self.table[row]
    let now = Self.opens.addingTimeInterval(-before * 3_600)
    #expect(EarlySaleRule.isOpen(Self.opens, hours: hours, now: now) == mayBuy)
    #expect(EarlySaleRule.isOpen(nil, hours: hours, now: now))
  }

  @Test func `whoever has more hours may buy no later`() {
    for minutes in stride(from: -50_000, through: 10, by: 37) {
      let now = Self.opens.addingTimeInterval(Double(minutes) * 60)
      var mightBuy = false
      for hours in 0...720 {
        let may = EarlySaleRule.isOpen(Self.opens, hours: hours, now: now)
        #expect(may || !mightBuy)
        mightBuy = may
      }
    }
  }
}
