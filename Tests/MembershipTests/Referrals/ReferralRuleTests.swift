import Foundation
import Membership
import Testing

private let inviter = MemberID(uuid: UUID())
private let start = Date(timeIntervalSince1970: 1_790_000_000)

private func evidence(
  _ ties: [(ReferralTrait, Bool, crowd: Int)] = [],
  siblings: Int = 0,
  hurried: Int = 0,
  amount: Int64 = 12_000
) -> ReferralEvidence {
  func visit(_ isHurried: Bool) -> ReferralEvidence.Visit {
    .init(
      invitedAt: start,
      orderedAt: start.addingTimeInterval(isHurried ? 600 : 200_000),
      amount: isHurried ? 5_100 : 12_000
    )
  }
  return ReferralEvidence(
    inviter: inviter,
    visit: .init(invitedAt: start, orderedAt: start.addingTimeInterval(200_000), amount: amount),
    siblings: (0..<siblings).map { visit($0 < hurried) },
    ties: ties.map { trait, isInviter, crowd in
      .init(trait, with: isInviter ? inviter : MemberID(uuid: UUID()), crowd: crowd)
    },
    minimum: 5_000
  )
}

@Suite("Rules of referrals")
struct ReferralRuleTests {
  @Test func `a plain referral is rewarded`() {
    let verdict = ReferralRule.verdict(on: evidence())
    #expect(verdict == ReferralVerdict(decision: .reward, reasons: []))
  }

  @Test(arguments: [
    (ReferralTrait.phone, ReferralVerdict.Reason.samePhone, ReferralVerdict.Decision.refuse),
    (.payer, .samePayer, .refuse), (.device, .sameDevice, .flag), (.address, .sameAddress, .flag),
  ])
  func `what the two share is a self-referral`(
    trait: ReferralTrait,
    reason: ReferralVerdict.Reason,
    decision: ReferralVerdict.Decision
  ) {
    let verdict = ReferralRule.verdict(on: evidence([(trait, true, crowd: 2)]))
    #expect(verdict == ReferralVerdict(decision: decision, reasons: [reason]))
  }

  @Test func `an address of many says nothing, one other relative's neither`() {
    let dormitory = evidence([(.address, true, crowd: 9), (.address, false, crowd: 40)])
    let sister = evidence([(.address, false, crowd: 2)])
    #expect(ReferralRule.verdict(on: dormitory).decision == .reward)
    #expect(ReferralRule.verdict(on: sister).decision == .reward)
  }

  @Test func `who pays for others of the tree makes a ring`() {
    let verdict = ReferralRule.verdict(on: evidence([(.payer, false, crowd: 3)]))
    #expect(verdict == ReferralVerdict(decision: .flag, reasons: [.ring]))
  }

  @Test(
    arguments: [
      (siblings: 4, hurried: 4, ReferralVerdict.Decision.reward, []),
      (20, 3, .reward, [.burst]), (20, 18, .flag, [.burst, .uniform]),
    ] as [(siblings: Int, hurried: Int, ReferralVerdict.Decision, [ReferralVerdict.Reason])]
  )
  func `a burst is looked at when its orders are all alike`(
    siblings: Int,
    hurried: Int,
    decision: ReferralVerdict.Decision,
    reasons: [ReferralVerdict.Reason]
  ) {
    let verdict = ReferralRule.verdict(on: evidence(siblings: siblings, hurried: hurried))
    #expect(verdict == ReferralVerdict(decision: decision, reasons: reasons))
  }

  @Test func `too small an order and too many rewards are refused`() {
    var late = evidence()
    late.rewardedThisMonth = 10
    #expect(ReferralRule.verdict(on: evidence(amount: 4_999)).reasons == [.belowMinimum])
    #expect(ReferralRule.verdict(on: late).reasons == [.monthlyCap])
  }
}
