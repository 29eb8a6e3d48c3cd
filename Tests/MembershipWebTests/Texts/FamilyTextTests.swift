import Foundation
import Membership
import MembershipWeb
import TenantStore
import TenantWeb
import Testing

@Suite("Texts of families")
struct FamilyTextTests {
  private let module = MembershipWebModule.module(
    signIn: SignInDesk(
      providers: [],
      codes: SignInCodes(key: Secret(Array(repeating: 1, count: 32)))
    )
  )

  @Test func `every language has every key with the same values in braces`() {
    #expect(module.texts.problems(requiring: ["zh", "en", "ja", "id"]) == [])
  }

  @Test func `no template holds prose of its own`() {
    #expect(TemplateProse.findings(in: module.templates) == [])
  }

  @Test func `every word of the domain has a text`() {
    var keys: [String] = []
    keys += ChildStage.allCases.map { "stage.\($0.rawValue)" }
    keys += ImpossibleDate.allCases.map { "refused.date.\($0.rawValue)" }
    keys += ConsentPurpose.allCases.map { "consent.\($0.rawValue).title" }
    keys += ConsentDecision.allCases.map { "consent.decision.\($0.rawValue)" }
    keys += ContactChannel.allCases.map { "contact.\($0.rawValue)" }
    keys += CalendarDose.State.allCases.map { "doses.state.\($0.rawValue)" }
    keys += ReminderKind.allCases.map { "reminders.kind.\($0.rawValue)" }
    keys += PointsEntry.Kind.allCases.map { "points.kind.\($0.rawValue)" }
    keys += CouponState.allCases.map { "coupons.state.\($0.rawValue)" }
    keys += ReferralState.allCases.map { "invite.state.\($0.rawValue)" }
    keys += ReferralVerdict.Reason.allCases.map { "desk.reason.\($0.rawValue)" }
    keys += ["reward_unavailable", "member_left", "membership.coupon_exhausted"].map {
      "desk.reason.\($0)"
    }
    keys += SubscriptionState.allCases.map { "boxes.state.\($0.rawValue)" }
    keys += SubscriptionUnit.allCases.flatMap {
      ["boxes.each.\($0.rawValue)", "boxes.every.\($0.rawValue)"]
    }
    keys += CycleState.allCases.map { "boxes.cycle.\($0.rawValue)" }
    keys += ChildSex.allCases.map { "child.sex.\($0.rawValue)" }
    keys += GrowthMeasures.Posture.allCases.map { "growth.posture.\($0.rawValue)" }
    keys += FeedbackReason.allCases.map { "feedback.reason.\($0.rawValue)" }
    keys += FeedbackTheme.Source.allCases.map { "desk.figures.source.\($0.rawValue)" }
    keys += MemberSegment.Habit.allCases.map { "desk.campaigns.habit.\($0.rawValue)" }
    keys += ContactGroup.Kind.allCases.map { "desk.contacts.kind.\($0.rawValue)" }
    keys += ContactTask.Outcome.allCases.map { "desk.contacts.outcome.\($0.rawValue)" }
    keys += SurveyPlan.Occasion.names.map { "desk.surveys.after.\($0)" }
    keys += SurveyQuestion.Kind.allCases.map { "desk.surveys.kind.\($0.rawValue)" }
    keys += FeedingState.allCases.map { "feeding.state.\($0.rawValue)" }
    keys += Feeding.Side.allCases.map { "feeding.on.\($0.rawValue)" }
    keys += Feeding.Reaction.allCases.map { "feeding.reaction.\($0.rawValue)" }
    keys += FrictionSignal.Kind.allCases.map { "desk.voices.kind.\($0.rawValue)" }
    keys += Entitlement.Reason.allCases.map { "services.reason.\($0.rawValue)" }
    keys += TierService.allCases.map { "services.name.\($0.rawValue)" }
    keys += CampaignArm.allCases.map { "desk.campaigns.arm.\($0.rawValue)" }
    keys += Set(BirthBagItem.china.map(\.person)).map { "bag.for.\($0)" }
    for code in MembershipRefusal.Code.allCases
    where code != .memberNotFound && code != .childNotFound && code != .dateImpossible {
      keys.append("refused.\(code.rawValue.dropFirst("membership.".count))")
    }
    let texts = module.texts.texts(in: .init(rawValue: "zh")!)
    #expect(keys.filter { texts[$0] == $0 } == [])
  }
}
