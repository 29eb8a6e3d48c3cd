import Foundation
import Membership
import TenantStore
import Testing

@Suite("Campaigns against those held out")
struct CampaignRuleTests {
  /// Newcombe's own table (1998, example a: 56 of 70 against 48 of 80), and examples b and e.
  @Test(arguments: [
    (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 20, 0.6791, 1.0),
  ])
  func `the interval is that of the paper`(
    a: Int64,
    n: Int64,
    b: Int64,
    m: Int64,
    low: Double,
    high: Double
  ) throws {
    let lift = try #require(
      CampaignLiftRule.lift(
        CampaignOutcome(members: n, converted: a),
        CampaignOutcome(members: m, converted: b)
      )
    )
    #expect(abs(lift.interval.lowerBound - low) < 0.000_1, "\(lift.interval)")
    #expect(abs(lift.interval.upperBound - high) < 0.000_1, "\(lift.interval)")
    #expect(lift.isClear)
  }

  @Test func `nothing is said of nobody, and equal parts are no effect`() throws {
    #expect(CampaignLiftRule.lift(CampaignOutcome(members: 5), CampaignOutcome()) == nil)
    let same = CampaignOutcome(members: 100, converted: 10)
    let lift = try #require(CampaignLiftRule.lift(same, same))
    #expect(lift.difference == 0 && !lift.isClear && lift.ratio == 1)
  }

  @Test(arguments: [0, 10, 50, 90])
  func `as many are held out as were asked for, the same each time, others in each campaign`(
    percent: Int
  ) {
    let members = (0..<4_000).map { _ in MemberID.make(in: .live) }
    func held(_ campaign: String) -> Set<MemberID> {
      Set(
        members.filter { CampaignArmRule.arm(of: $0, in: campaign, holdout: percent) == .heldOut }
      )
    }
    let (one, two) = (held("spring"), held("summer"))
    #expect(one == held("spring"))
    // Five deviations of a binomial distribution.
    let expected = Double(members.count * percent) / 100
    let spread = 5 * (expected * (1 - Double(percent) / 100)).squareRoot()
    #expect(abs(Double(one.count) - expected) <= spread)
    if percent == 50 { #expect(one != two) }
  }
}
