import Foundation
import Membership
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

private let settings: [String: JSONValue] = [
  "membership": [
    "points": ["perUnit": 1, "earn": ["checkIn": 1, "profile": 20]],
    "tiers": [
      "growthPerUnit": 1,
      "levels": [
        ["name": ["en": "Sprout"], "reach": 0, "keep": 0],
        ["name": ["en": "Leaf"], "reach": 300, "keep": 200],
      ],
    ],
    "packs": [
      [
        "code": "pregnancy", "name": ["en": "Pregnancy"], "until": "birth", "next": "parenting",
        "services": [["code": "midwife", "name": ["en": "Midwife"], "times": 2]],
      ],
      [
        "code": "parenting", "name": ["en": "Parenting"],
        "services": [["code": "midwife", "name": ["en": "Midwife"], "times": 3]],
      ],
    ],
    "referral": ["inviter": ["points": 200], "invitee": ["points": 100], "minimum": "50.00"],
    "subscriptions": [
      "plans": [
        [
          "code": "growth", "name": ["en": "Growth box"], "unit": "month", "price": "129.00",
          "boxes": [["code": "newborn", "fromMonths": -9], ["code": "weaning", "fromMonths": 6]],
        ]
      ]
    ],
  ]
]

@Suite("Rehearsing members", .tenantDatabase([StorefrontModule.module, MembershipModule.module]))
struct RehearseMembersTests {
  @Test func `a shop without members is filled once, and no page of figures is empty`()
    async throws
  {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [StorefrontModule.module, MembershipModule.module]
    let pair = try await TenantPair.fresh(settings: settings)
    let line = [
      "members", "rehearse", "--families", "90", "--days", "240", "--tenant",
      pair.mine.snapshot.slug,
    ]
    let first = await tool.run(line)
    #expect(first.status == .success, "\(first.screen.messages)")
    #expect(first.screen.result.contains("90 made-up members added, 0 known before"))
    let scope = pair.mine.scope
    #expect(try await scope.memberCount(MemberListQuery()) == 90)
    let metrics = try await scope.shopMetrics(in: pair.mine.snapshot.currency)
    #expect(metrics.payers365 > 20 && metrics.newcomers > 0 && metrics.placed30 > 0)
    #expect(try await scope.cohorts(of: pair.mine.snapshot).count > 3)
    #expect(SurvivalRule.curve(try await scope.subscriptionLifetimes()).isEmpty == false)
    #expect(try await scope.cancelReasons().isEmpty == false)
    #expect(PromoterRule.scores(try await scope.feedbackScores(since: .distantPast))[nil] != nil)
    #expect(try await scope.feedbackThemes().count == 3)
    #expect(try await scope.referrals(in: .flagged).isEmpty == false)
    #expect(try await scope.tierCounts().contains { $0.level == 1 && $0.members > 0 })
    var weaning = MemberListQuery()
    weaning.stage = .weaning
    #expect(try await scope.memberCount(weaning) > 0, "stages are announced")
    for campaign in try await scope.campaigns() {
      let outcomes = try await scope.outcomes(of: campaign.plan.code)
      #expect(outcomes[.reached]?.enrolled ?? 0 > outcomes[.heldOut]?.enrolled ?? 0)
    }

    let counted = metrics
    let again = await tool.run(line)
    #expect(again.screen.result.contains("0 made-up members added, 90 known before"))
    #expect(try await scope.shopMetrics(in: pair.mine.snapshot.currency) == counted)
    #expect(try await pair.other.scope.memberCount(MemberListQuery()) == 0)
    #expect(try await pair.other.scope.campaigns().isEmpty)
    #expect(
      try await scope.campaigns().allSatisfy { $0.endedAt != nil },
      "none reaches real members"
    )
    // The shop opens: nobody is filled in beside its members.
    let madeUp = try await scope.memberCount(MemberListQuery())
    try await pair.mine.transaction {
      _ = try await Families().enter(.phone, "+8613800138000", in: $0)
    }
    let late = await tool.run(line)
    #expect(late.status == .failure)
    #expect(late.screen.messages.contains("has members of its own"))
    #expect(try await scope.memberCount(MemberListQuery()) == madeUp + 1)
  }

  @Test func `a shop with members of its own is left as it is`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [StorefrontModule.module, MembershipModule.module]
    let tenant = try await TenantPair.fresh(settings: settings).mine
    try await tenant.transaction {
      _ = try await Families().enter(.phone, "+8613800138000", in: $0)
    }
    let refused = await tool.run("members", "rehearse", "--tenant", tenant.snapshot.slug)
    #expect(refused.status == .failure)
    #expect(refused.screen.messages.contains("has members of its own"))
    #expect(try await tenant.scope.memberCount(MemberListQuery()) == 1)
  }
}
