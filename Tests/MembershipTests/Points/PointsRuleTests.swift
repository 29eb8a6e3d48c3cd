import Foundation
import Membership
import TenantStore
import Testing

@Suite("Rules of points")
struct PointsRuleTests {
  static let cny = Currency(code: "CNY")

  @Test(arguments: [
    (units: 12_345, perUnit: 1, multiplier: 100, points: 123),
    (12_399, 1, 100, 123), (12_345, 2, 150, 370), (0, 1, 100, 0), (-500, 1, 100, 0),
    (99, 1, 100, 0),
  ])
  func `points are rounded down once`(units: Int, perUnit: Int, multiplier: Int, points: Int)
    throws
  {
    let amount = Money(minorUnits: Int64(units), currency: try #require(Self.cny))
    let earned = PointsRule.earned(for: amount, perUnit: perUnit, multiplier: multiplier)
    #expect(earned == Int64(points))
  }

  @Test(arguments: [
    (from: "2026-01-31T12:00:00+08:00", months: 1, until: "2026-03-01T00:00:00+08:00"),
    ("2024-02-29T00:00:00+08:00", 12, "2025-03-01T00:00:00+08:00"),
    ("2026-12-31T23:59:59+08:00", 12, "2028-01-01T00:00:00+08:00"),
    // In Shanghai the new month has begun, in UTC it has not.
    ("2026-03-31T16:30:00Z", 1, "2026-06-01T00:00:00+08:00"),
  ])
  func `points go at the end of the month in which their time is over`(
    from: String,
    months: Int,
    until: String
  ) throws {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let start = try Date(from, strategy: .iso8601)
    let end = PointsRule.expiry(of: start, months: months, in: zone)
    #expect(end == (try Date(until, strategy: .iso8601)))
  }

  @Test(arguments: [
    // wanted, amount, points, money; 100 points are worth one unit, at least 100, at most half.
    (1_000, 10_000, 1_000, 1_000), (9_999, 10_000, 5_000, 5_000), (99, 10_000, 0, 0),
    (150, 200, 100, 100), (1_000, 0, 0, 0), (1_000, 199, 0, 0),
  ])
  func `points pay from the floor to the cap`(wanted: Int, amount: Int, points: Int, money: Int)
    throws
  {
    let terms = PointsSettings.Deduction(pointsPerUnit: 100, floor: 100, capPercent: 50)
    let amount = Money(minorUnits: Int64(amount), currency: try #require(Self.cny))
    let paid = PointsRule.deduction(of: Int64(wanted), from: amount, terms)
    #expect(paid?.points ?? 0 == Int64(points))
    #expect(paid?.money.minorUnits ?? 0 == Int64(money))
  }

  @Test func `a deduction never takes more points than its money is worth`() throws {
    var random = SeededGenerator(state: 7)
    let currency = try #require(Self.cny)
    for _ in 0..<2_000 {
      let rate = Int.random(in: 1...1_000, using: &random)
      let terms = PointsSettings.Deduction(
        pointsPerUnit: rate,
        floor: Int.random(in: 0...200, using: &random),
        capPercent: Int.random(in: 1...100, using: &random)
      )
      let wanted = Int64.random(in: 0...100_000, using: &random)
      let amount = Money(minorUnits: .random(in: 0...100_000, using: &random), currency: currency)
      guard let paid = PointsRule.deduction(of: wanted, from: amount, terms) else { continue }
      #expect(paid.points <= wanted && paid.points >= Int64(terms.floor ?? 0))
      #expect(paid.money.minorUnits * 100 <= amount.minorUnits * Int64(terms.capPercent ?? 50))
      // One point fewer would pay less.
      #expect((paid.points - 1) * 100 / Int64(rate) < paid.money.minorUnits)
    }
  }
}
